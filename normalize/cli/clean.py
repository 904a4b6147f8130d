"""`normalize clean`: one document to standard output."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from normalize.cli.setup import (
    SOME_FAILED,
    WRONG,
    ConfigFile,
    Edits,
    EditsOption,
    HtmlEngineOption,
    RuleFolders,
    StripOption,
    load_config,
    put,
    say,
    told,
)
from normalize.cli.stream import Errors, Streaming, clean_lines

_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.", show_default=False)
    ] = Path("-"),
    text: Annotated[
        bool, typer.Option("--text", help="Print headline and body only, not the record.")
    ] = False,
    edits: EditsOption = Edits.spans,
    url: Annotated[str | None, typer.Option(help="Where the document came from.", show_default=False)] = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    strip: StripOption = None,
    html_engine: HtmlEngineOption = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Clean JSON lines to JSON lines, in order, as they come.")
    ] = False,
    workers: Annotated[
        int,
        typer.Option(min=0, help="With --jsonl: processes that clean. 0: this one, which nothing guards."),
    ] = 0,
    unbuffered: Annotated[
        bool,
        typer.Option("--unbuffered", help="With --jsonl: each line is cleaned alone, and written at once."),
    ] = False,
    errors: Annotated[
        Errors,
        typer.Option(
            help="With --jsonl: what cannot be cleaned is told on standard error, or inline, in its place."
        ),
    ] = Errors.stderr,
) -> None:
    """Clean one document, or with --jsonl a stream of them, to standard output."""
    if jsonl:
        if text or url:
            say("--text and --url are for one document; they do not go with --jsonl")
            raise typer.Exit(WRONG)
        with told():
            from normalize.pipeline import Pipeline

            pipeline = Pipeline.load(load_config(config, rules, strip, html_engine))
            clean_lines(file, pipeline, Streaming(edits, workers, unbuffered, errors))
        return
    from normalize.errors import DocumentError
    from normalize.pipeline import Pipeline
    from normalize.read import Failure, Inputs
    from normalize.write import json_line

    with told():
        inputs = Inputs([file])
        pipeline = Pipeline.load(load_config(config, rules, strip, html_engine))
        found = list(islice(inputs, 2))
        if len(found) != 1:
            what = "more than one document" if found else "no document"
            say(f"{file}: it holds {what}; `normalize run` cleans many")
            raise typer.Exit(WRONG)
        document = found[0]
        if isinstance(document, Failure):
            _fail(file, document.stage, document.code, document.reason)
        if url:
            document = replace(document, url=url)
        try:
            article = pipeline.clean(document)
        except DocumentError as error:
            _fail(file, error.stage, error.code, str(error))
    if text:  # a lone surrogate cannot be written as UTF-8
        put(f"{_SURROGATE.sub(chr(0xFFFD), article.text)}\n")
    else:
        put(json_line(article.record(edits.value)))


def _fail(file: Path, stage: str, code: str, reason: str) -> NoReturn:
    say(f"{file}: {stage}: {code}: {reason}")
    raise typer.Exit(SOME_FAILED)
