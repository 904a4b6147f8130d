"""The figures that the trees see: of each suspicious line, and of what stands around it.

Figures about the surroundings are anchored on prose, which is hardly ever stripped, or may only raise the
score when there are more short lines around. So taking junk away seldom makes what stays look more like
junk, and stripping again and again soon comes to rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from normalize.strip.scorer.lexicon import Lexicon
from normalize.strip.scorer.lines import BULLETS, CUES, Kind, ends_sentence, kind_of, shape_of, words_of

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
    ("share", 1),
    ("run", 0),
    ("run_back", 0),
    ("run_ahead", 0),
    ("run_lexical", 1),
    ("near_mean", 1),
    ("run_mean", 1),
    ("above", 1),
    ("run_digits", 0),
    ("run_bullets", 0),
    ("run_lower", 0),
    ("run_words", 0),
    ("lead", 0),
    ("previous", 0),
    ("next", 0),
    ("cut", 0),
    ("copies", 0),
    ("like_headline", 0),
)
NAMES: Final = tuple(name for name, _ in FEATURES)
# Paragraphs and run lengths beyond these make no difference.
_MANY: Final = 12
_LONG_RUN: Final = 30
# Lines of a run that count as near, on each side.
_NEAR: Final = 3
_HEADLINE: Final = 4.0
_NOTHING: Final = -1.0
# What a line without scored neighbours gets for them: below all but the most article-like lines.
_QUIET: Final = -3.0
_NONE: Final[Mapping[int, float]] = {}


class Page(NamedTuple):
    """One document as the scorer sees it."""

    lines: Sequence[str]
    kinds: Sequence[int]
    headline: int | None

    @classmethod
    def of(cls, lines: Sequence[str], headline: int | None) -> Page:
        """Stripped lines in order; `headline` is the index of the exempt line, if any. Blank ones count as
        prose.
        """
        return cls(lines, [kind_of(line) if line else Kind.PROSE for line in lines], headline)

    def suspicious(self) -> list[int]:
        """Indices of the lines worth scoring: all that are not prose, and prose that holds a cue."""
        text = "\n".join(self.lines)
        cues = [cue for cue in CUES if cue in text]
        prose, headline, lines = Kind.PROSE, self.headline, self.lines
        return [
            i
            for i, kind in enumerate(self.kinds)
            if (kind != prose or (cues and any(cue in lines[i] for cue in cues))) and i != headline
        ]


class Place(NamedTuple):
    """Where a line stands: paragraphs of prose before it, and short lines around it up to the next prose."""

    before: int
    back: int
    ahead: int


def vectors(
    page: Page, picked: Sequence[int], lexicon: Lexicon, outside: Mapping[int, float] = _NONE
) -> tuple[list[list[float]], list[list[str]]]:
    """One vector in the order of `FEATURES`, and the folded tokens, for each picked line.

    `outside` gives log odds known from elsewhere, by index: they speak to the lines around as words do.
    """
    lines = page.lines
    words = [words_of(lines[i]) for i in picked]
    lexical = {i: lexicon.score(tokens) for i, tokens in zip(picked, words, strict=True)}
    said = {i: figures.total + outside.get(i, 0.0) for i, figures in lexical.items()}
    places, prose = _places(page)
    sums = list(accumulate((said.get(i, 0.0) for i in range(len(lines))), initial=0.0))
    counts = list(accumulate((i in said for i in range(len(lines))), initial=0))
    copies = Counter(lines[i] for i in picked)
    title = lines[page.headline].casefold() if page.headline is not None else ""
    share = 1.0 - prose / len(lines)
    out = []
    for i, tokens in zip(picked, words, strict=True):
        line, place = lines[i], places[i]
        vector = [*lexical[i], *shape_of(line, tokens)]
        vector += (float(min(place.before, _MANY)), float(min(prose - place.before, _MANY)), share)
        low, high = i - place.back, i + place.ahead + 1
        others = counts[high] - counts[low] - 1
        rest = (sums[high] - sums[low] - said[i]) / others if others else _QUIET
        vector += _run(page, i, place, said, rest)
        vector += _neighbours(page, i)
        vector += (float(min(copies[line], 5)), float(line.casefold() in title))
        out.append(vector)
    return out, words


def _places(page: Page) -> tuple[list[Place], int]:
    """The place of every line, and the number of prose lines."""
    before: list[int] = []
    back: list[int] = []
    count = run = 0
    for i, kind in enumerate(page.kinds):
        before.append(count)
        back.append(run)
        if kind == Kind.PROSE:
            count, run = count + 1, 0
        elif i != page.headline:
            run += 1
    ahead = [0] * len(before)
    run = 0
    for i in range(len(before) - 1, -1, -1):
        ahead[i] = run
        if page.kinds[i] == Kind.PROSE:
            run = 0
        elif i != page.headline:
            run += 1
    return list(map(Place, before, back, ahead)), count


def _run(page: Page, i: int, place: Place, said: dict[int, float], rest: float) -> list[float]:
    """Figures of the run of short lines that line `i` is in, mostly of the nearest ones.

    `said` is what the words of lines tell; `rest` is its mean over the run without line `i`.
    """
    low, high = i - min(place.back, _NEAR), i + min(place.ahead, _NEAR)
    near = [*range(low, i), *range(i + 1, high + 1)]
    heard = [said[j] for j in near if j in said]
    above = [said[j] for j in range(i - min(place.back, _MANY), i) if j in said]
    lines = [page.lines[j] for j in near]
    count = len(lines)
    alike = [_NOTHING] * 4
    if count:
        alike = [
            sum(any(map(str.isdigit, line)) for line in lines) / count,
            sum(line[0] in BULLETS for line in lines) / count,
            sum(line[0].islower() for line in lines) / count,
            float(min(sum(line.count(" ") + 1 for line in lines) / count, _LONG_RUN)),
        ]
    first = i - place.back - 1
    lead = 0.0
    if first >= 0 and page.lines[first].endswith((":", "：")):
        lead = 1.0
    elif any(page.lines[j][-1] in ":：" for j in range(first + 1, i)):
        lead = 2.0
    size = min(place.back + place.ahead + 1, _LONG_RUN)
    figures = (size, min(place.back, _MANY), min(place.ahead, _MANY))
    mean = sum(heard) / len(heard) if heard else _QUIET
    company = (max(heard, default=_QUIET), mean, rest, max(above, default=_QUIET))
    return [*map(float, figures), *company, *alike, lead]


def _neighbours(page: Page, i: int) -> tuple[float, float, float]:
    """Kinds of the lines before and after, and whether the line looks cut out of a sentence (1 before, 2
    after).
    """
    lines, kinds = page.lines, page.kinds
    previous = following = _NOTHING
    cut = 0.0
    if i > 0:
        previous = _HEADLINE if i - 1 == page.headline else float(kinds[i - 1])
        if previous == Kind.OPEN and not ends_sentence(lines[i - 1]):
            cut = 1.0
    if i + 1 < len(lines):
        following = float(kinds[i + 1])
        if lines[i + 1][:1].islower():
            cut += 2.0
    return previous, following, cut
