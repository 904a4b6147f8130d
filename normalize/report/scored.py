"""What the line scorer says of a line that it did not strip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from normalize.strip.guards import has_quotation

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.strip.scorer.features import Company

_ANY = 1e-6
"""A bar that every line reaches, to be told the score of any. Log odds of 0 itself do not exist."""


class ScorerWord(NamedTuple):
    """The score (0 to 1; None: it was not scored), what speaks for junk, and what came of it."""

    score: float | None
    reasons: tuple[str, ...]
    said: str


def ask_scorer(
    lines: Sequence[str], has_headline: bool, index: int, config: Config, company: Company
) -> ScorerWord:
    """Ask the line scorer why a line was not stripped.

    Args:
        lines: the cleaned article, the headline first if there is one.
        index: the line that is asked for.
        config: `prune.level` is the operating point.
        company: what rules took from the article, as the scorer was told in the run.
    """
    if "prune" not in config.stages:
        return ScorerWord(None, (), "the stage `prune` is not in the configuration")
    if has_headline and index == 0:
        return ScorerWord(None, (), "the headline is not scored")
    from normalize.strip.scorer import LineScorer, default_scorer
    from normalize.strip.scorer.features import Page
    from normalize.strip.scorer.guards import spared

    level = config.stage("prune").level
    scorer = default_scorer()
    top = 0 if has_headline else None
    page = Page.of(lines, top, company)
    picked = page.suspicious()
    if index not in picked:
        return ScorerWord(None, (), "not scored: it reads like a sentence of the story")
    if index in spared(page, picked, scorer.lexicon):
        said = "not scored: it may be a row of a table, a turn of a dialogue, or the real headline"
        return ScorerWord(None, (), said)
    anything = LineScorer(scorer.lexicon, scorer.trees, {"any": (_ANY, _ANY)}, {"any": 1.0})
    scored = anything.score_lines(lines, headline=top, company=company)[index]
    if scored is None:
        return ScorerWord(0.0, (), "nothing speaks for junk")
    low, high = scorer.points[level]
    bar = (
        f"{low:.2f}"
        if low == high
        else f"{low:.2f} to {high:.2f}, by how many lines are short, and the higher where rules took nothing"
    )
    if index in scorer.junk_lines(lines, headline=top, point=level, company=company):
        quoted = has_quotation(lines[index]) and lines[index][-1] in '"”“»’'
        said = (
            "over the bar, but it is a quotation" if quoted else "over the bar, but too little would be left"
        )
    elif scored.score >= max(low, high) and not scorer.hears(lines[index], level, company):
        said = "over the bar, but rules took nothing here, and by themselves its words say too little"
    elif scored.score >= max(low, high):
        said = "over the bar, but the scorer would take too much of this article, so it took nothing"
    else:
        said = f"under the bar of the level `{level}` ({bar})"
        looser = [
            name
            for name, bars in sorted(scorer.points.items(), key=lambda one: min(one[1]))
            if min(bars) < low
            and index in scorer.junk_lines(lines, headline=top, point=name, company=company)
        ]
        if looser:
            said += f"; the level `{looser[-1]}` would strip it"
    return ScorerWord(scored.score, tuple(scored.reasons), said)
