"""Overrides: how a user changes shipped rules without copying them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from normalize.errors import Problem
from normalize.ruleset.check import check_rule
from normalize.ruleset.model import Override, Rule
from normalize.ruleset.suggest import did_you_mean


class Changed(NamedTuple):
    """Rules after a change, what was wrong with it, and remarks that are no errors."""

    rules: list[Rule]
    problems: list[Problem]
    notes: list[Problem]


def renamed(rules: Iterable[Rule]) -> dict[str, str]:
    """Former id -> present id."""
    return {old: rule.id for rule in rules for old in rule.replaces}


def apply_overrides(rules: Iterable[Rule], overrides: Iterable[Override]) -> Changed:
    """Give the rules with the overrides made. The changed rules are judged again."""
    by_id = {rule.id: rule for rule in rules}
    former = renamed(by_id.values())
    problems: list[Problem] = []
    notes: list[Problem] = []
    changed_at: dict[tuple[str, str], Override] = {}
    touched: dict[str, Override] = {}
    for override in overrides:
        name = former.get(override.id, override.id) if override.id not in by_id else override.id
        place = override.file, override.line
        if name not in by_id:
            hint = did_you_mean(override.id, by_id)
            problems.append(Problem(*place, "R025", f"override of unknown rule `{override.id}`{hint}"))
            continue
        if name != override.id:
            notes.append(Problem(*place, "R034", f"`{override.id}` is now called `{name}`"))
        for key, _ in override.changes:
            first = changed_at.setdefault((name, key), override)
            if first is not override:
                message = f"`{key}` of `{name}` is overridden already ({first.file}:{first.line})"
                problems.append(Problem(*place, "R026", message))
        changes: dict[str, Any] = dict(override.changes)
        by_id[name] = by_id[name]._replace(**changes)
        touched[name] = override
    for name, override in touched.items():
        place = override.file, override.line
        problems.extend(Problem(*place, code, message) for code, message, _ in check_rule(by_id[name]))
    return Changed(list(by_id.values()), problems, notes)
