"""The scorer: from the lines of a document to scores, reasons, and the lines to strip."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from normalize.strip.scorer.features import (
    ALONE,
    NAMES,
    Company,
    Page,
    Reading,
    Surroundings,
    read_line,
    vector_of,
)
from normalize.strip.scorer.guards import of_story, spared, takes_too_much
from normalize.strip.scorer.lexicon import Lexicon
from normalize.strip.scorer.lines import Kind
from normalize.strip.scorer.reasons import COUNT, GROUPS, reasons_of
from normalize.strip.scorer.trees import Trees, probability

WEIGHTS: Final = Path(__file__).with_name("weights")
# Share of short lines up to which a document is one of prose, and from which it is one of short lines.
# Between them the bar rises in step: at the same score, documents of short lines lose ten times as much.
_PROSE_SHARE: Final = 0.35
_SHORT_SHARE: Final = 0.65
# Lines whose words say less are no junk, whatever stands around them: of the junk over the bar on unseen
# domains, one line in a hundred says less, and of all suspicious lines in documents of prose a quarter does.
_LEAST_SAID: Final = -1.0
# Where rules found nothing, words must speak for junk by themselves: what stands around a line seldom does.
_LEAST_SAID_ALONE: Final = 0.25
# Where rules found nothing there mostly is no junk at all, and the bar is that of documents of short lines,
# but at this point. Of the clean texts that the scorer damaged on unseen domains this spares most.
_UNASKED: Final = "thorough"
# Sentences with a smaller share of known n-grams are in a language that training hardly had. Their log odds
# are lower by so much: only their place speaks against them.
_STRANGE: Final = 0.1
_STRANGE_ODDS: Final = 1.0
_SHORT_LINE: Final = 160  # code points; longer lines hardly ever come again
_MOST_LINES: Final = 10_000  # lines that are remembered
_NONE: Final[Mapping[int, Any]] = {}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a line from outside its document: its links in HTML, its repetition within a
    publisher.

    Args:
        log_odds: how much it speaks for junk, in natural log odds; below 0 it speaks for the line. It is
            added to
            what the scorer finds by itself.
        reason: the same in human words, such as `nine tenths of the line are links`.
    """

    log_odds: float
    reason: str


@dataclass(frozen=True, slots=True)
class LineScore:
    """How likely a line is junk (0 to 1), and why: the strongest reason first, in human words."""

    score: float
    reasons: tuple[str, ...]


