"""The formats that are read.

A file's format is told by what it holds; its suffix decides only where that says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from normalize import plugins
from normalize.errors import Problem, SetupError
from normalize.read import content
from normalize.read.columns import read_arrow, read_parquet
from normalize.read.jsonfile import read_json
from normalize.read.jsonl import read_jsonl
from normalize.read.reading import Found, Reader, Reading
from normalize.read.source import Source
from normalize.read.stream import Stream
from normalize.read.table import read_table
from normalize.read.warc import read_warc
from normalize.read.whole import read_html, read_text


class Format(NamedTuple):
    """How to know a format and how to read it.

    `suffixes` make a file in a directory an input. `sniff(head, named)` tells the format by the first bytes;
    `named` is whether the suffix is one of these. `reader` gives the documents. `binary`: it is no text,
    and is asked for before what is no text is refused. `utf8`: its reader wants UTF-8; what is UTF-16 or
    UTF-32 is made that for it.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes, bool], bool]
    reader: Reader
    binary: bool = False
    utf8: bool = False


# Python's own modules for these three cost as much at the start as all the others together.


def _read_database(stream: Stream, source: Source, reading: Reading) -> Found:
    from normalize.read.database import read_database

    return read_database(stream, source, reading)


def _read_zip(stream: Stream, source: Source, reading: Reading) -> Found:
    from normalize.read.archive import read_zip

    return read_zip(stream, source, reading)


def _read_tar(stream: Stream, source: Source, reading: Reading) -> Found:
    from normalize.read.archive import read_tar

    return read_tar(stream, source, reading)


FORMATS: tuple[Format, ...] = (
    #      name       suffixes               told by             read by       binary
    Format("parquet", (".parquet", ".pq"), content.is_parquet, read_parquet, True),
    Format("arrow", (".arrow", ".arrows", ".feather", ".ipc"), content.is_arrow, read_arrow, True),
    Format("warc", (".warc", ".wet"), content.is_warc, read_warc, True),
    Format("sqlite", (".sqlite", ".sqlite3", ".db"), content.is_sqlite, _read_database, True),
    Format("zip", (".zip",), content.is_zip, _read_zip, True),
    Format("tar", (".tar", ".tgz", ".tbz2", ".txz", ".tzst"), content.is_tar, _read_tar, True),
    Format("json", (".json",), content.is_json_file, read_json, utf8=True),
    Format("jsonl", (".jsonl", ".ndjson", ".jl", ".jsonlines"), content.is_jsonl, read_jsonl, utf8=True),
    Format("json", (), content.is_json, read_json, utf8=True),
    Format("table", (".csv", ".tsv"), content.is_table, read_table, utf8=True),
    Format("html", (".html", ".htm", ".xhtml"), content.is_html, read_html),
    Format("text", (".txt",), content.is_text, read_text),
)
"""Asked in this order: the first whose `sniff` says yes reads the file. Each also comes compressed."""

SUFFIXES = frozenset(suffix for one in FORMATS for suffix in one.suffixes)


def plugged(names: Iterable[str]) -> tuple[Format, ...]:
    """Load the formats of plug-ins.

    Raises:
        SetupError: `missing-plugin`, `plugin-broken`.
    """
    found = []
    for name in names:
        one = plugins.load(plugins.READERS, name)
        if not isinstance(one, Format):
            known = ", ".join(plugins.names(plugins.READERS)) or "none"
            message = f"there is no reader `{name}`; installed: {known}"
            raise SetupError([Problem("read.plugins", 0, "missing-plugin", message)])
        found.append(one)
    return tuple(found)


def tell(head: bytes, suffix: str, first: tuple[Format, ...] = (), texts: Iterable[str] = ()) -> Format:
    """Tell the format of a file by its first bytes; formats of plug-ins are asked first. A text whose first
    line names one of `texts` and other columns is a table.

    Raises:
        InputError: `empty`, `binary`.
    """
    for one in first:
        if one.sniff(head, suffix in one.suffixes):
            return one
    for one in FORMATS:
        if one.binary and one.sniff(head, suffix in one.suffixes):
            return one
    content.refuse(head)
    charset = content.charset_of_records(head)
    if charset:
        head = head.decode(charset, "replace").encode("utf-8", "replace")
    found = next(one for one in FORMATS if not one.binary and one.sniff(head, suffix in one.suffixes))
    if found.name == "text" and content.has_header(head, texts):
        return next(one for one in FORMATS if one.name == "table")
    return found
