"""`normalize run`: files to files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from normalize.cli.setup import (
    INTERRUPTED,
    PIPE_CLOSED,
    SOME_FAILED,
    ConfigFile,
    Edits,
    EditsOption,
    HtmlEngineOption,
    RuleFolders,
    StripOption,
    say,
    told,
)

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

_INTERRUPTED = """\
Interrupted. Results of an earlier run in {out} are as they were.
What this run wrote is beside them, in files that end in .tmp.
The next run begins from the start."""


class RecordFormat(StrEnum):
    """The form in which records are written."""

    jsonl = "jsonl"
    parquet = "parquet"
    sqlite = "sqlite"
    txt = "txt"
    md = "md"


class Compress(StrEnum):
    """How the files are compressed."""

    none = "none"
    gz = "gz"
    zst = "zst"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATHS",
        help="Files, directories, patterns in quotes, or - for standard input.",
        show_default=False,
    ),
]
OutFolder = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Where records, errors.jsonl and run.json go; - for standard output.",
        show_default=False,
    ),
]
FileLists = Annotated[
    list[Path] | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="A list of paths, one a line or with NUL behind each; - for standard input.",
        show_default=False,
    ),
]
MapName = Annotated[
    str | None,
    typer.Option("--map", metavar="NAME", help="Whose records are read: fundus, dolma …", show_default=False),
]
FieldPairs = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="OURS=THEIRS",
        help="Where a field is: text=content. May be given again.",
        show_default=False,
    ),
]
ShardSize = Annotated[
    str | None,
    typer.Option(
        "--shard-size", metavar="SIZE", help="Begin a new file after this: 256MB, 1GiB.", show_default=False
    ),
]


def run(
    out: OutFolder,
    paths: Paths = None,
    lists: FileLists = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    strip: StripOption = None,
    html_engine: HtmlEngineOption = None,
    map_name: MapName = None,
    fields: FieldPairs = None,
    keep_extra: Annotated[
        bool, typer.Option("--keep-extra", help="Keep what no field takes, in metadata.extra.")
    ] = False,
    record_format: Annotated[
        RecordFormat, typer.Option("--format", help="The form of the records.")
    ] = RecordFormat.jsonl,
    compress: Annotated[Compress, typer.Option("--compress", help="Compress the records.")] = Compress.none,
    shard_size: ShardSize = None,
    front_matter: Annotated[
        bool, typer.Option("--front-matter/--no-front-matter", help="Begin .txt and .md files with metadata.")
    ] = True,
    edits: EditsOption = Edits.spans,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes that clean.")] = 1,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing unless something failed.")
    ] = False,
) -> None:
    """Clean many documents into a directory.

    Reads texts, pages, JSON, tables, Parquet and archives of crawls, compressed or not. What a file holds
    decides.
    """
    from normalize.cli.progress import watching
    from normalize.cli.summary import lines
    from normalize.read import Inputs
    from normalize.read.paths import expand
    from normalize.run import run as run_all
    from normalize.write import Target
    from normalize.write.target import parse_size

    options = {"map": map_name, "fields": fields, "keep_extra": keep_extra or None}
    with told():
        size = parse_size(shard_size) if shard_size else 0
        target = Target(record_format.value, compress.value, size, front_matter)
        named = expand(paths or (), lists or ())
        # what was named is checked before the rules are loaded, which takes longer
        Inputs(named, out=None if str(out) == "-" else out)
        pipeline = _pipeline(
            config,
            rules,
            {
                "read": {name: value for name, value in options.items() if value},
                "prune": {"level": strip.value} if strip else {},
                "extract": {"engine": html_engine.value} if html_engine else {},
            },
        )
        try:
            with watching(named, quiet) as watch:
                summary = run_all(
                    named, out, pipeline, edits=edits.value, workers=workers, watch=watch, target=target
                )
        except KeyboardInterrupt:
            say(_INTERRUPTED.format(out=out))
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _close_stdout()
            raise typer.Exit(PIPE_CLOSED) from None
    if not quiet or summary.failed:
        for line in lines(summary):
            say(line)
    if summary.failed:
        raise typer.Exit(SOME_FAILED)


def _pipeline(config: Path | None, rules: list[Path] | None, sections: dict[str, dict[str, Any]]) -> Pipeline:
    """The pipeline, with what the options say of sections of the configuration. Raises SetupError."""
    from normalize.config import load_config
    from normalize.pipeline import Pipeline

    overrides: dict[str, Any] = {name: values for name, values in sections.items() if values}
    if rules:
        overrides["rules"] = {"directories": [str(one) for one in rules]}
    return Pipeline(load_config(config, overrides))


def _close_stdout() -> None:
    """Send what is still in the buffer nowhere; it would fail again, and aloud, when the interpreter ends."""
    import os
    import sys

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
