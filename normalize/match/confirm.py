"""The exact test of one rule on one unit of text."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from normalize.errors import Problem, RuleError, StageError
from normalize.match import phrases
from normalize.match.budget import Budget
from normalize.match.folding import FoldedText
from normalize.match.literals import Need, requirements
from normalize.match.model import Hit, Span
from normalize.ruleset.model import Rule

if TYPE_CHECKING:
    import regex

Confirm = Callable[[FoldedText, bool, Budget], list[Hit]]
"""The test of one rule: its hits in a unit, in order.

The second argument says whether all that do not overlap are wanted, or only the first. Of hits that begin at
one place the longest counts.
"""


class RegexConfirm:
    """The test of a `regex` rule. The patterns are compiled when they are first needed.

    A search with `regex` costs microseconds, a look for literals a tenth of one: so each pattern is searched
    only where all that its matches must hold is there.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._compiled: list[tuple[regex.Pattern[str], list[_Required]]] | None = None

    def __call__(self, unit: FoldedText, every: bool, budget: Budget) -> list[Hit]:
        """See `Confirm`.

        Raises:
            StageError: `regex-timeout`, `regex-memory`, `unit-too-long` or `too-many-matches`.
        """
        if self._compiled is None:
            needs = map(_required, requirements(self._rule))
            self._compiled = list(zip(compile_patterns(self._rule), needs, strict=True))
        text = unit.plain
        folded = text.replace("İ", "i").casefold()  # `regex` takes İ for i; case folding makes it two
        found: list[regex.Match[str]] = []
        for pattern, required in self._compiled:
            if not _holds(folded, required):
                continue
            begun = time.perf_counter()
            allowed = budget.seconds(len(text))
            try:
                if every:
                    for match in pattern.finditer(text, timeout=allowed):
                        if match.end() > match.start():
                            found.append(match)
                            budget.check(len(found))
                elif first := pattern.search(text, timeout=allowed):
                    found.append(first)
            except TimeoutError:
                self._fail("regex-timeout", f"took longer than {allowed:.3g} s", text)
            except MemoryError:
                self._fail("regex-memory", "took too much memory", text)
            budget.spend(time.perf_counter() - begun)
        return chosen([_hit(match, unit) for match in found], every) if found else []

    def _fail(self, code: str, what: str, text: str) -> NoReturn:
        reason = f"the regex of rule {self._rule.id} {what} on {len(text)} characters; rewrite the pattern"
        raise StageError(code, reason) from None


_Required = tuple[tuple[str, ...], tuple[str, ...]]
"""One set of literals: those that may begin a unit, and those that may stand anywhere in it."""


def _required(sets: Sequence[Need]) -> list[_Required]:
    """The sets of one pattern, the cheapest to look for first."""
    found = []
    for one in sets:
        heads = tuple(sorted(text for text, head in one if head))
        found.append((heads, tuple(sorted((text for text, head in one if not head), key=len))))
    return sorted(found, key=lambda one: len(one[1]))


def _holds(folded: str, required: Sequence[_Required]) -> bool:
    """Whether a unit holds at least one literal of each set."""
    for heads, anywhere in required:
        if heads and folded.startswith(heads):
            continue
        for text in anywhere:
            if text in folded:
                break
        else:
            return False
    return True


def compile_patterns(rule: Rule) -> list[regex.Pattern[str]]:
    """Compile the patterns of a `regex` rule.

    Raises:
        RuleError: a pattern that `regex` does not take.
    """
    import regex

    flags = regex.VERSION0 | (0 if rule.matcher.case else regex.IGNORECASE | regex.FULLCASE)
    try:
        return [regex.compile(pattern, flags, cache_pattern=False) for pattern in rule.matcher.patterns]
    except (regex.error, RecursionError, OverflowError) as error:
        message = f"the regex of rule {rule.id} does not compile: {error}"
        raise RuleError([Problem(rule.file, rule.line, "regex-syntax", message)]) from None


def chosen(hits: list[Hit], every: bool) -> list[Hit]:
    """Of all hits in one unit those that count; see `Confirm`."""
    if len(hits) < 2:
        return hits
    hits.sort(key=_by_place)
    if not every:
        return hits[:1]
    kept = hits[:1]
    for hit in hits[1:]:
        if hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def _by_place(hit: Hit) -> tuple[int, int]:
    return hit[0], -hit[1]


def make_confirm(rule: Rule) -> Confirm:
    """The test of a rule, for every kind of matcher but `lines`."""
    kind, patterns = rule.matcher.kind, rule.matcher.patterns
    if kind == "regex":
        return RegexConfirm(rule)
    if kind == "equals":
        return partial(
            phrases.equals_any, frozenset(phrases.make_phrase(pattern).core for pattern in patterns)
        )
    tests: list[Confirm]
    if kind == "template":
        fills = rule.unit != "span"
        templates = [phrases.make_template(pattern, fills) for pattern in patterns]
        tests = [partial(phrases.whole if fills else phrases.anywhere, template) for template in templates]
    else:
        test = _PHRASE_TESTS[kind]
        made = [phrases.make_phrase(pattern) for pattern in patterns]
        tests = [partial(test, phrase) for phrase in made]
        if kind != "contains" and len(made) > 1:
            texts = tuple(phrase.text for phrase in made)
            return partial(_where_affixed, kind == "starts", texts, tests)
    return tests[0] if len(tests) == 1 else partial(_any_of, tests)


def _where_affixed(
    front: bool,
    texts: tuple[str, ...],
    tests: Sequence[Confirm],
    unit: FoldedText,
    every: bool,
    budget: Budget,
) -> list[Hit]:
    """Many phrases of `starts` or `ends`: one look tells that none is there, which is the usual case."""
    folded = unit.folded
    there = folded.startswith(texts) if front else folded.endswith(texts)
    return _any_of(tests, unit, every, budget) if there else []


def _any_of(tests: Sequence[Confirm], unit: FoldedText, every: bool, budget: Budget) -> list[Hit]:
    return chosen([hit for test in tests for hit in test(unit, every, budget)], every)


_PHRASE_TESTS = {
    "starts": phrases.starts,
    "ends": phrases.ends,
    "contains": phrases.contains,
}


class LinesConfirm:
    """`lines`: consecutive blocks, each of which is a template."""

    def __init__(self, rule: Rule) -> None:
        self._templates = [phrases.make_template(pattern, True) for pattern in rule.matcher.patterns]

    def __len__(self) -> int:
        return len(self._templates)

    def find(self, units: Sequence[FoldedText]) -> list[Hit] | None:
        """One hit for each line, or nothing; `units` are as many blocks as there are lines."""
        hits: list[Hit] = []
        for template, unit in zip(self._templates, units, strict=True):
            found = phrases.whole(template, unit)
            if not found:
                return None
            hits += found
        return hits


def _hit(match: regex.Match[str], unit: FoldedText) -> Hit:
    groups: dict[str, Span] = {}
    for name in match.re.groupindex:
        if match.start(name) >= 0:
            groups[name] = unit.from_plain(*match.span(name))
    return (*unit.from_plain(*match.span()), groups)
