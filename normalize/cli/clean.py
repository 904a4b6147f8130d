"""`normalize clean`: one document to standard output."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from normalize.cli.choices import Cleaning, Edits, EditsOption, Url
from normalize.cli.groups import grouped
from normalize.cli.setup import SOME_FAILED, WRONG, put, say, told
from normalize.cli.stream import Streaming, clean_lines

if TYPE_CHECKING:
    from normalize.article import Article, Document
    from normalize.read import Failure

_SURROGATE = re.compile("[\ud800-\udfff]")

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.", show_default=False)
]
AsText = Annotated[bool, typer.Option("--text", help="Print headline and body only, not the record.")]


@grouped
def clean(
    file: File = Path("-"),
    text: AsText = False,
    edits: EditsOption = Edits.spans,
    url: Url = None,
    *,
    cleaning: Cleaning,
    streaming: Streaming,
) -> None:
    """Clean one document, or with --jsonl a stream of them, to standard output."""
    if streaming.jsonl:
        if text or url:
            say("--text and --url are for one document; they do not go with --jsonl")
            raise typer.Exit(WRONG)
        with told():
            from normalize.pipeline import Pipeline

            clean_lines(file, Pipeline.load(cleaning.load()), streaming, edits)
        return
    if lost := streaming.lost():
        say(f"{lost} goes with --jsonl, and with nothing else")
        raise typer.Exit(WRONG)
    article = _article(file, url, cleaning)
    if text:  # a lone surrogate cannot be written as UTF-8
        put(f"{_SURROGATE.sub(chr(0xFFFD), article.text)}\n")
    else:
        from normalize.write import json_line

        put(json_line(article.record(edits.value)))


def _article(file: Path, url: str | None, cleaning: Cleaning) -> Article:
    """Clean the one document of a file; ends the program if that is not possible."""
    from normalize.errors import DocumentError
    from normalize.pipeline import Pipeline
    from normalize.read import Inputs

    with told():
        inputs = Inputs([file])
        pipeline = Pipeline.load(cleaning.load())
        document = _only(file, inputs)
        try:
            return pipeline.clean(replace(document, url=url) if url else document)
        except DocumentError as error:
            _fail(file, error.stage, error.code, str(error))


def _only(file: Path, inputs: Iterable[Document | Failure]) -> Document:
    from normalize.read import Failure

    found = list(islice(inputs, 2))
    if len(found) != 1:
        what = "more than one document" if found else "no document"
        say(f"{file}: it holds {what}; `normalize run` cleans many")
        raise typer.Exit(WRONG)
    if isinstance(found[0], Failure):
        _fail(file, found[0].stage, found[0].code, found[0].reason)
    return found[0]


def _fail(file: Path, stage: str, code: str, reason: str) -> NoReturn:
    say(f"{file}: {stage}: {code}: {reason}")
    raise typer.Exit(SOME_FAILED)