class LineScorer:
    """Scores the suspicious lines of a document.

    It holds weights, and of the documents it has seen only what short lines tell by themselves: that is the
    same wherever they stand, and junk comes again and again.

    Args:
        lexicon: n-gram weights.
        trees: the trees over the figures of `features.FEATURES`.
        points: the score from which a line is junk, for each operating point by name: in documents of prose,
            and in documents of short lines, where lists, tables and fragments of sentences look like junk.
        most: the largest share of a body's characters that one round may strip, by operating point.
    """

    def __init__(
        self, lexicon: Lexicon, trees: Trees, points: Mapping[str, Sequence[float]], most: Mapping[str, float]
    ) -> None:
        self.lexicon = lexicon
        self.trees = trees
        self.points = points
        self.most = most
        self._readings: dict[str, Reading] = {}
        self._odds = {name: (_log_odds(low), _log_odds(high)) for name, (low, high) in points.items()}

    @classmethod
    def read(cls, folder: Path = WEIGHTS) -> LineScorer:
        """Read `lexicon.tsv` and `trees.json` as `bench/train_lines.py` writes them."""
        model: dict[str, Any] = json.loads((folder / "trees.json").read_text(encoding="utf-8"))
        if tuple(model["features"]) != NAMES:
            message = f"{folder / 'trees.json'} was trained on other features; run bench/train_lines.py again"
            raise ValueError(message)
        lexicon = Lexicon.read(folder / "lexicon.tsv")
        return cls(lexicon, Trees(model["base"], model["trees"]), model["points"], model["most"])

    def score_lines(
        self,
        lines: Sequence[str],
        *,
        headline: int | None = None,
        evidence: Mapping[int, Evidence] = _NONE,
        company: Company = ALONE,
    ) -> list[LineScore | None]:
        """Score a document's lines.

        Args:
            lines: the texts of its blocks in order, without surrounding white space.
            headline: index of the headline, which is exempt; None if it is not among the lines.
            evidence: what is known from outside, by index of the line. Lines with evidence are always scored.
            company: what rules took from the document.

        Returns:
            for each line None if there is nothing to say against it, or its score, which is at least the
                lowest operating point.
        """
        out: list[LineScore | None] = [None] * len(lines)
        floor = min(map(min, self._odds.values()))
        page = Page.of(lines, headline, company)
        for i, score in self._scored(page, evidence, floor, _LEAST_SAID).items():
            out[i] = score
        return out

    def junk_lines(
        self,
        lines: Sequence[str],
        *,
        headline: int | None = None,
        point: str = "default",
        evidence: Mapping[int, Evidence] = _NONE,
        company: Company = ALONE,
    ) -> dict[int, LineScore]:
        """The lines to strip in one round, by index, at an operating point (`cautious`, `default`,
        `thorough`).

        Strip them and ask again, until none is left: the answer for what remains is then none, so that
        cleaned text stays as it is. Empty also when the guards find that the scorer would take too much of
        this document. `company` tells what rules took from it.
        """
        page = Page.of(lines, headline, company)
        low, high = self._odds[point]
        share = 1.0 - page.kinds.count(Kind.PROSE) / max(len(page.kinds), 1)
        mixed = min(max((share - _PROSE_SHARE) / (_SHORT_SHARE - _PROSE_SHARE), 0.0), 1.0)
        if not company.taken and point != _UNASKED:
            mixed = 1.0
        least = self._least_said(point, company)
        chosen = self._scored(page, evidence, low + (high - low) * mixed, least)
        if chosen and takes_too_much(page, chosen, self.most[point]):
            if not company.taken:
                return {}
            # What rules took speaks for too much. Decide as for the cleaned text, which tells of no rules.
            return self.junk_lines(lines, headline=headline, point=point, evidence=evidence)
        return chosen

    def hears(self, line: str, point: str, company: Company) -> bool:
        """Whether the words of a line say enough for it to be scored by `junk_lines`."""
        return self._reading(line).lexical.total >= self._least_said(point, company)

    def _least_said(self, point: str, company: Company) -> float:
        return _LEAST_SAID if company.taken or point == _UNASKED else _LEAST_SAID_ALONE

    def _reading(self, line: str) -> Reading:
        found = self._readings.get(line)
        if found is None:
            found = read_line(line, self.lexicon)
            if len(line) <= _SHORT_LINE:
                if len(self._readings) >= _MOST_LINES:
                    self._readings.clear()
                self._readings[line] = found
        return found

    def _scored(
        self, page: Page, evidence: Mapping[int, Evidence], floor: float, least: float
    ) -> dict[int, LineScore]:
        """Scores of the lines whose log odds reach `floor`, and those of their words alone `least`."""
        picked = page.suspicious()
        if evidence:
            known = [i for i in evidence if 0 <= i < len(page.lines) and i != page.headline and page.lines[i]]
            picked = sorted({*picked, *known})
        if not picked:
            return {}
        lines, lexicon = page.lines, self.lexicon
        outside = {i: known.log_odds for i, known in evidence.items()}
        readings = {i: self._reading(lines[i]) for i in picked}
        said = {i: reading.lexical.total + outside.get(i, 0.0) for i, reading in readings.items()}
        heard = [i for i in picked if said[i] >= least]
        if not heard:
            return {}
        around = Surroundings(page, picked, said)
        over: dict[int, tuple[list[float], float]] = {}
        for i in heard:
            vector = vector_of(lines[i], readings[i], around, i)
            total = self.trees.log_odds(vector) + outside.get(i, 0.0)
            if page.kinds[i] == Kind.SHORT_SENTENCE and readings[i].lexical.known < _STRANGE:
                total -= _STRANGE_ODDS
            if total >= floor:
                over[i] = vector, total
        if not over:
            return {}
        exempt = of_story(page, over)
        if len(exempt) < len(over):  # last, since it takes long, and few documents come here
            exempt |= spared(page, picked, lexicon)
        out: dict[int, LineScore] = {}
        for i, (vector, total) in over.items():
            if i not in exempt:
                added = self.trees.contributions(vector, GROUPS, COUNT)
                found = reasons_of(added, vector, partial(lexicon.reason, readings[i].words))
                if outside.get(i, 0.0) > 0.0:
                    found = (evidence[i].reason, *found)
                out[i] = LineScore(round(probability(total), 4), found)
        return out


@cache
def default_scorer() -> LineScorer:
    """The shipped scorer; its weights are read once, when first asked for (some 20 milliseconds)."""
    return LineScorer.read()


def score_lines(
    lines: Sequence[str], *, headline: int | None = None, evidence: Mapping[int, Evidence] = _NONE
) -> list[LineScore | None]:
    """Score a document's lines with the shipped weights; see `LineScorer.score_lines`."""
    return default_scorer().score_lines(lines, headline=headline, evidence=evidence)


def _log_odds(score: float) -> float:
    return math.log(score / (1.0 - score))
