"""JSON lines: one record in each line, read one by one in bounded memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

import orjson

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.config import ReadConfig
from normalize.read.failure import Failure, failed
from normalize.read.fields import take
from normalize.read.source import Source
from normalize.read.stream import Stream, too_large
from normalize.read.tally import count

_OWN_KEYS = frozenset({"id", "text", "html", "url", "headline", "title", "metadata"})
_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(
    stream: Stream, source: Source, config: ReadConfig, ignored: Counter[str]
) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each line that holds more than white space.

    Args:
        ignored: counts the keys that were not taken over.

    Raises:
        InputError: `empty`, if there is no such line; `unsupported` for UTF-16.
    """
    if stream.head.startswith(_WIDE_BOMS):
        raise InputError("unsupported", "it is UTF-16; JSON lines must be UTF-8", "read")
    empty = True
    for number, line in _lines(stream.reader, config.max_line):
        if isinstance(line, bytes) and (line.isspace() or line == _BOM):
            continue
        empty = False
        key = f"{source.id}:{number}"
        try:
            if isinstance(line, int):
                raise too_large(f"line {number} has {line:,} bytes", config.max_line, "max_line")
            record = _parse(line.removeprefix(_BOM) if number == 1 else line, number)
            key = _id(record) or key
            yield _document(record, key, source, number, ignored)
        except InputError as error:
            yield failed(source.path, number, key, error)
    if empty:
        raise InputError("empty", "the file holds no record", "read")


def _lines(reader: BufferedReader, limit: int) -> Iterator[tuple[int, bytes | int]]:
    """Lines with their numbers; of one over the limit only its size in bytes."""
    number = 0
    while line := reader.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        size = len(line)
        del line
        while piece := reader.readline(1 << 20):
            size += len(piece)
            if piece.endswith(b"\n"):
                break
        yield number, size


def _parse(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        # orjson refuses lone surrogates, which JSON allows (RFC 8259, section 8.2), and NaN, which is common.
        record = _parse_slowly(line, number)
    if isinstance(record, dict) and isinstance(record.get("id"), float):
        record = _parse_slowly(
            line, number
        )  # orjson rounds whole numbers over 64 bits, and ids would fall together
    if not isinstance(record, dict):
        raise InputError("bad-record", f"line {number}: an object is expected, not {_kind(record)}", "read")
    return record


def _parse_slowly(line: bytes, number: int) -> Any:
    try:
        text = line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        place = f"line {number}, byte {error.start + 1}"
        raise InputError("bad-json", f"{place}: not UTF-8 (byte 0x{line[error.start]:02X})", "read") from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError("bad-json", f"line {number}, column {error.colno}: {error.msg}", "read") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; thousands of levels
        what = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise InputError("bad-json", f"line {number}: {what}", "read") from None


def _id(record: dict[str, Any]) -> str | None:
    """The record's own id as text; None if it has none."""
    value = record.get("id")
    if isinstance(value, (dict, list)):
        raise InputError("bad-record", f"`id` must be a string or a number, not {_kind(value)}", "read")
    return None if value is None or value == "" else value if isinstance(value, str) else json.dumps(value)


def _document(
    record: dict[str, Any], key: str, source: Source, number: int, ignored: Counter[str]
) -> Document:
    data, kind = _data(record)
    metadata: dict[str, Any] = {}
    inner = record.get("metadata")
    if isinstance(inner, dict):
        for name in take(inner, metadata):
            count(ignored, f"metadata.{name}")
    elif inner is not None:
        count(ignored, "metadata")
    outer = {name: value for name, value in record.items() if name not in _OWN_KEYS}
    if outer:
        for name in take(outer, metadata):
            count(ignored, name)
    url = _string(record, "url", ignored) or metadata.get("url")
    headline = _string(record, "headline", ignored) or _string(record, "title", ignored)
    return Document(data, key, source.path, number, kind, url, headline, metadata)


def _data(record: dict[str, Any]) -> tuple[str, str]:
    """The text or the page of a record, and its format."""
    given = [name for name in ("text", "html") if record.get(name) is not None]
    if len(given) != 1:
        what = "has both `text` and `html`" if given else f"has neither `text` nor `html`{_keys(record)}"
        raise InputError("bad-record", f"the record {what}", "read")
    name = given[0]
    data = record[name]
    if not isinstance(data, str):
        raise InputError("bad-record", f"`{name}` must be a string, not {_kind(data)}", "read")
    if not data or data.isspace():
        raise InputError(
            "empty", f"`{name}` holds nothing but white space" if data else f"`{name}` is empty", "read"
        )
    return data, name


def _keys(record: dict[str, Any]) -> str:
    shown = ", ".join(f"`{name[:30]}`" for name in list(record)[:8])
    return f"; its keys are {shown}{' …' if len(record) > 8 else ''}" if record else ""


def _string(record: dict[str, Any], name: str, ignored: Counter[str]) -> str | None:
    value = record.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return value
    count(ignored, name)
    return None


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
