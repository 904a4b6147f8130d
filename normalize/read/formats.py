"""The formats that are read.

A file's format is told by what it holds; its suffix decides only where that says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from normalize.article import Document
from normalize.read import content
from normalize.read.config import ReadConfig
from normalize.read.failure import Failure
from normalize.read.jsonl import read_jsonl
from normalize.read.source import Source
from normalize.read.stream import Stream
from normalize.read.whole import read_html, read_text

Reader = Callable[[Stream, Source, ReadConfig, "Counter[str]"], Iterator[Document | Failure]]


class Format(NamedTuple):
    """How to know a format and how to read it.

    `suffixes` make a file in a directory an input. `sniff(head, named)` tells the format by the first bytes;
    `named` is whether the suffix is one of these. `reader` gives the documents.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes, bool], bool]
    reader: Reader


FORMATS: tuple[Format, ...] = (
    #      name     suffixes             told by           read by
    Format("jsonl", (".jsonl", ".ndjson"), content.is_jsonl, read_jsonl),
    Format("html", (".html", ".htm"), content.is_html, read_html),
    Format("text", (".txt",), content.is_text, read_text),
)
"""Asked in this order: the first whose `sniff` says yes reads the file. Each also comes with `.gz`."""

SUFFIXES = frozenset(suffix for one in FORMATS for suffix in one.suffixes)


def tell(head: bytes, suffix: str) -> Format:
    """Tell the format of a file by its first bytes.

    Raises:
        InputError: `empty`, `binary`, `unsupported`.
    """
    content.refuse(head)
    return next(one for one in FORMATS if one.sniff(head, suffix in one.suffixes))
