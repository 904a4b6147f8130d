"""What in a raw text can make folded text differ from it in more than case.

The search for windows runs over raw text. It may rely on what it does not find only in blocks that hold none
of the sequences given here; the others are folded and searched once more. Given a set of characters that
windows are made of, a sequence is here if it becomes one of them by folding, joins a neighbour to become one,
vanishes, makes a blank, or is a bullet.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from normalize.match.folding import (
    ASCII_BULLETS,
    BULLETS,
    DASHES,
    DOUBLE_QUOTES,
    INVISIBLE,
    SINGLE_QUOTES,
    fold_piece,
)
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
_PUNCTUATION = frozenset(
    SINGLE_QUOTES + DOUBLE_QUOTES + DASHES + "…"
)  # becomes ASCII marks, which no window holds
_SPACES = frozenset(char for char in map(chr, range(0x3001)) if char.isspace()) - {" ", "\n"}
_REPLACED = frozenset("ß\u00a0")  # what `raw_bytes` resolves at once
# So many of 64 characters that differ in the last byte must be irregular for the rest to stand for all.
_MANY_OF_64 = 48


def raw_bytes(text: str) -> bytes:
    """The form in which text is searched: UTF-8, ASCII in small letters, and the two commonest irregular
    characters resolved.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) != len(text):
        if b"\xc3\x9f" in data:  # ß, in every other sentence of German
            data = data.replace(b"\xc3\x9f", b"ss")
        if b"\xc2\xa0" in data:  # the no-break space
            data = data.replace(b"\xc2\xa0", b" ")
    return data.lower()


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
    chars |= _invisible()
    chars |= _SPACES
    chars -= _REPLACED
    sequences = set(_shortened(char.encode() for char in chars))
    sequences.add(b"  ")
    sequences.update(b"\n" + raw_bytes(mark) for mark in chain(" ", BULLETS, DASHES))
    sequences.update(b"\n" + raw_bytes(mark) + b" " for mark in ASCII_BULLETS)
    return sorted(sequences)


def _shortened(sequences: Iterator[bytes]) -> Iterator[bytes]:
    """Sequences that differ in the last byte only become one where they are nearly all there are, or four
    bytes long.
    """
    all_sequences = set(sequences)
    fronts = Counter(sequence[:-1] for sequence in all_sequences)
    for sequence in all_sequences:
        many = fronts[sequence[:-1]] >= _MANY_OF_64 or len(sequence) == 4
        yield sequence[:-1] if many else sequence


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
