"""What two bodies are compared by: runs of five words, as numbers (Broder 1997, "On the resemblance and
containment of documents").

Words are folded: lower case, without the marks around them, so that other quotation marks or spaces make no
difference. Where a text has no blanks between words, runs of eight characters take their place. All of it is
done on arrays of code points: a loop over words takes three times as long.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

RUN = 5
"""Words in a shingle; of 5 to 9 that are usual, the fewest, so that a typing error costs little."""

RUN_CHARACTERS = 8
"""Characters in a shingle of text without blanks: about as many words."""

_FEWEST_BLANKS = 20
"""Code points a blank from which on a text counts as written without them. European and Korean text has 5 to
8.
"""

_LEAD = 24
"""Words at the beginning of a body that are its lead: about its first sentence."""

_LONGEST = 64
"""Places in a word that are told apart; what is longer is an address."""

_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = 0x20000, 0x3FFFF
"""Letters above the Basic Multilingual Plane that news are written with; other characters there are emoji."""

_GOLDEN = 0x9E3779B97F4A7C15  # 2⁶⁴ by the golden ratio: splitmix64 (Steele, Lea and Flood 2014)
_MIX = np.uint64(0xBF58476D1CE4E5B9)  # of splitmix64


def _powers(base: int, count: int) -> Any:
    return np.array([pow(base, k + 1, 1 << 64) for k in range(count)], dtype=np.uint64)


_PLACES = _powers(_GOLDEN, _LONGEST)
_STEPS = _powers(0x94D049BB133111EB, RUN_CHARACTERS)


class Print(NamedTuple):
    """What is kept of an article for comparing it.

    `body`: hash of all words of the body in their order. `lead`: hash of headline and lead. `shingles`: the
    different shingles, sorted, as an array of uint64. `words`: how many words, or characters, the body has.
    """

    body: int
    lead: int
    shingles: Any
    words: int


def take_print(headline: str | None, body: str) -> Print:
    """Take the print of an article."""
    words, run = _words(body)
    lead = words[: _LEAD * 2 if run == RUN_CHARACTERS else _LEAD]
    top = _words(headline)[0] if headline else words[:0]
    return Print(
        _hash(words.tobytes()),
        _hash(top.tobytes() + b"|" + lead.tobytes()),
        _shingles(words, run),
        len(words),
    )


def _words(text: str) -> tuple[Any, int]:
    """A number for each word of a text, or for each character; and how many make a shingle."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    spaced = len(text) <= _FEWEST_BLANKS * (text.count(" ") + 1)
    order = "le" if sys.byteorder == "little" else "be"
    codes = np.frombuffer(text.lower().encode(f"utf-32-{order}", "surrogatepass"), dtype=np.uint32)
    inside = _letters()[np.minimum(codes, 0xFFFF)] | (
        (codes >= _FIRST_IDEOGRAPH) & (codes <= _LAST_IDEOGRAPH)
    )
    letters = codes[inside].astype(np.uint64)
    if not spaced:
        return letters * np.uint64(_GOLDEN), RUN_CHARACTERS
    if not len(letters):
        return letters, RUN
    edges = inside.copy()
    edges[1:] &= ~inside[:-1]
    at = np.cumsum(inside)[edges] - 1  # where words begin among the letters
    lengths = np.diff(at, append=len(letters))
    place = np.arange(len(letters)) - np.repeat(at, lengths)
    mixed = (letters + np.uint64(1)) * _PLACES[np.minimum(place, _LONGEST - 1)]
    mixed ^= mixed >> np.uint64(29)
    return np.add.reduceat(mixed, at), RUN


@cache
def _letters() -> Any:
    """Which code points of the Basic Multilingual Plane are letters or digits."""
    return np.array([chr(code).isalnum() for code in range(0x10000)])


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def _shingles(numbers: Any, run: int) -> Any:
    """The different runs, each as one number, sorted. A text shorter than a run is one by itself."""
    if not len(numbers):
        return numbers
    run = min(run, len(numbers))
    count = len(numbers) - run + 1
    mixed = numbers[:count] * _STEPS[0]
    for k in range(1, run):
        mixed += numbers[k : k + count] * _STEPS[k]
    mixed ^= mixed >> np.uint64(31)
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(29)
    mixed.sort()
    return mixed[np.append(True, mixed[1:] != mixed[:-1])]
