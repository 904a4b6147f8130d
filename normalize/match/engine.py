"""All rules on one document."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from normalize.match.cache import open_cache
from normalize.match.config import MatchConfig
from normalize.match.model import Match, Span
from normalize.match.patterns import Patterns
from normalize.match.plan import Plan, make_plan, make_tests, tested_shape
from normalize.match.scan import NO_TESTS, Choice, Scanner, Tests
from normalize.match.search import Confirms, Lines, Search
from normalize.ruleset.model import Rule

TOP_BLOCKS = 12
"""Blocks from the top in which rules for what stands above the headline are looked for."""

_MOST_CHOICES = 100  # of rules, for which the tests are remembered: one for each language and site


def compile_rules(rules: Sequence[Rule], config: MatchConfig) -> Engine:
    """Make an engine of rules. Rules are spoken of by their index in `rules` from then on.

    What takes time is kept in the cache of `config`; the regexes are compiled when they are first needed.
    """
    cache = open_cache(config.cache)
    if cache is None:
        return Engine(rules, config, make_plan(rules))
    shapes = [tested_shape(rule) for rule in rules]
    key = hashlib.sha256(repr(shapes).encode("utf-8", "surrogatepass")).hexdigest()

    def make() -> Plan:
        return make_plan(rules, cache.parts("tests", dict(zip(shapes, rules, strict=True)), make_tests))

    return Engine(rules, config, cache(f"plan {key}", make))


class Memory:
    """What is known of the texts of one document: what was found for a text holds as long as it is the same.

    A document whose rules are tried again, after some of its blocks are gone or changed, brings its memory
    along. It belongs to one engine.

    Attributes:
        allowed: the rules that it is about.
        searched: the texts that were searched, in lists as they came.
        tests: of those that rules may hit the tests to make.
        matches: what was found in them, by text and physical lines, told as if it were the first block.
    """

    __slots__ = ("allowed", "matches", "searched", "tests")

    def __init__(self) -> None:
        self.allowed: frozenset[int] | None = None
        self.searched: list[Sequence[str]] = []
        self.tests: dict[str, Tests] = {}
        self.matches: dict[tuple[str, tuple[Span, ...]], list[Match]] = {}

    def begin(self, allowed: frozenset[int] | None) -> None:
        """Forget everything if other rules may act than before."""
        if allowed is not self.allowed and allowed != self.allowed:
            self.searched.clear()
            self.tests.clear()
            self.matches.clear()
        self.allowed = allowed

    def unseen(self, texts: Sequence[str]) -> Sequence[str]:
        """The texts that were not searched yet; they count as searched from now on."""
        if self.searched:
            seen = set(chain.from_iterable(self.searched))
            texts = [text for text in texts if text not in seen]
        self.searched.append(texts)
        return texts


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
        self._patterns = Patterns(self.rules, open_cache(config.cache))
        self._confirms = Confirms(self.rules, plan, self._patterns)
        self._of_top = frozenset(
            test for test, rule in enumerate(plan.rules) if self.rules[rule].position == "top"
        )
        self._of_sites = frozenset(index for index, rule in enumerate(self.rules) if rule.sites)
        self._choices: dict[frozenset[int] | None, Choice] = {}

    def __reduce__(self) -> tuple[type[Engine], tuple[tuple[Rule, ...], MatchConfig, Plan]]:
        return Engine, (self.rules, self.config, self._plan)  # compiled patterns stay behind

    def find(
        self,
        blocks: Sequence[str],
        allowed: frozenset[int] | None = None,
        lines: Lines | None = None,
        memory: Memory | None = None,
    ) -> list[Match]:
        """Every rule that hits, and where. Rules with `position = "top"` are looked for in the first
        `TOP_BLOCKS` blocks only: when those above are gone, a later round sees further.

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
        choice = self._choice(allowed)
        everywhere = choice.everywhere
        tests = memory.tests
        if not tests and not everywhere:
            return []
        candidates = {}
        if everywhere or lines:
            for number, block in enumerate(blocks):
                met = everywhere | tests.get(block, NO_TESTS)
                for start, end in lines[number] if lines else ():
                    met |= tests.get(block[start:end], NO_TESTS)
                if met:
                    candidates[number] = met
        else:
            candidates = {number: tests[block] for number, block in enumerate(blocks) if block in tests}
        if self._of_top:
            candidates = {
                number: left
                for number, met in candidates.items()
                if (left := met - self._of_top if number >= TOP_BLOCKS else met)
            }
        search = Search(self._confirms, self.config, blocks, lines, memory.matches, choice)
        return search.matches(candidates)

    def keep(self) -> None:
        """Compile all regexes and keep them for other processes, if that was not done before."""
        self._patterns.keep()

    def forget(self) -> None:
        """Forget what is kept of short lines."""
        for choice in self._choices.values():
            choice.lines.clear()

    def look(self, jobs: Sequence[Job]) -> None:
        """Find out which rules may hit the texts of documents, and put it into their memories.

        `find` does it by itself; for many documents at once it takes a fraction of the time.
        """
        texts: list[str] = []
        owners: list[Memory] = []
        choices: list[Choice] = []
        special: list[int] = []
        broken = False
        for blocks, lines, rules, memory in jobs:
            memory.begin(rules)
            choice = self._choice(rules)
            new = memory.unseen(blocks if lines is None else _with_lines(blocks, lines))
            if choice.special:
                special += range(len(texts), len(texts) + len(new))
            texts += new
            owners += [memory] * len(new)
            choices += [choice] * len(new)
            broken = broken or lines is not None
        searched = [text.replace("\n", " ") for text in texts] if broken else texts
        for number, tests in self._general.candidates(searched, choices).items():
            owners[number].tests[texts[number]] = tests
        if special:
            for number, tests in self._special.candidates(searched, choices, special).items():
                known = owners[number].tests
                known[texts[number]] = tests | known.get(texts[number], NO_TESTS)

    @cached_property
    def _general(self) -> Scanner:
        """The scanner for the rules of any site."""
        return Scanner(self._plan, frozenset(range(len(self.rules))) - self._of_sites)

    @cached_property
    def _special(self) -> Scanner:
        """The scanner for the rules of some sites, which few documents need."""
        return Scanner(self._plan, self._of_sites)

    def _choice(self, allowed: frozenset[int] | None) -> Choice:
        found = self._choices.get(allowed)
        if found is None:
            if len(self._choices) >= _MOST_CHOICES:
                self._choices.clear()
            rules = self._plan.rules
            tests = frozenset(test for test in range(len(rules)) if allowed is None or rules[test] in allowed)
            special = bool(self._of_sites if allowed is None else self._of_sites & allowed)
            found = self._choices[allowed] = Choice(tests, tests & self._plan.apart, special, {})
        return found


def _with_lines(blocks: Sequence[str], lines: Lines) -> list[str]:
    """All that is searched: the blocks, and the physical lines of those that have several."""
    physical = [blocks[number][start:end] for number, spans in enumerate(lines) for start, end in spans]
    return [*blocks, *physical]
