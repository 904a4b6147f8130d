"""The figures that the trees see: of each suspicious line, and of what stands around it.

Figures about the surroundings are anchored on prose, which is hardly ever stripped, or may only raise the
score when there are more short lines around. So taking junk away seldom makes what stays look more like
junk, and stripping again and again soon comes to rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from normalize.strip.scorer.lexicon import Lexical, Lexicon
from normalize.strip.scorer.lines import (
    PROSE_LENGTH,
    SENTENCE_END,
    Kind,
    Shape,
    bare,
    ends_sentence,
    kind_of,
    shape_of,
    words_of,
)

# Name of each figure, in the order of a vector; 1 where the score may only rise with it (a constraint in
# training).
FEATURES: Final[tuple[tuple[str, int], ...]] = (
    ("lexical", 1),
    ("anchored", 1),
    ("best", 1),
    ("known", 0),
    ("chars", 0),
    ("words", 0),
    ("title", 0),
    ("upper", 0),
    ("digits", 0),
    ("commas", 0),
    ("marks", 0),
    ("first", 0),
    ("last", 0),
    ("symbols", 0),
    ("links", 1),
    ("ends", 0),
    ("before", 0),
    ("after", 0),
    ("run", 0),
    ("near_mean", 1),
    ("run_mean", 1),
    ("above", 1),
    ("run_lower", 0),
    ("run_words", 0),
    ("previous", 0),
    ("next", 0),
    ("cut", 0),
    ("copies", 0),
    ("linked", 1),
    ("under", 1),
    ("over", 1),
    ("taken", 1),
)
NAMES: Final = tuple(name for name, _ in FEATURES)
# Paragraphs and run lengths beyond these make no difference.
_MANY: Final = 12
_LONG_RUN: Final = 30
_MANY_TAKEN: Final = 8
# Lines of a run that count as near, on each side.
_NEAR: Final = 3
_HEADLINE: Final = 4.0
_NOTHING: Final = -1.0
# What a line without scored neighbours gets for them: below all but the most article-like lines.
_QUIET: Final = -3.0
_NONE: Final[Mapping[int, float]] = {}
_NOBODY: Final[Mapping[int, tuple[int, int]]] = {}
_NEITHER: Final = (0, 0)
_LINK: Final = re.compile(r"\[[^\]\[]*\]\([^)\s]*\)")


_NO_RUN: Final = (_QUIET, _QUIET, _QUIET, _NOTHING, _NOTHING)


class Company(NamedTuple):
    """What rules took from a document: how many whole lines, and for each line beside them whether junk that
    comes in rows went right above it (2) or a heading of other stories further up (1), and whether such junk
    went right below it (1).
    """

    taken: int = 0
    beside: Mapping[int, tuple[int, int]] = _NOBODY


ALONE: Final = Company()
"""The company of a document of which rules took nothing."""


class Page(NamedTuple):
    """One document as the scorer sees it."""

    lines: Sequence[str]
    kinds: Sequence[int]
    headline: int | None
    company: Company = ALONE

    @classmethod
    def of(cls, lines: Sequence[str], headline: int | None, company: Company = ALONE) -> Page:
        """Stripped lines in order; `headline` is the index of the exempt line, if any. Blank ones count as
        prose.
        """
        length, ends, prose = PROSE_LENGTH, SENTENCE_END, Kind.PROSE
        kinds = [
            prose if len(line) >= length and line[-1] in ends else kind_of(line) if line else prose
            for line in lines
        ]
        return cls(lines, kinds, headline, company)

    def suspicious(self) -> list[int]:
        """Indices of the lines worth scoring: all that are not prose."""
        headline = self.headline
        return [i for i, kind in enumerate(self.kinds) if kind and i != headline]


class Place(NamedTuple):
    """Where a line stands: paragraphs of prose before it, and short lines around it up to the next prose."""

    before: int
    back: int
    ahead: int


class Reading:
    """What one picked line tells by itself, whatever stands around it."""

    __slots__ = ("_shape", "lexical", "words")

    def __init__(self, words: list[str], lexical: Lexical) -> None:
        self.words = words
        self.lexical = lexical
        self._shape: Shape | None = None

    def shape(self, line: str) -> Shape:
        """Figures of the line's form, made when they are first asked for."""
        if self._shape is None:
            self._shape = shape_of(line, self.words)
        return self._shape


def read_line(line: str, lexicon: Lexicon) -> Reading:
    """Tokens of a line and what they tell."""
    words = words_of(bare(line))
    return Reading(words, lexicon.score(words))


