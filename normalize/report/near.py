"""Rules that do not hit a line and come near: the phrase stands elsewhere in it, or it is like an example."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from normalize.match.folding import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from normalize.ruleset import Rule, RuleSet

_MOST = 5
_LEAST_ALIKE = 0.5
"""Dice coefficient of the character trigrams. Below a half, two lines share a few common words only."""

_SHORTEST_PHRASE = 6  # folded code points; shorter phrases, such as 'share', stand in any text
_LONGEST_LINE = 2_000  # code points of the line that are looked at; junk is shorter
_PLACEHOLDER = re.compile(r"\{[a-z_0-9]*\}")

_WANTS = {
    "equals": "wants it to be all of its {unit}",
    "starts": "wants it to begin its {unit}",
    "ends": "wants it to end its {unit}",
    "contains": "wants it with word boundaries in its {unit}",
    "template": "wants all of its {unit} to be so",
    "lines": "wants its lines one after the other",
}


class Near(NamedTuple):
    """A rule that came near: how alike (0 to 1), in what, and why the rule is there."""

    rule: str
    alike: float
    because: str
    why: str


def near_rules(lines: Iterable[str], rules: RuleSet, besides: Collection[str]) -> list[Near]:
    """The rules nearest to a line, the nearest first.

    Args:
        lines: the text of the line, and of the paragraph in which it stands.
        rules: those in force; `besides` are ids to leave out.
    """
    folded = {fold(line[:_LONGEST_LINE]).strip() for line in lines}
    looked = [(line, _trigrams(line)) for line in sorted(folded)]
    found = []
    for rule in rules:
        if rule.id not in besides:
            best = max((way for one in looked for way in _ways(rule, *one)), default=None)
            if best and best[0] >= _LEAST_ALIKE:
                found.append(Near(rule.id, round(best[0], 2), best[1], rule.why))
    return sorted(found, key=lambda one: (-one.alike, one.rule))[:_MOST]


def _ways(rule: Rule, line: str, grams: frozenset[str]) -> Iterator[tuple[float, str]]:
    """How a rule is like a line, each with how much."""
    kind = rule.matcher.kind
    wants = _WANTS.get(kind, "").format(unit=rule.unit)
    if kind != "regex":
        for pattern in rule.matcher.patterns:
            phrase = fold(_PLACEHOLDER.sub(" ", pattern)).strip()
            if len(phrase) >= _SHORTEST_PHRASE and phrase in line:
                yield (
                    0.6 + 0.4 * len(phrase) / len(line),
                    f"its phrase {pattern!r} stands in the line; the rule {wants}",
                )
            elif (alike := _dice(grams, phrase)) >= _LEAST_ALIKE:
                yield alike, f"the line is like its phrase {pattern!r}; the rule {wants}"
    for example in rule.strip:
        alike = _dice(grams, fold(example).strip())
        if alike >= _LEAST_ALIKE:
            yield alike, f"the line is like its example {example!r}"


def _dice(grams: frozenset[str], other: str) -> float:
    size = max(len(other) - 2, 1)
    if not grams or 2 * min(len(grams), size) < _LEAST_ALIKE * (len(grams) + size):
        return 0.0  # too long or too short to be alike, whatever it says
    others = _trigrams(other)
    return 2 * len(grams & others) / (len(grams) + len(others)) if others else 0.0


def _trigrams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(max(len(text) - 2, 1))) if text else frozenset()
