"""Filters: which records to keep, and why the others go.

A set of filters is a TOML file; those of published corpora are shipped, by name. `docs/quality.md` describes
the form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from normalize.errors import ConfigError, Problem
from normalize.quality.expression import Condition, parse
from normalize.quality.names import SIGNALS
from normalize.quality.signals import signals

_SETS = resources.files("normalize.quality").joinpath("sets")
_KEYS = {"about", "extends", "drop"}
_DROP_KEYS = {"reason", "when"}


class Drop(NamedTuple):
    """A reason for which records go."""

    reason: str
    condition: Condition
    wanted: bool
    """The answer of the condition that a record goes for."""


class Filter:
    """Tells of records whether they stay.

    Args:
        where: conditions that a record must meet; one that it does not meet is the reason why it goes.
        sets: names of shipped sets, or paths of TOML files of the same form.

    Raises:
        ConfigError: with every problem.
    """

    def __init__(self, where: Iterable[str] = (), sets: Iterable[str] = ()) -> None:
        problems: list[Problem] = []
        self.drops: list[Drop] = []
        loads = [*(partial(load_set, name) for name in sets), *(partial(_condition, text) for text in where)]
        for load in loads:
            try:
                self.drops += load()
            except ConfigError as error:
                problems += error.problems
        if problems:
            raise ConfigError(problems)
        names = {name for drop in self.drops for name in drop.condition.names}
        self._signals = frozenset(SIGNALS) & {name.removeprefix("quality.") for name in names}

    def reason(self, record: Mapping[str, Any]) -> str | None:
        """Give the first reason for which a record goes; None: it stays. Signals it lacks are computed."""
        if self._signals and not self._signals <= record["quality"].keys():
            texts = record["body"].split("\n\n") if record["body"] else []
            told = signals(texts, record["metadata"].get("language"), self._signals)
            record = {**record, "quality": {**told, **record["quality"]}}
        return next((drop.reason for drop in self.drops if drop.condition(record) is drop.wanted), None)


def _condition(text: str) -> list[Drop]:
    return [Drop(f"not {text.strip()}", parse(text), False)]


def shipped_sets() -> list[str]:
    """The names of the shipped sets."""
    return sorted(one.name.removesuffix(".toml") for one in _SETS.iterdir() if one.name.endswith(".toml"))


def load_set(name: str, loading: tuple[str, ...] = ()) -> list[Drop]:
    """Load a set of filters, with those that it extends, in their order.

    Raises:
        ConfigError: W005 no such set, W006 a file of another form; and those of `parse`.
    """
    if name in loading:
        raise _refusal(name, f"the set extends itself: {' → '.join((*loading, name))}", "W006")
    text, place = _read(name)
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refusal(place, f"not TOML: {error}", "W006") from None
    if wrong := _wrong(told):
        raise _refusal(place, wrong, "W006")
    drops = [drop for base in told.get("extends", ()) for drop in load_set(base, (*loading, name))]
    for one in told.get("drop", ()):
        line = text[: text.find(one["when"])].count("\n") + 1
        drops.append(Drop(one["reason"], parse(one["when"], place, line), True))
    return drops


def _read(name: str) -> tuple[str, str]:
    if name.endswith(".toml"):
        try:
            return Path(name).read_text(encoding="utf-8"), name
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8"
            raise _refusal(name, f"cannot read the set of filters: {reason}", "W005") from None
    known = shipped_sets()
    if name not in known:
        close = get_close_matches(name, known, n=1)
        hint = f", did you mean `{close[0]}`?" if close else f"; known: {', '.join(known)}"
        raise _refusal("--filters", f"there is no set of filters {name!r}{hint}", "W005")
    return _SETS.joinpath(f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml"


def _wrong(told: Mapping[str, Any]) -> str | None:
    """What is wrong with the form of a set."""
    if unknown := set(told) - _KEYS:
        return f"unknown key `{min(unknown)}`; known: {', '.join(sorted(_KEYS))}"
    extends, drops = told.get("extends", []), told.get("drop", [])
    if not isinstance(extends, list) or not all(isinstance(one, str) for one in extends):
        return "`extends` must be a list of names"
    if not isinstance(drops, list):
        return "filters are written as [[drop]]"
    for one in drops:
        if (
            not isinstance(one, dict)
            or set(one) != _DROP_KEYS
            or not all(isinstance(x, str) for x in one.values())
        ):
            return "each [[drop]] has a `reason` and a `when`, both texts"
    return None


def _refusal(place: str, message: str, code: str) -> ConfigError:
    return ConfigError([Problem(place, 0, code, message)])
