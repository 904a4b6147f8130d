"""Compiled regexes, kept on disk from one run to the next.

To compile a pattern takes `regex` a hundred times as long as to make one of what it pickles itself, and a run
over real articles needs most of those that are shipped, in each of its processes.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from normalize.errors import Problem, RuleError
from normalize.match.cache import Cache
from normalize.ruleset.model import Rule

if TYPE_CHECKING:
    import regex

_KEY = "patterns"
_MOST_KEPT = 3_000  # patterns, about half a kilobyte each; to compile more would hold up a run's start

Kept = dict[tuple[str, bool], bytes]
"""Pickles of compiled patterns, by pattern and whether case matters."""


class Patterns:
    """The compiled patterns of `regex` rules, each made when it is first asked for.

    Args:
        rules: the rules.
        cache: where compiled patterns are kept; None: nowhere.
    """

    def __init__(self, rules: Iterable[Rule], cache: Cache | None) -> None:
        self._regexes = [rule for rule in rules if rule.matcher.kind == "regex"]
        self._cache = cache

    @cached_property
    def _kept(self) -> Kept:
        return (self._cache.load(_KEY) if self._cache else None) or {}

    def get(self, rule: Rule, number: int) -> regex.Pattern[str]:
        """Pattern `number` of a `regex` rule.

        Raises:
            RuleError: `regex` does not take it.
        """
        pattern = rule.matcher.patterns[number]
        return _read(self._kept.get((pattern, rule.matcher.case)), pattern) or _compiled(rule, number)

    def keep(self) -> None:
        """Compile all patterns and keep them, if that was not done before: for a process that will fork.

        Raises:
            RuleError: `regex` does not take one of them.
        """
        if self._cache is None:
            return
        asked = [(rule, number) for rule in self._regexes for number in range(len(rule.matcher.patterns))]
        parts = {
            (rule.matcher.patterns[number], rule.matcher.case): (rule, number)
            for rule, number in asked[:_MOST_KEPT]
        }
        if parts.keys() - self._kept.keys():
            self._kept = self._cache.parts(_KEY, parts, _pickled)


def _pickled(asked: tuple[Rule, int]) -> bytes:
    return pickle.dumps(_compiled(*asked), protocol=pickle.HIGHEST_PROTOCOL)


def _compiled(rule: Rule, number: int) -> regex.Pattern[str]:
    import regex

    flags = regex.VERSION0 | (0 if rule.matcher.case else regex.IGNORECASE | regex.FULLCASE)
    try:
        return regex.compile(rule.matcher.patterns[number], flags, cache_pattern=False)
    except (regex.error, RecursionError, OverflowError) as error:
        message = f"the regex of rule {rule.id} does not compile: {error}"
        raise RuleError([Problem(rule.file, rule.line, "regex-syntax", message)]) from None


class _Reader(pickle.Unpickler):
    """Makes patterns of `regex` and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """See `pickle.Unpickler`."""
        if (module, name) == ("regex._regex", "compile"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no pattern")


def _read(pickled: bytes | None, pattern: str) -> regex.Pattern[str] | None:
    """The pattern that was pickled; None if there is none, or another one."""
    if pickled is None:
        return None
    try:
        found: regex.Pattern[str] = _Reader(BytesIO(pickled)).load()
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError, EOFError):
        return None
    return found if getattr(found, "pattern", None) == pattern else None
