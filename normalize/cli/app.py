"""The commands, in one table."""

from __future__ import annotations

from typing import Annotated

import typer

from normalize.cli.clean import clean
from normalize.cli.config import app as config_app
from normalize.cli.dedup import dedup, filter_records
from normalize.cli.discover import discover
from normalize.cli.explain import explain
from normalize.cli.rules import app as rules_app
from normalize.cli.run import run
from normalize.cli.schema import schema
from normalize.version import __version__

app = typer.Typer(
    name="normalize",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(run)
app.command()(clean)
app.command()(explain)
app.command("filter")(filter_records)
app.command()(dedup)
app.command()(discover)
app.add_typer(rules_app, name="rules")
app.add_typer(config_app, name="config")
app.command()(schema)


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
    """Clean articles out of scraped news text, with an account of every character.

    Exit status: 0 all is well, 1 some documents failed, 2 the command, the configuration or the output is
    wrong, 130 interrupted.
    """
