"""Switching single rules on and off by id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from normalize.errors import Problem
from normalize.ruleset.model import Rule
from normalize.ruleset.override import Changed, renamed
from normalize.ruleset.suggest import did_you_mean


def switch(rules: Iterable[Rule], on: Sequence[str], off: Sequence[str]) -> Changed:
    """Give the rules without those in `off`, and with those in `on` out of trial.

    An id may be a former one, or a pattern with `*` and `?` for several rules. Retired rules cannot be
    switched.
    """
    by_id = {rule.id: rule for rule in rules}
    former = renamed(by_id.values())
    problems: list[Problem] = []
    notes: list[Problem] = []
    chosen: dict[str, set[str]] = {}
    for place, names in (("<on>", on), ("<off>", off)):
        ids = chosen[place] = set()
        for name in names:
            found = _named(name, by_id, former)
            if isinstance(found, Problem):
                problems.append(found._replace(file=place))
                continue
            if name in former and name not in by_id:
                notes.append(Problem(place, 0, "R034", f"`{name}` is now called `{former[name]}`"))
            ids |= found
    both = sorted(chosen["<on>"] & chosen["<off>"])
    problems.extend(Problem("<off>", 0, "R032", f"`{name}` is switched both on and off") for name in both)
    kept = [rule for rule in by_id.values() if rule.id not in chosen["<off>"]]
    switched = [rule._replace(status="on") if rule.id in chosen["<on>"] else rule for rule in kept]
    return Changed(switched, problems, notes)


def _named(name: str, by_id: dict[str, Rule], former: dict[str, str]) -> set[str] | Problem:
    if "*" in name or "?" in name:
        found = {
            rule.id for rule in by_id.values() if rule.status != "retired" and fnmatchcase(rule.id, name)
        }
        return found or Problem("", 0, "R030", f"no rule is called like `{name}`")
    present = name if name in by_id else former.get(name)
    if present is None:
        return Problem("", 0, "R030", f"unknown rule `{name}`{did_you_mean(name, by_id)}")
    if by_id[present].status == "retired":
        return Problem("", 0, "R031", f"`{name}` is retired: {by_id[present].why}")
    return {present}
