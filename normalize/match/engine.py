"""All rules on one document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from normalize.match.cache import open_cache
from normalize.match.config import MatchConfig
from normalize.match.model import Match, Span
from normalize.match.plan import Plan, make_plan
from normalize.match.scan import Scanner, Tests
from normalize.match.search import Confirms, Lines, Search
from normalize.ruleset.model import Rule

_MOST_CHOICES = 100  # of rules, for which the tests are remembered: one for each language and site
_MOST_LINES = 10_000  # short lines that are remembered for a choice; they take about 3 MB
_SHORT_LINE = 160  # code points; longer lines hardly ever come again
_ONE_LINE: tuple[Span, ...] = ()


def compile_rules(rules: Sequence[Rule], config: MatchConfig) -> Engine:
    """Make an engine of rules. Rules are spoken of by their index in `rules` from then on.

    What takes time is kept in the cache of `config`; the regexes are compiled when they are first needed.
    """
    cache = open_cache(config.cache)
    if cache is None:
        return Engine(rules, config, make_plan(rules))
    shapes = [(rule.matcher.kind, rule.matcher.patterns, rule.unit) for rule in rules]
    key = hashlib.sha256(repr(shapes).encode("utf-8", "surrogatepass")).hexdigest()
    return Engine(rules, config, cache(f"plan {key}", lambda: make_plan(rules)))


class Memory:
    """What is known of the texts of one document: what was found for a text holds as long as it is the same.

    A document whose rules are tried again, after some of its blocks are gone or changed, brings its memory
    along. It belongs to one engine.
    """

    __slots__ = ("allowed", "matches", "tests")

    def __init__(self) -> None:
        self.allowed: frozenset[int] | None = None
        self.tests: dict[str, Tests] = {}
        self.matches: dict[tuple[str, tuple[Span, ...]], list[Match]] = {}

    def begin(self, allowed: frozenset[int] | None) -> None:
        """Forget everything if other rules may act than before."""
        if allowed is not self.allowed and allowed != self.allowed:
            self.tests.clear()
            self.matches.clear()
        self.allowed = allowed


class Job(NamedTuple):
    """The texts of one document, the rules that may act on it (None: all), and its memory."""

    blocks: Sequence[str]
    lines: Lines | None
    allowed: frozenset[int] | None
    memory: Memory


class Engine:
    """Finds what rules hit, and may be shared by threads.

    It keeps nothing of one document for the next but what it found out about short lines: this is the same
    wherever they stand, and junk comes again and again.

    Attributes:
        rules: the rules, in the order in which they were given.
        without_literal: indices of the rules that no literal stands for; they are tried on every unit.
    """

    def __init__(self, rules: Sequence[Rule], config: MatchConfig, plan: Plan) -> None:
        self.rules = tuple(rules)
        self.config = config
        self.without_literal = frozenset(plan.rules[test] for test in plan.apart)
        self._plan = plan
        self._confirms = Confirms(self.rules, plan)
        self._of_sites = frozenset(index for index, rule in enumerate(self.rules) if rule.sites)
        self._choices: dict[frozenset[int] | None, _Choice] = {}

    def __reduce__(self) -> tuple[type[Engine], tuple[tuple[Rule, ...], MatchConfig, Plan]]:
        return Engine, (self.rules, self.config, self._plan)  # compiled patterns stay behind

    def find(
        self,
        blocks: Sequence[str],
        allowed: frozenset[int] | None = None,
        lines: Lines | None = None,
        memory: Memory | None = None,
    ) -> list[Match]:
        """Every rule that hits, and where.

        Args:
            blocks: the texts of the blocks of one document, in order. They hold no newlines, unless `lines`
                is given.
            allowed: indices of the rules that may act on this document; all of them if it is not given.
            lines: for each block the spans of its physical lines.
            memory: that of the document, if it was searched before or will be again.

        Returns:
            The matches, sorted by block, start and rule.

        Raises:
            StageError: `regex-timeout`, `regex-memory`, `unit-too-long` or `too-many-matches`.
        """
        memory = memory or Memory()
        self.look([Job(blocks, lines, allowed, memory)])
        everywhere = self._choice(allowed).everywhere
        tests = memory.tests
        if not (everywhere or any(map(tests.__getitem__, _texts(blocks, lines)))):
            return []
        candidates = {}
        for number, block in enumerate(blocks):
            met = everywhere | tests[block]
            for start, end in lines[number] if lines else ():
                met |= tests[block[start:end]]
            if met:
                candidates[number] = met
        found = Search(self._confirms, self.config, blocks, lines, memory.matches).matches(candidates)
        choice = self._choice(allowed)
        for number, met in candidates.items():
            text = blocks[number]
            if len(text) <= _SHORT_LINE and text not in choice.lines and (text, _ONE_LINE) in memory.matches:
                choice.keep(text, met, memory.matches[text, _ONE_LINE])
        return found

    def look(self, jobs: Sequence[Job]) -> None:
        """Find out which rules may hit the texts of documents, and put it into their memories.

        `find` does it by itself; for many documents at once it takes a fraction of the time.
        """
        unseen: list[tuple[Memory, str, _Choice]] = []
        for blocks, lines, allowed, memory in jobs:
            memory.begin(allowed)
            choice = self._choice(allowed)
            known = choice.lines
            for text in _texts(blocks, lines):
                if text in memory.tests:
                    continue
                if text in known:
                    memory.tests[text], memory.matches[text, _ONE_LINE] = known[text]
                else:
                    memory.tests[text] = _NO_TESTS
                    unseen.append((memory, text, choice))
        self._scan(self._general, unseen)
        self._scan(self._special, [one for one in unseen if one[2].special])
        for memory, text, choice in unseen:
            if len(text) <= _SHORT_LINE and not memory.tests[text]:
                choice.keep(text, _NO_TESTS, [])

    def _scan(self, scanner: Scanner, unseen: Sequence[tuple[Memory, str, _Choice]]) -> None:
        texts = [text.replace("\n", " ") for _, text, _ in unseen]
        found = scanner.candidates(texts, [choice.tests for _, _, choice in unseen])
        for number, tests in found.items():
            memory, text, _ = unseen[number]
            memory.tests[text] |= tests

    @cached_property
    def _general(self) -> Scanner:
        """The scanner for the rules of any site."""
        return Scanner(self._plan, frozenset(range(len(self.rules))) - self._of_sites)

    @cached_property
    def _special(self) -> Scanner:
        """The scanner for the rules of some sites, which few documents need."""
        return Scanner(self._plan, self._of_sites)

    def _choice(self, allowed: frozenset[int] | None) -> _Choice:
        found = self._choices.get(allowed)
        if found is None:
            if len(self._choices) >= _MOST_CHOICES:
                self._choices.clear()
            rules = self._plan.rules
            tests = frozenset(test for test in range(len(rules)) if allowed is None or rules[test] in allowed)
            special = bool(self._of_sites if allowed is None else self._of_sites & allowed)
            found = self._choices[allowed] = _Choice(tests, tests & self._plan.apart, special, {})
        return found


class _Choice(NamedTuple):
    """The tests of a choice of rules, those to make on every block, whether some are for sites, and what was
    found out about short lines.
    """

    tests: Tests
    everywhere: Tests
    special: bool
    lines: dict[str, tuple[Tests, list[Match]]]

    def keep(self, text: str, tests: Tests, matches: list[Match]) -> None:
        """Remember what was found out about a line."""
        if len(self.lines) >= _MOST_LINES:
            self.lines.clear()
        self.lines[text] = tests, matches


_NO_TESTS: Tests = frozenset()


def _texts(blocks: Sequence[str], lines: Lines | None) -> Iterable[str]:
    """All that is searched: the blocks, and the physical lines of those that have several."""
    if lines is None:
        return blocks
    physical = [blocks[number][start:end] for number, spans in enumerate(lines) for start, end in spans]
    return [*blocks, *physical]
