"""CSV and TSV: a header and rows, one record each (RFC 4180, and what spreadsheets write)."""

from __future__ import annotations

import ast
import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.failure import Failure
from normalize.read.fields import FIELDS
from normalize.read.reading import Reading
from normalize.read.record import Row, check_columns, some_documents, text_keys, unique
from normalize.read.source import Source
from normalize.read.stream import Stream, too_large

DELIMITERS = ("\t", ",", ";", "|")
_LISTS = frozenset(
    name for name, field in FIELDS.items() if field.kind in ("texts", "links", "dateline", "object")
) | {"metadata"}
_LONGEST_LIST = 100_000  # characters of a cell that is read as a list; the longest of real tables have 2,000
_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)  # the first line, where Excel is to know it


def read_table(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each row after the header; `record` counts rows from 1.

    The delimiter is what the header has most of, or what a line `sep=;` before it names, as Excel knows it. A
    text that is not UTF-8 is given as bytes, for decoding to find out. The second of two columns `text` is
    called `text.2`.

    Raises:
        InputError: `empty`; `bad-record`, if no column holds the text; `too-large` for a row over `max_line`;
        `corrupt`.
    """
    if stream.head.startswith(codecs.BOM_UTF8):  # the codec that leaves it out is slower
        stream.reader.read(len(codecs.BOM_UTF8))
    # With `newline=""`, lines may end as they did on old Macs, and the ends of those in cells stay.
    text = io.TextIOWrapper(stream.reader, "utf-8", "surrogateescape", newline="")
    try:
        lines = _Lines(text, reading.config.max_line)
        rows, header = _opened(lines, reading.config.max_line)
        check_columns([name for name in header if name], reading, "the file")
        yield from some_documents(_rows(rows, header, lines, reading), source, reading)
    finally:
        text.detach()  # else it would close what it reads from


def _opened(lines: _Lines, limit: int) -> tuple[Iterator[list[str]], list[str]]:
    """The rows of a table, and its header."""
    first = _first(lines)
    told = _SEPARATOR.fullmatch(first)
    header_line = _first(lines) if told else first
    delimiter = told[1] if told else delimiter_of(header_line)
    lines.put_back(header_line)
    if csv.field_size_limit() < limit:  # a bound of the module, which `_Lines` keeps here
        csv.field_size_limit(limit)
    rows = csv.reader(lines, delimiter=delimiter, skipinitialspace=f"{delimiter} " in header_line)
    try:
        return rows, unique(name.strip() for name in next(rows))
    except csv.Error as error:
        raise _broken(lines, error) from None


def _first(lines: _Lines) -> str:
    line = next((line for line in lines if line.strip()), None)
    if line is None:
        raise InputError("empty", "the file holds no row", "read")
    return line


def delimiter_of(header: str) -> str:
    """What parts the columns, told by the header: that which it has most of, a comma where it has none."""
    names = (
        header if header.count('"') < 2 else '""'.join(header.split('"')[::2])
    )  # what is quoted is left out
    return max(DELIMITERS, key=lambda one: (names.count(one), one == ","))


class _Lines:
    """The lines of a table. It refuses to give more than `limit` characters to one row.

    Attributes:
        size: characters given to the row. number: lines given. ended: whether one more was asked for.
    """

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._back: list[str] = []
        self.size = 0
        self.number = 0
        self.ended = False

    def put_back(self, line: str) -> None:
        """Give a line once more."""
        self._back.append(line)
        self.size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._back:
            return self._back.pop()
        line = self._text.readline(self._limit + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        self.size += len(line)
        if self.size > self._limit:
            reason = (
                f"the row that line {self.number} is part of has {self.size:,} characters (an open quote?), "
                "and what follows is not read"
            )
            raise too_large(reason, self._limit, "max_line")
        return line


def _broken(lines: _Lines, error: csv.Error) -> InputError:
    return InputError("corrupt", f"line {lines.number}: {error}", "read")


def _rows(rows: Iterator[list[str]], header: list[str], lines: _Lines, reading: Reading) -> Iterator[Row]:
    texts = text_keys(reading)
    number = 0
    while True:
        lines.size = 0
        first = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(lines, error) from None
        if not row or (len(row) == 1 and not row[0].strip() and len(header) > 1):
            continue
        number += 1
        if lines.ended:  # a row that is whole asks for no further line
            reason = (
                f"row {number} (line {first}) ends inside quotes: it was cut off, or a quote is not closed"
            )
            yield number, InputError("truncated", reason, "read")
            continue
        cells = row[: len(header)]
        if len(cells) < len(header) or any(row[len(header) :]):
            reason = f"row {number} (line {first}) has {len(row)} values, and the header {len(header)}"
            yield number, InputError("bad-record", reason, "read")
            continue
        named = zip(header, cells, strict=True)
        yield number, {name: _cell(name, value) for name, value in named if name and (value or name in texts)}


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