class Surroundings:
    """What the lines around a picked line say. Made once for a page.

    Args:
        said: what is known of each picked line by its words, and from outside.
    """

    def __init__(self, page: Page, picked: Sequence[int], said: Mapping[int, float]) -> None:
        self.page = page
        self.said = said
        self.prose = [i for i, kind in enumerate(page.kinds) if not kind]
        count = len(page.lines)
        self.sums = list(accumulate([said.get(i, 0.0) for i in range(count)], initial=0.0))
        self.counts = list(accumulate([i in said for i in range(count)], initial=0))
        self.copies: dict[str, int] = {}
        for i in picked:
            line = page.lines[i]
            self.copies[line] = self.copies.get(line, 0) + 1

    def place(self, i: int) -> Place:
        """The place of a line."""
        prose, headline = self.prose, self.page.headline
        before = bisect_left(prose, i)
        last = prose[before - 1] if before else -1
        after = before + (before < len(prose) and prose[before] == i)
        following = prose[after] if after < len(prose) else len(self.page.lines)
        back, ahead = i - last - 1, following - i - 1
        if headline is not None and self.page.kinds[headline]:
            if last < headline < i:
                back -= 1
            elif i < headline < following:
                ahead -= 1
        return Place(before, back, ahead)

    def figures(self, i: int) -> list[float]:
        """The figures of line `i` from `before` on, in the order of `FEATURES`."""
        page = self.page
        place = self.place(i)
        line = page.lines[i]
        after = len(self.prose) - place.before
        out: list[float] = [min(place.before, _MANY), min(after, _MANY)]
        out += self._run(i, place)
        out += _neighbours(page, i)
        taken, beside = page.company
        out += (min(self.copies[line], 5), _linked(line))
        out += beside.get(i, _NEITHER)
        out.append(min(taken, _MANY_TAKEN))
        return out

    def _run(self, i: int, place: Place) -> list[float]:
        """Figures of the run of short lines that line `i` is in, mostly of the nearest ones."""
        _, back, ahead = place
        size = min(back + ahead + 1, _LONG_RUN)
        if size == 1:
            return [1, *_NO_RUN]
        lines, said = self.page.lines, self.said
        low, high = i - min(back, _NEAR), i + min(ahead, _NEAR)
        near = [*range(low, i), *range(i + 1, high + 1)]
        heard = [said[j] for j in near if j in said]
        above = [said[j] for j in range(i - min(back, _MANY), i) if j in said]
        first, end = i - back, i + ahead + 1
        others = self.counts[end] - self.counts[first] - 1
        close = [lines[j] for j in near]
        return [
            size,
            sum(heard) / len(heard) if heard else _QUIET,
            (self.sums[end] - self.sums[first] - said[i]) / others if others else _QUIET,
            max(above, default=_QUIET),
            sum([one[0].islower() for one in close]) / len(close),
            min(sum([one.count(" ") for one in close]) / len(close) + 1.0, _LONG_RUN),
        ]


def vectors(
    page: Page, picked: Sequence[int], lexicon: Lexicon, outside: Mapping[int, float] = _NONE
) -> tuple[list[list[float]], list[list[str]]]:
    """One vector in the order of `FEATURES`, and the folded tokens, for each picked line.

    `outside` gives log odds known from elsewhere, by index: they speak to the lines around as words do.
    """
    readings = {i: read_line(page.lines[i], lexicon) for i in picked}
    said = {i: reading.lexical.total + outside.get(i, 0.0) for i, reading in readings.items()}
    around = Surroundings(page, picked, said)
    return [vector_of(page.lines[i], readings[i], around, i) for i in picked], [
        readings[i].words for i in picked
    ]


def vector_of(line: str, reading: Reading, around: Surroundings, i: int) -> list[float]:
    """All figures of line `i`, in the order of `FEATURES`."""
    return [*reading.lexical, *reading.shape(line), *around.figures(i)]


def _linked(line: str) -> float:
    """The share of a line that is links as Markdown writes them."""
    return sum(map(len, _LINK.findall(line))) / len(line) if "](" in line else 0.0


def _neighbours(page: Page, i: int) -> tuple[float, float, float]:
    """Kinds of the lines before and after, and whether the line looks cut out of a sentence (1 before, 2
    after).
    """
    lines, kinds = page.lines, page.kinds
    previous = following = _NOTHING
    cut = 0.0
    if i > 0:
        previous = _HEADLINE if i - 1 == page.headline else kinds[i - 1]
        if previous == Kind.OPEN and not ends_sentence(lines[i - 1]):
            cut = 1.0
    if i + 1 < len(lines):
        following = kinds[i + 1]
        if lines[i + 1][:1].islower():
            cut += 2.0
    return previous, following, cut
