"""What a set of rules makes us search documents for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from normalize.match.irregular import bullet_sequences, irregular_sequences
from normalize.match.literals import Need, line_needs, needs
from normalize.match.windows import Window, variants, window
from normalize.ruleset.model import Rule


class Plan(NamedTuple):
    """The search for the candidates of a set of rules, which are told by their index.

    Attributes:
        patterns: windows, then bullets, then irregular sequences, in the form of `raw_bytes`.
        rules: for each window the rules that may hit where it is found.
        bullets: the number of bullets.
        without_literal: the rules that have no window.
        line_offsets: for each rule with `lines` the number of the line that its windows are of.
    """

    patterns: tuple[bytes, ...]
    rules: tuple[frozenset[int], ...]
    bullets: int
    without_literal: frozenset[int]
    line_offsets: dict[int, int]


def make_plan(rules: Sequence[Rule]) -> Plan:
    """Make the plan for rules."""
    needed: dict[int, Need] = {}
    offsets: dict[int, int] = {}
    for index, rule in enumerate(rules):
        if rule.matcher.kind == "lines":
            offsets[index], need = line_needs(rule.matcher.patterns) or (0, None)
        else:
            need = needs(rule)
        if need:
            needed[index] = need
    windows, alphabet = _windows_of(needed)
    bullets = bullet_sequences()
    patterns = (*windows, *bullets, *irregular_sequences(alphabet)) if windows else ()
    apart = frozenset(range(len(rules))).difference(needed)
    return Plan(patterns, tuple(map(frozenset, windows.values())), len(bullets), apart, offsets)


def _windows_of(needed: Mapping[int, Need]) -> tuple[dict[bytes, set[int]], frozenset[str]]:
    """The windows, in all their forms, with the rules that each stands for; and the characters that they are
    made of.
    """
    rules: dict[bytes, set[int]] = {}
    alphabet: set[str] = {" "}
    for rule, need in needed.items():
        for found in _windows(need):
            alphabet.update(found.text)
            for form in variants(found.text):
                pattern = (b"\n" if found.head else b"") + form.encode()
                rules.setdefault(pattern, set()).add(rule)
    return rules, frozenset(alphabet)


def _windows(need: Need) -> list[Window]:
    """The windows of a need, without those that hold another one."""
    found = {window(text, head) for text, head in need}
    shortest: list[Window] = []
    for candidate in sorted((each for each in found if each), key=lambda each: len(each.text)):
        if not any(_covers(kept, candidate) for kept in shortest):
            shortest.append(candidate)
    return shortest


def _covers(kept: Window, candidate: Window) -> bool:
    if kept.head:
        return candidate.head and candidate.text.startswith(kept.text)
    return kept.text in candidate.text
