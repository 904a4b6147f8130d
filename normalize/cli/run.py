"""`normalize run`: files to files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from normalize.cli.setup import (
    INTERRUPTED,
    SOME_FAILED,
    ConfigFile,
    Edits,
    EditsOption,
    RuleFolders,
    load_pipeline,
    say,
    told,
)

_INTERRUPTED = """\
Interrupted. Results of an earlier run in {out} are as they were.
What this run wrote is beside them, in articles.jsonl.tmp and errors.jsonl.tmp.
The next run begins from the start."""


def run(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATHS", help="Files, directories, or - for standard input.", show_default=False
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            help="Where articles.jsonl, errors.jsonl and run.json go.",
            show_default=False,
        ),
    ],
    config: ConfigFile = None,
    rules: RuleFolders = None,
    edits: EditsOption = Edits.spans,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes that clean.")] = 1,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing unless something failed.")
    ] = False,
) -> None:
    """Clean many documents into a directory.

    Reads .txt, .html, .htm, .jsonl and .ndjson files, each also .gz. What a file holds decides.
    """
    from normalize.cli.progress import watching
    from normalize.cli.summary import lines
    from normalize.read import Inputs
    from normalize.run import run as run_all

    with told():
        Inputs(paths, out=out)  # what was named is checked before the rules are loaded, which takes longer
        pipeline = load_pipeline(config, rules)
        try:
            with watching(paths, quiet) as watch:
                summary = run_all(paths, out, pipeline, edits=edits.value, workers=workers, watch=watch)
        except KeyboardInterrupt:
            say(_INTERRUPTED.format(out=out))
            raise typer.Exit(INTERRUPTED) from None
    if not quiet or summary.failed:
        for line in lines(summary):
            say(line)
    if summary.failed:
        raise typer.Exit(SOME_FAILED)
