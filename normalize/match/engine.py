"""All rules on one document."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from normalize.match.cache import open_cache
from normalize.match.config import MatchConfig
from normalize.match.model import Match
from normalize.match.plan import Plan, make_plan
from normalize.match.scan import Scanner
from normalize.match.search import Confirms, Lines, Search
from normalize.ruleset.model import Rule

_MOST_CHOICES = 1000  # of rules, for which the scanner is remembered: one for each language and site


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


class Engine:
    """Finds what rules hit. It keeps nothing of one document for the next, and may be shared by threads.

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
        self._scanners: dict[frozenset[tuple[str, ...]], Scanner] = {}
        self._scanner_of: dict[frozenset[int] | None, Scanner] = {}

    def __reduce__(self) -> tuple[type[Engine], tuple[tuple[Rule, ...], MatchConfig, Plan]]:
        return Engine, (self.rules, self.config, self._plan)  # compiled patterns stay behind

    def find(
        self, blocks: Sequence[str], allowed: frozenset[int] | None = None, lines: Lines | None = None
    ) -> list[Match]:
        """Every rule that hits, and where.

        Args:
            blocks: the texts of the blocks of one document, in order. They hold no newlines, unless `lines`
                is given.
            allowed: indices of the rules that may act on this document; all of them if it is not given.
            lines: for each block the spans of its physical lines.

        Returns:
            The matches, sorted by block, start and rule.

        Raises:
            StageError: `regex-timeout`, `regex-memory`, `unit-too-long` or `too-many-matches`.
        """
        texts = blocks if lines is None else [block.replace("\n", " ") for block in blocks]
        scanner = self._scanner_of.get(allowed) or self._scanner(allowed)
        candidates = scanner.candidates(texts, allowed)
        apart = self._plan.apart
        if apart and allowed is not None:
            apart = frozenset(test for test in apart if self._plan.rules[test] in allowed)
        if not (candidates or apart or lines):
            return []
        search = Search(self._confirms, self.config, blocks, lines)
        if lines:
            owners, physical = search.physical_lines()
            for number, tests in scanner.candidates(physical, allowed).items():
                candidates.setdefault(owners[number], set()).update(tests)
        return search.matches(candidates, apart)

    def _scanner(self, allowed: frozenset[int] | None) -> Scanner:
        """The scanner for a choice of rules: one for all choices that hold rules of the same languages.

        The windows of all languages together make an automaton that does not fit into the processor's caches.
        """
        chosen = self.rules if allowed is None else [self.rules[index] for index in allowed]
        languages = frozenset(rule.languages for rule in chosen)
        scanner = self._scanners.get(languages)
        if scanner is None:
            wanted = frozenset(index for index, rule in enumerate(self.rules) if rule.languages in languages)
            scanner = self._scanners[languages] = Scanner(self._plan, wanted)
        if len(self._scanner_of) >= _MOST_CHOICES:
            self._scanner_of.clear()
        self._scanner_of[allowed] = scanner
        return scanner
