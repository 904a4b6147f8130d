"""What a set of rules makes us search documents for."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from normalize.match import phrases
from normalize.match.irregular import bullet_sequences, irregular_sequences
from normalize.match.literals import Need, hardest, required, score
from normalize.match.windows import Window, variants, window
from normalize.ruleset.model import Rule

Check = tuple[bytes, ...]

_RUN = re.compile("[a-z0-9 ]+")
_MOST_OPTIONS = 100  # to look for more strings takes longer than to try the rule


class Plan(NamedTuple):
    """The search for the candidates of a set of rules.

    A *test* is one pattern of one rule, or all lines of a rule with `lines`; tests are told by their number.
    All strings are in the form of `raw_bytes`.

    Attributes:
        rules: for each test the index of its rule.
        patterns: for each test the number of its pattern; for a rule with `lines` of the line it is found by.
        checks: for each test sets of strings of which a raw text that it hits holds one each.
        tails: for each test that asks for the end of the text the last letters and figures there.
        windows: for each window the tests that may hit where it is found.
        bullets: the bullets at the start of a text.
        irregular: the irregular sequences.
        apart: the tests that have no window.
    """

    rules: tuple[int, ...]
    patterns: tuple[int, ...]
    checks: tuple[tuple[Check, ...], ...]
    tails: tuple[bytes, ...]
    windows: dict[bytes, tuple[int, ...]]
    bullets: tuple[bytes, ...]
    irregular: tuple[bytes, ...]
    apart: frozenset[int]


def make_plan(rules: Sequence[Rule]) -> Plan:
    """Make the plan for rules."""
    tests: list[tuple[int, int]] = []
    checks: list[tuple[Check, ...]] = []
    tails: list[bytes] = []
    windows: dict[bytes, list[int]] = {}
    apart: set[int] = set()
    alphabet = set(string.ascii_lowercase + string.digits + " ")  # what checks are made of
    for index, rule in enumerate(rules):
        for number in _searched(rule):
            sets = required(rule, number)
            need = hardest(sets)
            if need is None:
                apart.add(len(tests))
            for found in _windows(need or ()):
                alphabet.update(found.text)
                for form in variants(found.text):
                    pattern = (b"\n" if found.head else b"") + form.encode()
                    windows.setdefault(pattern, []).append(len(tests))
            tests.append((index, number))
            checks.append(
                _checks(sets) if rule.unit != "document" else ()
            )  # there each may be in another block
            tails.append(_tail(rule, number))
    return Plan(
        rules=tuple(index for index, _ in tests),
        patterns=tuple(number for _, number in tests),
        checks=tuple(checks),
        tails=tuple(tails),
        windows={pattern: tuple(found) for pattern, found in windows.items()},
        bullets=tuple(bullet_sequences()),
        irregular=tuple(irregular_sequences(frozenset(alphabet))),
        apart=frozenset(apart),
    )


def _searched(rule: Rule) -> Iterable[int]:
    """The numbers of the patterns that a rule is found by: all of them, or the rarest of its lines."""
    numbers = range(len(rule.matcher.patterns))
    if rule.matcher.kind != "lines":
        return numbers
    return [max(numbers, key=lambda number: max(map(score, required(rule, number)), default=0.0))]


def _windows(need: Iterable[tuple[str, bool]]) -> list[Window]:
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


def _checks(sets: Iterable[Need]) -> tuple[Check, ...]:
    """Of each set what can be looked for in raw text: of each literal the longest run of ASCII letters,
    figures and blanks.
    """
    checks = set()
    for need in sets:
        options = {max(_RUN.findall(text), key=len, default="") for text, _ in need}
        if len(options) <= _MOST_OPTIONS and all(option.strip() for option in options):
            kept = [one for one in options if not any(other != one and other in one for other in options)]
            checks.add(tuple(sorted(one.encode() for one in kept)))
    return tuple(sorted(checks, key=lambda check: (len(check), check)))


def _tail(rule: Rule, number: int) -> bytes:
    """The letters and figures that end a text which a pattern hits, without marks; empty if it asks for none."""
    pattern = rule.matcher.patterns[number]
    if rule.unit not in ("block", "line"):
        return b""
    match rule.matcher.kind:
        case "equals" | "ends":
            text = phrases.make_phrase(pattern).core
        case "template":
            text = phrases.make_template(pattern, True).pieces[-1]
        case _:
            return b""
    found = re.search("[a-z0-9 ]*[a-z0-9](?=[^a-z0-9]*$)", text)
    return found[0].encode() if found else b""
