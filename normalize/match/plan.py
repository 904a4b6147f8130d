"""What a set of rules makes us search documents for."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from normalize.match.irregular import bullet_sequences, irregular_sequences, raw_bytes
from normalize.match.literals import required
from normalize.match.shapes import Need, hardest, score, shape_of
from normalize.match.windows import Window, variants, window
from normalize.ruleset.model import Rule

Options = tuple[bytes, ...]

# What is in folded and in plain text only if it is so in raw text: no marks that have other forms.
_SURE_FOLDED = re.compile("[a-z0-9 '-]+")
_LAST_RUN = re.compile("[a-z0-9 '-]*[a-z0-9](?=[^a-z0-9]*$)")
_ASCII = re.compile("[a-zA-Z0-9]")
_SURE_PLAIN = re.compile("[ !#-\\-/-~]+")  # no double quotes and dots
UNBOUNDED = 1 << 60
"""Code points: more than any text has."""

_MOST_OPTIONS = 100  # to look for more strings takes longer than to try the rule


class Asks(NamedTuple):
    """What a test asks of a raw text, its bullets aside. Where there are no strings any text will do.

    Attributes:
        heads: the text begins with one of these.
        tails: the text ends with one of these when all but ASCII letters and figures is cut off its end.
        checks: the text holds one of each set of these.
    """

    heads: Options
    tails: Options
    checks: tuple[Options, ...]


class Plan(NamedTuple):
    """The search for the candidates of a set of rules.

    A *test* is one pattern of one rule, or all lines of a rule with `lines`; tests are told by their number.
    All strings are in the form of `raw_bytes`.

    Attributes:
        rules: for each test the index of its rule.
        patterns: for each test the number of its pattern; for a rule with `lines` of the line it is found by.
        asks: for each test what it asks of a raw text that is regular.
        windows: for each window the tests that may hit where it is found.
        bullets: the bullets at the start of a text.
        irregular: the irregular sequences.
        apart: the tests that have no window.
        longest: for each test the most code points of a regular text that it can hit, without bullets and
            trailing marks. Most rules are for lines, and most texts are paragraphs.
    """

    rules: tuple[int, ...]
    patterns: tuple[int, ...]
    asks: tuple[Asks, ...]
    windows: dict[bytes, tuple[int, ...]]
    bullets: tuple[bytes, ...]
    irregular: tuple[bytes, ...]
    apart: frozenset[int]
    longest: tuple[int, ...]


class Test(NamedTuple):
    """What one pattern of a rule is searched by.

    Attributes:
        number: that of the pattern.
        windows: strings of which a text holds one that it hits, in the form of `raw_bytes`; none if there are
            no such strings.
        letters: the characters of the windows, in folded form.
        asks, longest: as in `Plan`.
    """

    number: int
    windows: tuple[bytes, ...]
    letters: str
    asks: Asks
    longest: int


Shape = tuple[str, tuple[str, ...], str]
"""All of a rule that its tests depend on: kind of matcher, patterns, unit."""


def tested_shape(rule: Rule) -> Shape:
    """What the tests of a rule depend on."""
    return rule.matcher.kind, rule.matcher.patterns, rule.unit


def make_tests(rule: Rule) -> tuple[Test, ...]:
    """The tests of a rule."""
    return tuple(_make_test(rule, number) for number in _searched(rule))


def _make_test(rule: Rule, number: int) -> Test:
    need = required(rule, number)
    kind, unit = rule.matcher.kind, rule.unit
    plain = kind == "regex"
    found = _windows(hardest(need.sets, plain) or (), plain)
    windows = [(b"\n" if one.head else b"") + raw_bytes(form) for one in found for form in variants(one.text)]
    sure = _SURE_PLAIN if plain else _SURE_FOLDED
    scattered = unit == "document" and kind != "lines"  # each may be in another block
    checks = () if scattered else _checks(need.sets, sure)
    bounded = need.longest is not None and unit in ("block", "line", "span")
    return Test(
        number,
        tuple(windows),
        "".join(sorted({char for one in found for char in one.text})),
        Asks(_heads(need.heads, sure), _tails(need.tails), checks),
        need.longest if bounded and need.longest is not None else UNBOUNDED,
    )


def make_plan(rules: Sequence[Rule], made: Mapping[Shape, tuple[Test, ...]] | None = None) -> Plan:
    """Make the plan for rules. `made`: their tests by shape, if these are made already."""
    tests = [
        (index, test)
        for index, rule in enumerate(rules)
        for test in (make_tests(rule) if made is None else made[tested_shape(rule)])
    ]
    shape_of.cache_clear()
    window.cache_clear()
    windows: dict[bytes, list[int]] = {}
    for place, (_, test) in enumerate(tests):
        for one in test.windows:
            windows.setdefault(one, []).append(place)
    alphabet = set(string.ascii_lowercase + string.digits + " '-")  # what checks are made of
    alphabet.update(*(test.letters for _, test in tests))
    return Plan(
        rules=tuple(index for index, _ in tests),
        patterns=tuple(test.number for _, test in tests),
        asks=tuple(test.asks for _, test in tests),
        windows={one: tuple(places) for one, places in windows.items()},
        bullets=tuple(bullet_sequences()),
        irregular=tuple(irregular_sequences(frozenset(alphabet))),
        apart=frozenset(place for place, (_, test) in enumerate(tests) if not test.windows),
        longest=tuple(test.longest for _, test in tests),
    )


def _searched(rule: Rule) -> Iterable[int]:
    """The numbers of the patterns that a rule is found by: all of them, or the rarest of its lines."""
    numbers = range(len(rule.matcher.patterns))
    if rule.matcher.kind != "lines":
        return numbers
    return [
        max(
            numbers,
            key=lambda number: max((score(one, False) for one in required(rule, number).sets), default=0.0),
        )
    ]


def _windows(need: Iterable[tuple[str, bool]], plain: bool) -> list[Window]:
    """The windows of a need, without those that hold another one."""
    found = {window(text, head, plain) for text, head in need}
    shortest: list[Window] = []
    for candidate in sorted((each for each in found if each), key=lambda each: len(each.text)):
        if not any(_covers(kept, candidate) for kept in shortest):
            shortest.append(candidate)
    return shortest


def _covers(kept: Window, candidate: Window) -> bool:
    if kept.head:
        return candidate.head and candidate.text.startswith(kept.text)
    return kept.text in candidate.text


def _checks(sets: Iterable[Need], sure: re.Pattern[str]) -> tuple[Options, ...]:
    """Of each set what can be looked for in raw text: of each literal the longest part that is `sure`."""
    checks = set()
    for need in sets:
        options = {max(sure.findall(_raw(text)), key=len, default="") for text, _ in need}
        if len(options) <= _MOST_OPTIONS and all(option.strip() for option in options):
            kept = [one for one in options if not any(other != one and other in one for other in options)]
            checks.add(tuple(sorted(one.encode() for one in kept)))
    return tuple(sorted(checks, key=lambda check: (len(check), check)))


def _heads(texts: Iterable[str], sure: re.Pattern[str]) -> Options:
    """The parts of beginnings that are the same in raw text; none if one of them has no such part."""
    found = {match[0].encode() if (match := sure.match(_raw(text))) else b"" for text in texts}
    return () if b"" in found else tuple(sorted(found))


def _tails(texts: Iterable[str]) -> Options:
    """The last letters and figures of endings; none if one of them has no such letters, or has letters behind
    them that raw text may have as an ASCII letter and an accent.
    """
    found = set()
    for text in texts:
        raw = _raw(text)
        match = _LAST_RUN.search(raw)
        if match is None or _ASCII.search(unicodedata.normalize("NFD", raw[match.end() :])):
            return ()
        found.add(match[0].encode())
    return tuple(sorted(found))


def _raw(text: str) -> str:
    return raw_bytes(text).decode("utf-8", "surrogatepass")
