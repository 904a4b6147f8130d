"""Files that hold one document: plain text and HTML."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.failure import Failure
from normalize.read.reading import Reading
from normalize.read.source import STDIN, Source
from normalize.read.stream import Stream


def read_text(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give the file as one document of format 'text'. Raises InputError: `empty`, `too-large`."""
    yield _document(stream, source, reading, "text")


def read_html(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give the file as one document of format 'html'. Raises InputError: `empty`, `too-large`."""
    yield _document(stream, source, reading, "html")


def _document(stream: Stream, source: Source, reading: Reading, kind: str) -> Document:
    data = stream.whole(reading.config.max_bytes)
    if data.isspace():
        raise InputError("empty", "the file holds nothing but white space", "read")
    if source.path == STDIN:  # it has no name to make an id of; the pipeline takes the hash of the content
        return Document(data, format=kind)
    return Document(data, id=source.id, path=source.path, format=kind)
