"""What several commands need: their shared options, the pipeline, and errors told without a traceback."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from normalize.errors import NormalizeError, SetupError

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.pipeline import Pipeline

SOME_FAILED = 1
WRONG = 2
INTERRUPTED = 130
SIGNALLED = 128
SIGINT = 2
PIPE_CLOSED = 141
"""What shells tell of a program that was ended because the reader of its output went away (128 + SIGPIPE)."""


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
        help="What finds the body of a page: careful, or fast, which takes two fifths of the time.",
        show_default=False,
    ),
]


def load_config(
    file: Path | None,
    rules: Sequence[Path] | None = None,
    strip: Strip | None = None,
    html_engine: HtmlEngine | None = None,
) -> Config:
    """Load the configuration that the options name. Raises SetupError."""
    from normalize.config import load_config

    overrides: dict[str, Any] = {"rules": {"directories": [str(one) for one in rules]}} if rules else {}
    if strip:
        overrides["prune"] = {"level": strip.value}
    if html_engine:
        overrides["extract"] = {"engine": html_engine.value}
    return load_config(file, overrides)


def load_pipeline(
    file: Path | None, rules: Sequence[Path] | None = None, strip: Strip | None = None
) -> Pipeline:
    """Make the pipeline that the options name. Raises SetupError."""
    from normalize.pipeline import Pipeline

    return Pipeline.load(load_config(file, rules, strip))


def say(text: str) -> None:
    """Print a line to standard error; characters that it cannot show are escaped (Python does so by itself).

    If nobody listens any more, the work goes on.
    """
    with suppress(BrokenPipeError):
        print(text, file=sys.stderr, flush=True)


def put(text: str | bytes) -> None:
    """Write to standard output, in UTF-8. Ends the program if nobody reads it any more."""
    try:
        sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # What is still in the buffer would fail again, and aloud, when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from None


@contextmanager
def told(as_json: bool = False) -> Iterator[None]:
    """Tell the user what is wrong, a line for each problem, and end with exit status 2."""
    try:
        yield
    except SetupError as error:
        for problem in error.problems:
            say(json.dumps({"event": "problem", **problem._asdict()}) if as_json else str(problem))
        raise typer.Exit(WRONG) from None
    except NormalizeError as error:
        say(json.dumps({"event": "stopped", "message": str(error)}) if as_json else f"normalize: {error}")
        raise typer.Exit(WRONG) from None
