"""`normalize run`: files to files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from normalize.cli.setup import (
    PIPE_CLOSED,
    SIGINT,
    SIGNALLED,
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
    from normalize.run.settings import RunOptions

_INTERRUPTED = """\
Interrupted. What was done is kept; run the same command again to go on from there.
Results of an earlier run in {out} are as they were."""


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


class LogForm(StrEnum):
    """How a run tells of itself."""

    text = "text"
    json = "json"


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


Partition = Annotated[
    list[str] | None,
    typer.Option(
        "--partition",
        metavar="FIELD",
        help="Cut Parquet into directories: by language, site or date. May be given again.",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Processes that clean (default: one for each processor).",
        show_default=False,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=1, metavar="N", help="Only the first N inputs.", show_default=False),
]
Sample = Annotated[
    int | None,
    typer.Option(
        "--sample", min=1, metavar="N", help="Only N inputs, drawn by what they hold.", show_default=False
    ),
]
Log = Annotated[LogForm, typer.Option("--log", help="How progress and problems are told.")]


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
    partition: Partition = None,
    front_matter: Annotated[
        bool, typer.Option("--front-matter/--no-front-matter", help="Begin .txt and .md files with metadata.")
    ] = True,
    edits: EditsOption = Edits.spans,
    workers: Workers = None,
    limit: Limit = None,
    sample: Sample = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done, and do nothing.")
    ] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Drop records of files that are gone.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Clean again what failed in an earlier run.")
    ] = False,
    redo: Annotated[bool, typer.Option("--redo", help="Clean everything again.")] = False,
    discover: Annotated[
        bool, typer.Option("--discover", help="Look for repeated junk first, and strip what is surely so.")
    ] = False,
    no_report: Annotated[
        bool,
        typer.Option("--no-report", help="Do not write report.html, in which a run can be looked through."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing unless something failed.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell each failure as it comes.")] = False,
    log: Log = LogForm.text,
) -> None:
    """Clean many documents into a directory.

    Reads texts, pages, JSON, tables, Parquet and archives of crawls, compressed or not. What a file holds
    decides. A run that was ended goes on where it was, and a further one cleans only what is new or changed.
    """
    from normalize.read.find import check_paths
    from normalize.read.paths import expand
    from normalize.run.settings import RunOptions, cores
    from normalize.write import Target
    from normalize.write.target import parse_size

    read = {"map": map_name, "fields": fields, "keep_extra": keep_extra or None}
    with told(log == LogForm.json):
        size = parse_size(shard_size) if shard_size else 0
        target = Target(record_format.value, compress.value, size, front_matter, tuple(partition or ()))
        options = RunOptions(
            edits=edits.value,
            target=target,
            workers=cores() if workers is None else workers,
            limit=limit,
            sample=sample,
            dry=dry_run,
            prune=prune,
            retry_failed=retry_failed,
            redo=redo,
        )
        named = expand(paths or (), lists or ())
        # what was named is checked before the rules are loaded, which takes longer
        check_paths(named, None if str(out) == "-" else out)
        pipeline = _pipeline(
            config,
            rules,
            {
                "read": {name: value for name, value in read.items() if value},
                "prune": {"level": strip.value} if strip else {},
                "extract": {"engine": html_engine.value} if html_engine else {},
            },
        )
        if discover:
            pipeline = _discovering(named, pipeline, options)
        _run(named, str(out), pipeline, options, Telling(quiet, verbose, log == LogForm.json, not no_report))


class Telling(NamedTuple):
    """How much is told, and in which form; whether a report is written."""

    quiet: bool
    verbose: bool
    as_json: bool
    report: bool


def _run(named: list[str], out: str, pipeline: Pipeline, options: RunOptions, how: Telling) -> None:
    from normalize.cli.progress import Teller, log_json, telling
    from normalize.cli.summary import lines
    from normalize.run import Interrupted
    from normalize.run import run as run_all

    log = log_json if how.as_json else None
    teller = None if how.quiet else Teller(named, options.limit, how.verbose, log)
    try:
        with telling(teller) as watch:
            summary = run_all(named, out, pipeline, options, watch)
    except KeyboardInterrupt as error:
        if log:
            log("interrupted", out=out)
        else:
            say(_INTERRUPTED.format(out=out))
        number = error.signal if isinstance(error, Interrupted) else SIGINT
        raise typer.Exit(SIGNALLED + number) from None
    except BrokenPipeError:
        _close_stdout()
        raise typer.Exit(PIPE_CLOSED) from None
    if log:
        log("summary", **summary.record())
    elif not how.quiet or summary.failed:
        for line in lines(summary):
            say(line)
    if how.report and out != "-" and not options.dry:
        from normalize.cli.report import write_after_run

        write_after_run(Path(out), pipeline, how.quiet, log)
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


def _discovering(named: list[str], pipeline: Pipeline, options: RunOptions) -> Pipeline:
    """A pipeline that knows the junk that repeats in the inputs as well; see `docs/discover.md`."""
    from normalize.discover.live import discovering
    from normalize.discover.read import reader

    read = reader([Path(one) for one in named], pipeline.config.stage("read"), options.limit)
    return discovering(pipeline, read, workers=options.workers)


def _close_stdout() -> None:
    """Send what is still in the buffer nowhere; it would fail again, and aloud, when the interpreter ends."""
    import os
    import sys

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
