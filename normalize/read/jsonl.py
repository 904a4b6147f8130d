"""JSON lines: one record in each line, read one by one in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

import orjson

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.failure import Failure
from normalize.read.reading import Reading
from normalize.read.record import Row, documents, not_an_object, some_documents
from normalize.read.source import Source
from normalize.read.stream import Stream, too_large

_BOM = b"\xef\xbb\xbf"
_MOST_DIGITS = 4000


def read_jsonl(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each line that holds more than white space.

    Raises:
        InputError: `empty`, if there is no such line.
    """
    yield from some_documents(_rows(stream.reader, reading.config.max_line), source, reading)


def read_lines(
    stream: Stream, source: Source, reading: Reading, first: int, end: int | None
) -> Iterator[Document | Failure]:
    """Give the documents of some lines, from where the stream stands, to the byte `end`; `first` is the
    number of the first of them. Blank lines alone are no failure.
    """
    rows = _rows(stream.reader, reading.config.max_line, first, end)
    yield from documents(rows, source, reading)


def _rows(reader: BufferedReader, limit: int, first: int = 1, end: int | None = None) -> Iterator[Row]:
    for number, line in _lines(reader, limit, first, end):
        if isinstance(line, int):
            yield number, too_large(f"line {number} has {line:,} bytes", limit, "max_line")
            continue
        if line.isspace() or line == _BOM:
            continue
        try:
            yield number, parse(line.removeprefix(_BOM) if number == 1 else line, f"line {number}")
        except InputError as error:
            yield number, error


def _lines(
    reader: BufferedReader, limit: int, first: int, end: int | None
) -> Iterator[tuple[int, bytes | int]]:
    """Lines with their numbers; of one over the limit only its size in bytes."""
    number = first - 1
    left = end - reader.tell() if end is not None else 0
    while (end is None or left > 0) and (line := reader.readline(limit + 1)):
        number += 1
        left -= len(line)
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        size = len(line)
        del line
        while piece := reader.readline(1 << 20):
            size += len(piece)
            left -= len(piece)
            if piece.endswith(b"\n"):
                break
        yield number, size
    if left > 0:
        raise InputError("truncated", f"it has become {left:,} bytes shorter since it was looked at", "read")


def parse(data: bytes, place: str) -> dict[str, Any]:
    """Parse a record; `place` names it in errors. Raises InputError: `bad-json`, `bad-record`."""
    try:
        record = orjson.loads(data)
    except orjson.JSONDecodeError:
        # orjson refuses lone surrogates, which JSON allows (RFC 8259, section 8.2), and NaN and control
        # characters in strings, which are common.
        record = _parse_slowly(data, place)
    if isinstance(record, dict) and isinstance(record.get("id"), float):
        # orjson rounds whole numbers over 64 bits, and ids would fall together
        record = _parse_slowly(data, place)
    if not isinstance(record, dict):
        raise not_an_object(record, place)
    return record


def _parse_slowly(data: bytes, place: str) -> Any:
    try:
        text = data.decode("utf-8", "surrogatepass").rstrip()
    except UnicodeDecodeError as error:
        place = f"{place}, byte {error.start + 1}"
        raise InputError("bad-json", f"{place}: not UTF-8 (byte 0x{data[error.start]:02X})", "read") from None
    try:
        return json.loads(text, parse_int=_number, strict=False)
    except json.JSONDecodeError as error:
        row = f", line {error.lineno}" if error.lineno > 1 else ""
        raise InputError("bad-json", f"{place}{row}, column {error.colno}: {error.msg}", "read") from None
    except RecursionError:
        raise InputError("bad-json", f"{place}: nested too deep", "read") from None


def _number(digits: str) -> int | float:
    # of more digits Python makes no whole number, since it would take long
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)
