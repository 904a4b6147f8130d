"""What in a raw text can make folded text differ from it in more than case.

The search for windows runs over raw text. It may rely on what it does not find only in blocks that hold none
of the sequences given here; the others are folded and searched once more. Given a set of characters that
windows are made of, a sequence is here if it becomes one of them by folding, joins a neighbour to become one,
vanishes, makes a blank, is a bullet, or may be a sign of Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from normalize.match.folding import (
    ASCII_BULLETS,
    BULLETS,
    DASHES,
    DOUBLE_QUOTES,
    EMPHASIS,
    INVISIBLE,
    SINGLE_QUOTES,
    bullet_run,
    fold_piece,
)
from normalize.match.markdown import SIGNS
from normalize.match.windows import variants

# Where characters change by folding, as of Unicode 17: not among the unified ideographs and the Hangul
# syllables.
_BLOCKS = (
    range(0x80, 0x3400),
    range(0xA000, 0xAC00),
    range(0xF900, 0x12000),
    range(0x16000, 0x17000),
    range(0x1D000, 0x20000),
)
_SUPPLEMENT = range(0x2F800, 0x2FA20)
_PUNCTUATION = frozenset(DOUBLE_QUOTES + "…")  # becomes ASCII marks that no window holds
_USUAL = {"‘": "'", "’": "'", "–": "-", "—": "-"}  # resolved at once, since articles are full of them
_UNUSUAL = frozenset(SINGLE_QUOTES + DASHES) - _USUAL.keys()  # becomes ASCII marks that windows hold
_BULLETS = re.compile(bullet_run(ASCII_BULLETS + DASHES, " \u00a0"))
_SPACES = frozenset(char for char in map(chr, range(0x3001)) if char.isspace()) - {" ", "\n"}
_REPLACED = frozenset("ßı\u00a0") | _USUAL.keys()  # what `raw_bytes` resolves at once
# So many of 64 characters that differ in the last byte must be irregular for the rest to stand for all.
_MANY_OF_64 = 48


def raw_bytes(text: str) -> bytes:
    """The form in which text is searched: UTF-8, ASCII in small letters, some characters resolved.

    These are `ß`, which is in every other sentence of German, and the no-break space; and `ı` is `i`, which
    `regex` takes for the same letter where it is large in the pattern; and the usual apostrophes and dashes.
    """
    if not text.isascii():
        for char, plain in _USUAL.items():
            if char in text:
                text = text.replace(char, plain)
        if "ß" in text:
            text = text.replace("ß", "ss")
        if "ı" in text:
            text = text.replace("ı", "i")
        if "\u00a0" in text:
            text = text.replace("\u00a0", " ")
    return text.encode("utf-8", "surrogatepass").lower()


def after_bullets(text: str) -> str:
    """What follows the bullets at the front of a text that holds no irregular sequence: its plain text begins
    so.
    """
    found = _BULLETS.match(text)
    return text[found.end() :] if found else text


def bullet_sequences() -> list[bytes]:
    """The bullets at the start of a block, after a newline, in the form of `raw_bytes`."""
    headings = ("#" * level for level in range(1, 7))
    alone = (raw_bytes(mark) for mark in BULLETS + EMPHASIS)
    followed = (raw_bytes(mark) + b" " for mark in chain(ASCII_BULLETS, DASHES, headings))
    return sorted(b"\n" + mark for mark in chain(alone, followed))


def irregular_sequences(alphabet: frozenset[str]) -> list[bytes]:
    """The sequences of `raw_bytes` that matter to windows over `alphabet`. Blocks are taken to begin after a
    newline.
    """
    known = (
        {form for char in alphabet if not char.isascii() for form in variants(char)}
        | _PUNCTUATION
        | _REPLACED
    )
    marks = {mark for char in known for mark in unicodedata.normalize("NFD", char)[1:]}
    chars = {
        char
        for char, made in _changing().items()
        if char not in known and (alphabet & made or marks & set(unicodedata.normalize("NFKC", char)))
    }
    chars |= marks
    chars |= _invisible() | _SPACES | _UNUSUAL
    chars -= _REPLACED
    sequences = _shortened(char.encode() for char in chars)
    return sorted(sequences | {b"  ", b"\n "} | set(map(str.encode, SIGNS)))


def _shortened(sequences: Iterable[bytes]) -> set[bytes]:
    """Sequences that differ in the last byte only are one if nearly all there are come, or if they have four
    bytes.
    """
    sequences = set(sequences)
    fronts = Counter(sequence[:-1] for sequence in sequences)
    return {
        sequence[:-1] if fronts[sequence[:-1]] >= _MANY_OF_64 or len(sequence) == 4 else sequence
        for sequence in sequences
    }


@lru_cache(maxsize=1)
def _changing() -> dict[str, frozenset[str]]:
    """The characters that folding or case folding changes, and all that they become."""
    found = {}
    for char in map(chr, chain(*_BLOCKS, _SUPPLEMENT)):
        folded, cased = fold_piece(char), char.casefold()
        if folded != char or cased != char:
            found[char] = frozenset(folded + cased)
    return found


@lru_cache(maxsize=1)
def _invisible() -> frozenset[str]:
    form = re.compile(f"[{INVISIBLE}]")
    return frozenset(char for char in map(chr, chain(*_BLOCKS, range(0xE0000, 0xE1000))) if form.match(char))
