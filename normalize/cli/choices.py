"""The options that several commands have, each declared once, and their groups."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from normalize.cli.setup import load_config

if TYPE_CHECKING:
    from normalize.config import Config


class Edits(StrEnum):
    """How much of the account is written."""

    none = "none"
    spans = "spans"
    text = "text"


class Strip(StrEnum):
    """How sure the line scorer must be; `docs/scorer.md` has what each level reaches."""

    cautious = "cautious"
    default = "default"
    thorough = "thorough"


class HtmlEngine(StrEnum):
    """What finds the body of an HTML page; `docs/html.md` compares them."""

    careful = "careful"
    fast = "fast"


ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="Configuration. Default: normalize.toml, or pyproject.toml with a tool.normalize table, of the "
        "current directory.",
        show_default=False,
    ),
]
RuleFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules", metavar="DIR", help="A directory of further rules; may be given again.", show_default=False
    ),
]
EditsOption = Annotated[
    Edits,
    typer.Option(
        "--edits",
        help="The account of what was changed: none, its places (spans), or also what was removed (text).",
    ),
]
StripOption = Annotated[
    Strip | None,
    typer.Option(
        "--strip",
        help="How sure stripping must be: cautious loses almost nothing, thorough leaves little junk.",
        show_default=False,
    ),
]
HtmlEngineOption = Annotated[
    HtmlEngine | None,
    typer.Option(
        "--html-engine",
        help="What finds the body of a page: careful, or fast, which takes about a third of the time.",
        show_default=False,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=1, metavar="N", help="Read only so many documents.", show_default=False),
]
Url = Annotated[str | None, typer.Option(help="Where the document came from.", show_default=False)]


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How documents are cleaned."""

    config: ConfigFile = None
    rules: RuleFolders = None
    strip: StripOption = None
    html_engine: HtmlEngineOption = None

    def load(self, **sections: dict[str, Any]) -> Config:
        """Load the configuration, with what other options say of its sections. Raises SetupError."""
        sections["prune"] = {"level": self.strip.value} if self.strip else {}
        sections["extract"] = {"engine": self.html_engine.value} if self.html_engine else {}
        return load_config(self.config, self.rules, **sections)
