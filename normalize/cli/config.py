"""`normalize config`: what is in force, where it came from, and what it means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from normalize.cli.choices import ConfigFile, RuleFolders
from normalize.cli.setup import WRONG, load_config, put, say, told

if TYPE_CHECKING:
    from normalize.config import Config

WIDTH = 50
"""Columns for key and value; a longer one pushes its origin to the right."""

app = typer.Typer(no_args_is_help=True, help="The configuration.")


@app.callback()
def config() -> None:
    """The configuration."""


@app.command(short_help="Print every value in force and where it came from.")
def show(
    keys: Annotated[
        list[str] | None,
        typer.Argument(metavar="KEY", help="Only these: prune, limits.seconds.", show_default=False),
    ] = None,
    file: ConfigFile = None,
    rules: RuleFolders = None,
    why: Annotated[
        bool, typer.Option("--why", help="Print above each value what it does, and its bounds.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: a list of key, value, origin, why.")
    ] = False,
) -> None:
    """Print every value in force and where it came from. The output is itself a configuration."""
    with told():
        loaded = load_config(file, rules)
    reasons = dict(_reasons(loaded))
    rows = [row for row in loaded.describe() if not keys or _is_of(row[0], keys)]
    if not rows:
        from normalize.ruleset.suggest import did_you_mean

        wanted = " ".join(keys or ())
        known = {*reasons, *(key.partition(".")[0] for key in reasons)}
        say(f"there is no option `{wanted}`{did_you_mean(wanted, sorted(known))}")
        raise typer.Exit(WRONG)
    if as_json:
        told_rows = [
            {"key": key, "value": value, "origin": origin, "why": reasons[key]} for key, value, origin in rows
        ]
        put(json.dumps(told_rows, indent=2, ensure_ascii=False) + "\n")
        return
    shown = [(key, f"{key} = {json.dumps(value, ensure_ascii=False)}", origin) for key, value, origin in rows]
    wide = max((len(setting) for _, setting, _ in shown if len(setting) <= WIDTH), default=0)
    lines = (
        (f"# {reasons[key]}\n" if why else "") + f"{setting:{wide}}  # {origin}\n"
        for key, setting, origin in shown
    )
    put("".join(lines))


def _is_of(key: str, wanted: list[str]) -> bool:
    """Whether an option is one of those, or of a section that is."""
    return any(key == one or key.startswith(f"{one}.") for one in wanted)


def _reasons(loaded: Config) -> Iterator[tuple[str, str]]:
    """Each option with what it does, and its bounds."""
    yield "stages", "The stages that an article goes through, in their order."
    for section, options in {"rules": loaded.rules, **loaded.sections}.items():
        for one in fields(options):
            yield f"{section}.{one.name}", one.metadata["why"] + _bounds(one.metadata)


def _bounds(told_of: Any) -> str:
    bounds = [
        f"{words} {told_of[name]:,}"
        for name, words in (("at_least", "at least"), ("at_most", "at most"))
        if told_of[name] is not None
    ]
    if told_of["one_of"]:
        bounds.append(f"one of {', '.join(told_of['one_of'])}")
    return f" ({', '.join(bounds)})" if bounds else ""
