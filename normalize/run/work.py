"""The work of a run that can be done anywhere: a chunk of documents becomes lines to write, and counts."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import normalize
from normalize.article import Article, Document, EditDetail
from normalize.errors import DocumentError
from normalize.read import Failure
from normalize.read.failure import failed
from normalize.run.tally import Tally
from normalize.write import json_line

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

CHUNK_DOCUMENTS = 64
CHUNK_SIZE = 1_000_000
"""In bytes or code points. A chunk ends with the document that reaches one of the two: so it takes little
memory, and its way to another process is cheap against the work on it."""

Chunk = Sequence["Document | Failure"]


class Done(NamedTuple):
    """A chunk after the work: in its order, the line of each record, or why there is none."""

    results: list[bytes | Failure]
    tally: Tally


def chunks(items: Iterable[Document | Failure]) -> Iterator[Chunk]:
    """Cut a stream of documents into chunks. It depends on the documents alone, not on who does the work."""
    chunk: list[Document | Failure] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.data) if isinstance(item, Document) else 0
        if size >= CHUNK_SIZE or len(chunk) >= CHUNK_DOCUMENTS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def clean_chunk(pipeline: Pipeline, chunk: Chunk, edits: EditDetail) -> Done:
    """Clean the documents of a chunk. No document's failure, expected or not, touches another one."""
    tally = Tally()
    results = [item if isinstance(item, Failure) else _clean(pipeline, item, edits, tally) for item in chunk]
    return Done(results, tally)


def _clean(pipeline: Pipeline, document: Document, edits: EditDetail, tally: Tally) -> bytes | Failure:
    try:
        article: Article = pipeline.clean(document)
        line = json_line(article.record(edits))
    except DocumentError as error:
        return failed(document.path, document.record, document.id, error)
    except Exception as error:  # a bug: it costs this one document, and is told as what it is
        return Failure(
            document.path,
            document.record,
            document.id,
            "run",
            "internal-error",
            f"{_told(error)} {_place(error)}",
        )
    tally.add(article)
    return line


def _told(error: Exception) -> str:
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _place(error: Exception) -> str:
    """Where in this package it happened: '(strip/stage.py:88 in strip)'."""
    home = Path(normalize.__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((one for one in reversed(frames) if Path(one.filename).is_relative_to(home)), frames[-1])
    file = Path(frame.filename)
    shown = file.relative_to(home).as_posix() if file.is_relative_to(home) else file.name
    return f"({shown}:{frame.lineno} in {frame.name})"
