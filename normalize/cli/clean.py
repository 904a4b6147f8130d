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
) -> None:
    """Clean one document to standard output."""
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
