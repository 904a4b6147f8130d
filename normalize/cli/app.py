"""The commands as a Typer application, each imported when it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from normalize.cli.commands import ABOUT, COMMANDS, Command
from normalize.version import __version__

SETTINGS = {"help_option_names": ["-h", "--help"]}


class _Commands(Mapping[str, Any]):
    """The commands by name, made when they are looked up."""

    def __getitem__(self, name: str) -> Any:
        for one in COMMANDS:
            if one.name == name:
                return _made(one, getattr(import_module(f"normalize.cli.{one.module}"), one.attribute))
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter([one.name for one in COMMANDS])

    def __len__(self) -> int:
        return len(COMMANDS)


def _made(one: Command, what: Any) -> Any:
    if isinstance(what, typer.Typer):
        part = what
        part.rich_markup_mode = None
    else:
        part = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)
        part.command(one.name, short_help=one.about)(what)
    part._add_completion = False
    made = get_command(part)
    made.name = one.name
    return made


class _Group(TyperGroup):
    """A group whose commands are loaded when they are asked for."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Commands()  # type: ignore[assignment]


app = typer.Typer(
    name="normalize",
    cls=_Group,
    help=ABOUT,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich takes longer to load than most commands to run
    context_settings=SETTINGS,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"normalize {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """What all commands have in common."""
