"""CSV and TSV: a header and rows, one record each (RFC 4180, and what spreadsheets write)."""

from __future__ import annotations

import ast
import codecs
import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.failure import Failure
from normalize.read.fields import FIELDS
from normalize.read.reading import Reading
from normalize.read.record import Row, check_columns, some_documents
from normalize.read.source import Source
from normalize.read.stream import HEAD_BYTES, Stream, too_large

DELIMITERS = ("\t", ",", ";", "|")
_LISTS = frozenset(
    name for name, field in FIELDS.items() if field.kind in ("texts", "links", "dateline", "object")
) | {"metadata"}
_LONGEST_LIST = 100_000  # characters of a cell that is read as a list; the longest of real tables have 2,000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_table(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each row after the header; `record` counts rows from 1.

    The delimiter is what the header has most of. A file without a byte order mark is read as UTF-8; a text
    that is not UTF-8 is given as bytes, for decoding to find out.

    Raises:
        InputError: `empty`; `bad-record`, if no column holds the text; `too-large` for a row over `max_line`.
    """
    lines = _Lines(stream, reading.config.max_line)
    header_line = next((line for line in lines if line.strip()), None)
    if header_line is None:
        raise InputError("empty", "the file holds no row", "read")
    delimiter = delimiter_of(header_line)
    lines.put_back(header_line)
    if csv.field_size_limit() < reading.config.max_line:  # a bound of the module, which `_Lines` keeps here
        csv.field_size_limit(reading.config.max_line)
    rows = csv.reader(lines, delimiter=delimiter)
    header = [name.strip() for name in next(rows)]
    check_columns([name for name in header if name], reading, "the file")
    yield from some_documents(_rows(rows, header, lines), source, reading)


def delimiter_of(header: str) -> str:
    """What parts the columns, told by the header: that which it has most of, a comma where it has none."""
    names = (
        header if header.count('"') < 2 else '""'.join(header.split('"')[::2])
    )  # what is quoted is left out
    return max(DELIMITERS, key=lambda one: (names.count(one), one == ","))


class _Lines:
    """The lines of a table as text. It refuses to give more than `limit` characters to one row."""

    def __init__(self, stream: Stream, limit: int) -> None:
        head = stream.head
        bom, encoding = next(((bom, name) for bom, name in _BOMS if head.startswith(bom)), (b"", "utf-8"))
        stream.reader.read(len(bom))
        reader = stream.reader
        if encoding == "utf-8":
            self._lines = iter(lambda: reader.readline(limit + 1).decode("utf-8", "surrogateescape"), "")
        else:
            self._lines = _wide_lines(reader, encoding, limit)
        self._limit = limit
        self._back: list[str] = []
        self.size = 0
        self.number = 0

    def put_back(self, line: str) -> None:
        """Give a line once more."""
        self._back.append(line)
        self.size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._back:
            return self._back.pop()
        line = next(self._lines)
        self.number += 1
        self.size += len(line)
        if self.size > self._limit:
            reason = (
                f"the row that line {self.number} is part of has {self.size:,} characters (an open quote?)"
            )
            raise too_large(reason, self._limit, "max_line")
        return line


def _wide_lines(reader: io.BufferedReader, encoding: str, limit: int) -> Iterator[str]:
    """The lines of UTF-16. It has no bytes to give back, so what is broken becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    while piece := reader.read(HEAD_BYTES):
        *lines, rest = (rest + decoder.decode(piece)).split("\n")
        for line in lines:
            yield f"{line}\n"
        if len(rest) > limit:
            break
    rest += decoder.decode(b"", True)
    if rest:
        yield rest


def _rows(rows: Iterator[list[str]], header: list[str], lines: _Lines) -> Iterator[Row]:
    number = 0
    while True:
        lines.size = 0
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError("corrupt", f"line {lines.number}: {error}", "read") from None
        if not row or (len(row) == 1 and not row[0].strip() and len(header) > 1):
            continue
        number += 1
        cells = row[: len(header)]
        if len(cells) < len(header) or any(row[len(header) :]):
            reason = f"row {number} (line {lines.number}) has {len(row)} values, and the header {len(header)}"
            yield number, InputError("bad-record", reason, "read")
            continue
        yield (
            number,
            {name: _cell(name, value) for name, value in zip(header, cells, strict=True) if name and value},
        )


def _cell(name: str, value: str) -> Any:
    """The value of a cell: bytes if it is not UTF-8; of list fields, the list that JSON or Python wrote."""
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogateescape")
    if name in _LISTS and value[0] in "[{" and len(value) <= _LONGEST_LIST:
        for read in (json.loads, ast.literal_eval):
            try:
                return read(value)
            except (ValueError, SyntaxError, RecursionError, MemoryError):
                continue
    return value
