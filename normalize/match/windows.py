"""The part of a literal that a document is searched for.

The search runs over the raw text of a document, with no more done to it than ASCII case. So a window holds
only characters that come into folded text from few others: no punctuation, which has many forms, and nothing
that parts of combining sequences make. How the rest is found is told in `normalize.match.scan`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from normalize.match.folding import fold_piece, joins

_LONGEST = 14  # code points; longer windows are no rarer in practice and make the automaton larger
_MOST_VARIANTS = 16  # forms of one window in upper and lower case; ASCII counts once

# Letters from the commonest to the rarest, as in English; the order is close enough in other languages of the
# script.
_BY_FREQUENCY = " etaoinsrhldcumfpgwybvkxjqz0123456789"
_FREQUENT_BITS, _BITS_A_RANK = 3.0, 0.25
_LETTER_BITS, _IDEOGRAPH_BITS = 5.0, 9.0
_HEAD_BITS = 8.0  # a block begins once in some hundred characters

ENOUGH_BITS = 9.0
"""A window of less than this is found nearly everywhere: two common letters."""

# The Thai and Lao vowel AM comes apart in NFKC, and is in every other sentence; so its second half is not
# searched for.
_UNSTABLE = frozenset("\u0e32\u0eb2")


class Window(NamedTuple):
    """`text` is folded; `head`: at the start of a block. `bits`: about how rare it is, as minus the logarithm
    of its share.
    """

    text: str
    head: bool
    bits: float


def window(text: str, head: bool) -> Window | None:
    """The rarest usable part of a literal, or nothing if no part of it can be used."""
    if head:
        found = _prefix(text)
        if found:
            return found
    best = max(_candidates(text), key=lambda candidate: candidate.bits, default=None)
    return best if best and best.bits >= ENOUGH_BITS else None


def variants(text: str) -> list[str]:
    """The forms of a window that differ in the case of letters other than ASCII ones."""
    return ["".join(form) for form in product(*map(_forms, text))]


@lru_cache(maxsize=4096)
def is_stable(char: str) -> bool:
    """Whether a character of folded text may be part of a window."""
    if char.isascii():
        return char.isalnum() or char == " "
    return (
        fold_piece(char) == char == char.casefold()
        and not char.isspace()
        and not joins(char)
        and unicodedata.category(char)[0] in "LNPS"
        and char not in _UNSTABLE
    )


@lru_cache(maxsize=4096)
def _forms(char: str) -> tuple[str, ...]:
    """The characters that a reader would type for `char` in either case. ASCII has its case taken off before
    the search.
    """
    if char.isascii():
        return (char,)
    if char == "σ":
        return ("σ", "Σ", "ς")
    upper = char.upper()
    return (char, upper) if upper != char and len(upper) == 1 and upper.casefold() == char else (char,)


def _prefix(text: str) -> Window | None:
    end = _end(text, 0)
    return Window(text[:end], True, _HEAD_BITS + _bits(text[:end])) if end else None


def _candidates(text: str) -> list[Window]:
    """A window from every place on; of those that end at the same place only the longest."""
    found = []
    last = 0
    for start in range(len(text)):
        end = _end(text, start)
        if end > last:
            found.append(Window(text[start:end], False, _bits(text[start:end])))
            last = end
    return found


def _end(text: str, start: int) -> int:
    """The end of the longest window from `start` on."""
    forms = 1
    for at in range(start, min(len(text), start + _LONGEST)):
        if not is_stable(text[at]):
            return at
        forms *= len(_forms(text[at]))
        if forms > _MOST_VARIANTS:
            return at
    return min(len(text), start + _LONGEST)


def _bits(text: str) -> float:
    return sum(map(_char_bits, text))


@lru_cache(maxsize=4096)
def _char_bits(char: str) -> float:
    rank = _BY_FREQUENCY.find(char)
    if rank >= 0:
        return _FREQUENT_BITS + rank * _BITS_A_RANK
    return _LETTER_BITS if len(_forms(char)) > 1 else _IDEOGRAPH_BITS
