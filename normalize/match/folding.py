"""Plain and folded text: the forms in which rules are compared with an article.

*Plain* text is what a reader sees: the signs of Markdown are gone, bullets at the front are off, runs of
white space are one blank, quotes and dashes are the ASCII ones, an ellipsis is three dots, and characters
that show nothing (soft hyphens, zero-width spaces, marks of direction) are gone. *Folded* text is plain text
in Unicode's compatibility form NFKC with its case folded, so that `ﬁ` is `fi` and `ẞ` is `ss` (after the
NFKC_Casefold of the Unicode Standard, section 3.13; the invisible characters are our list, not its).

Both keep their places: a span of plain or folded text is told in code points of the text that it was made
from. A span that begins or ends inside what one character or combining sequence became is widened to all of
it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence, Set
from functools import lru_cache

from normalize.match.markdown import rendered, shown
from normalize.match.places import UNCHANGED, Places, Span, rewritten

INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
"""Characters that show nothing, as the inside of a character class: Default_Ignorable_Code_Point without the
Hangul fillers.
"""

SINGLE_QUOTES = "‘’‚‛′´ʼ＇"
DOUBLE_QUOTES = "“”„‟″〝〞〟＂"
DASHES = (
    "\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40"
    "\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010ead"
)
"""General category Pd without the ASCII hyphen, and the minus sign."""

ASCII_BULLETS = "*->+·»›"
"""Bullets only where a blank follows: they stand in front of words too."""
EMPHASIS = "*_"
"""Marks of Markdown that are off at the front, whatever follows but a second one, and at the end."""
BULLETS = "•◦▪▫‣⁃∙●○■□◆◇►▶▸➤➜➔→✓✔★☆"
"""Bullets whatever follows."""

MOST_BULLETS = 8
"""So many are taken off; a text that has more is not a list item."""

TRAILING_MARKS = ".:;!»›→>| "
"""What `equals` and `template` leave out of account at the end of folded text; `…` is three dots there."""


def bullet_run(followed: str, blank: str) -> str:
    """A pattern for the bullets at the front of a text.

    Args:
        followed: the bullets that count only where a blank follows.
        blank: the inside of a character class of blanks.
    """
    single = "|".join(rf"{re.escape(mark)}(?![{mark}{blank}])" for mark in EMPHASIS)
    bullet = rf"(?:[{re.escape(followed)}]|#{{1,6}}|\*{{2,4}})[{blank}]|[{BULLETS}][{blank}]?|{single}"
    return rf"(?:{bullet}){{1,{MOST_BULLETS}}}(?=[^{blank}])"


_TO_ASCII = {
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(DASHES, "-"),
}
_NONE: frozenset[str] = frozenset()
_FANCY = frozenset(_TO_ASCII)
# What `isprintable` lets pass although it is not plain.
_HIDDEN = frozenset(
    map(chr, [0x34F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
) | {"…"}
_BULLET_STARTS = frozenset(ASCII_BULLETS + BULLETS + EMPHASIS + "#")
_ENDS = EMPHASIS + " "
_UNEVEN = re.compile(rf"[\s{INVISIBLE}]{{2,}}|[^\S ]|[{INVISIBLE}]|…")
_BULLET_RUN = re.compile(bullet_run(ASCII_BULLETS, " "))

# Characters that join with the one before them although their combining class is 0: those with
# NFC_Quick_Check=Maybe (vowel signs, Hangul vowels and finals) and those whose compatibility form is such a
# character.
_JOINING = (
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e"
    "\u1160-\u11ff\u1b35\u3131-\u318e\uff9e-\uffdc\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
)


def fold_piece(text: str) -> str:
    """NFKC and case folding of a piece that shares no combining sequence with its neighbours."""
    normalize = unicodedata.normalize
    return normalize("NFKC", normalize("NFKC", text).casefold())


class FoldedText:
    """One unit of text, plain and folded, with the way back.

    Args:
        source: the text, for example a block.
        offset: added to all places that are given back: where `source` begins in its block.

    `plain` is made at once, `folded` when it is asked for.
    """

    __slots__ = (
        "_fold_places",
        "_folded",
        "_front",
        "_plain_places",
        "_rendered",
        "offset",
        "plain",
        "source",
    )

    def __init__(self, source: str, offset: int = 0) -> None:
        self.source = source
        self.offset = offset
        self._folded: str | None = None
        self._fold_places = UNCHANGED
        self._rendered = rendered(source)
        text = source if self._rendered is None else self._rendered.text
        self.plain, self._front, self._plain_places = _plain(text)

    @property
    def folded(self) -> str:
        """The folded text."""
        if self._folded is None:
            self._folded, self._fold_places = _fold(self.plain)
        return self._folded

    def from_plain(self, start: int, end: int) -> Span:
        """A span of the plain text, in code points of the block."""
        start, end = start + self._front, end + self._front
        if self._plain_places is not UNCHANGED:
            start, end = self._plain_places.span(start, end)
        if self._rendered is not None:
            start, end = self._rendered.span(start, end)
        return start + self.offset, end + self.offset

    def from_folded(self, start: int, end: int) -> Span:
        """A span of the folded text, in code points of the block."""
        if self._fold_places is UNCHANGED:
            return self.from_plain(start, end)
        return self.from_plain(*self._fold_places.span(start, end))


class DocumentText(FoldedText):
    """Blocks joined by newlines, as one unit. Places are those of the joined source."""

    __slots__ = ("_folded_starts", "_parts", "_plain_starts", "_source_starts")

    def __init__(self, parts: Sequence[FoldedText]) -> None:
        self._parts = parts
        self.source = "\n".join(part.source for part in parts)
        self.offset = 0
        self.plain = "\n".join(part.plain for part in parts)
        self._source_starts = _starts(part.source for part in parts)
        self._plain_starts = _starts(part.plain for part in parts)
        self._folded_starts: list[int] = []

    @property
    def folded(self) -> str:
        """The folded blocks, joined by newlines."""
        if not self._folded_starts:
            self._folded_starts = _starts(part.folded for part in self._parts)
        return "\n".join(part.folded for part in self._parts)

    def from_plain(self, start: int, end: int) -> Span:
        """A span of the plain text, in code points of the joined source."""
        return self._from(self._plain_starts, FoldedText.from_plain, start, end)

    def from_folded(self, start: int, end: int) -> Span:
        """A span of the folded text, in code points of the joined source."""
        return self._from(self._folded_starts, FoldedText.from_folded, start, end)

    def _from(
        self, starts: list[int], back: Callable[[FoldedText, int, int], Span], start: int, end: int
    ) -> Span:
        first = bisect_right(starts, start) - 1
        last = max(first, bisect_left(starts, end) - 1)
        if last + 1 < len(starts) and end == starts[last + 1]:
            high = self._source_starts[last + 1]  # the newline before the next block is the last thing in it
        else:
            place = end - starts[last]
            origin = back(self._parts[last], place - 1, place)[1] if place else 0
            high = self._source_starts[last] + origin
        place = start - starts[first]
        low = self._source_starts[first] + back(self._parts[first], place, place)[0]
        return low, max(low, high)


def _starts(texts: Iterable[str]) -> list[int]:
    """Where each of the texts begins in their join by newlines."""
    starts = []
    at = 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    return starts


def plain(text: str) -> str:
    """The plain text of a unit or phrase."""
    return _plain(shown(text))[0]


def fold(text: str) -> str:
    """The folded text of a unit or phrase."""
    return _fold(plain(text))[0]


def _plain(source: str) -> tuple[str, int, Places]:
    """Plain text of what has no signs left, how much was cut off the front of the evened text, and the places
    of the evened text.
    """
    text, places = source, UNCHANGED
    chars: Set[str] = _NONE if source.isascii() else set(source)
    if not source.isprintable() or "  " in source or not _HIDDEN.isdisjoint(chars):
        text, places = _evened(source)
    for char in _FANCY.intersection(chars):
        text = text.replace(char, _TO_ASCII[char])
    front = 1 if text[:1] == " " else 0
    if text[front : front + 1] in _BULLET_STARTS and (bullets := _BULLET_RUN.match(text, front)):
        front = bullets.end()
    bare = text[front:].rstrip(" ")
    return (bare.rstrip(_ENDS) or bare) if bare[-1:] in _ENDS else bare, front, places


def _evened(source: str) -> tuple[str, Places]:
    """The text with each run of white space one blank, an ellipsis three dots, and nothing invisible."""

    def new(piece: str) -> str:
        if piece == "…":
            return "..."
        return " " if any(map(str.isspace, piece)) else ""

    return rewritten(source, _UNEVEN, new, str)


def _fold(plain: str) -> tuple[str, Places]:
    if plain.isascii():
        return plain.lower(), UNCHANGED
    singles = "".join(sorted(char for char in set(plain) - _common() if not _folds_alone(char)))
    if not singles:
        return fold_piece(plain), UNCHANGED
    return rewritten(plain, _sequences(singles), fold_piece, fold_piece)


@lru_cache(maxsize=4096)
def _folds_alone(char: str) -> bool:
    """Whether folding makes one character of `char`, whatever stands beside it (unless that is a joining
    character).
    """
    return len(fold_piece(char)) == 1 and not joins(char)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Of Latin, Greek and Cyrillic the characters that fold alone: they need not be asked for one by one."""
    return frozenset(filter(_folds_alone, map(chr, range(0x20, 0x530))))


@lru_cache(maxsize=4096)
def joins(char: str) -> bool:
    """Whether `char` belongs to the combining sequence of the character before it."""
    return _JOINS.match(char) is not None or unicodedata.category(char)[0] == "M"


_JOINS = re.compile(f"[{_JOINING}]")


@lru_cache(maxsize=256)
def _sequences(singles: str) -> re.Pattern[str]:
    """A pattern for the sequences that hold one of `singles`: these and what joins them, and what marks of
    them join.
    """
    marks = "".join(c for c in singles if joins(c))
    others = "".join(c for c in singles if not joins(c))
    tail = f"[{re.escape(marks)}]*" if marks else ""
    branches = [f"[{re.escape(others)}]{tail}"] if others else []
    if marks:
        branches.append(f".?[{re.escape(marks)}]+")
    return re.compile("|".join(branches), re.DOTALL)
