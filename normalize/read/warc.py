"""WARC and WET archives (ISO 28500): the pages, or the texts, of a crawl.

The framing is read here and not by a library: warcio and FastWARC both give a record that was cut off as if
it were whole, or leave it out without a word, and neither limits what decompression gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.content import is_html
from normalize.read.failure import Failure, failed
from normalize.read.framing import LONGEST_HEADER, RECORD, Framing
from normalize.read.http import body_of, parse_headers, parse_response
from normalize.read.reading import Reading
from normalize.read.source import Source
from normalize.read.stream import Stream, too_large
from normalize.read.tally import count

_HEAD = 1 << 16  # bytes of a body that tell whether it is HTML
_GOOD = (200, 203)  # the statuses whose body is the page itself
_PAGES = ("text/html", "application/xhtml+xml")
_PASSED_OVER = "record of another kind"


class _Head(NamedTuple):
    """The head of a record; `place` is where it begins, `number` counts from 1."""

    place: int
    number: int
    headers: dict[str, str]
    length: int


class _Passed(Exception):  # noqa: N818 - no error
    """A record holds no article, by what it says of itself."""


def read_warc(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each page (`response`, `resource`) and text (`conversion`).

    Requests, metadata, error responses and what is no HTML are counted in `reading.passed`. A record that is
    broken is one failure, and reading goes on at the next line that begins a record; where compressed data
    are broken, in the next member that can be read. `record` counts all records from 1.

    Raises:
        InputError: `empty`, if no record holds a page or text; `truncated`, `corrupt` for compressed data
        that break off; each names the place of the record.
    """
    reader = Framing(stream)
    number = given = 0
    while True:
        place = reader.place
        number += 1
        key = f"{source.id}:{number}"
        try:
            head = _head(reader, place, number)
            if head is None:
                break
            key = head.headers.get("warc-record-id", key).strip("<>") or key
            item = _record(reader, head, key, source, reading)
        except _Passed as kind:
            count(reading.passed, str(kind))
            continue
        except InputError as error:
            given += 1
            told = f"the record at {reader.told(place)}: {error}"
            yield failed(source.path, number, key, InputError(error.code, told, "read"))
            if not reader.find_next():
                return
            continue
        given += 1
        yield item
    if not given:
        raise InputError("empty", "no record of the archive holds a page or a text", "read")


def _head(reader: Framing, place: int, number: int) -> _Head | None:
    """The head of the next record; None if only blank lines are left."""
    first = reader.line()
    while first and not first.strip():
        first = reader.line()
    if not first:
        return None
    if not RECORD.match(first):
        raise InputError("corrupt", f"no record begins there, but {first[:20]!r}", "read")
    lines: list[bytes] = []
    while line := reader.line():
        if not line.strip():
            break
        lines.append(line.rstrip(b"\r\n"))
        if reader.place - place > LONGEST_HEADER:
            raise InputError("corrupt", "its head has no end", "read")
    else:
        raise InputError("truncated", "the file ends in its head", "read")
    headers = parse_headers(lines)
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > 15:
        raise InputError("corrupt", f"its Content-Length is {length[:30]!r}", "read")
    return _Head(place, number, headers, int(length))


def _record(reader: Framing, head: _Head, key: str, source: Source, reading: Reading) -> Document:
    """The document of a record. Raises `_Passed` if it holds none by its own word."""
    kind = head.headers.get("warc-type", "").lower()
    limit = reading.config.max_bytes
    wanted = kind in ("response", "resource", "conversion")
    block = b""
    if head.length > limit:
        reader.skip(head.length)
    else:
        block = reader.block(head.length)
    if not reader.at_end():
        reader.put_back(block)
        raise InputError("corrupt", "its Content-Length does not fit: no record follows it", "read")
    if not wanted:
        raise _Passed(kind[:20] or _PASSED_OVER)
    if head.length > limit:
        raise too_large(f"it has {head.length:,} bytes", limit)
    url = head.headers.get("warc-target-uri", "").strip("<>") or None
    content_type = head.headers.get("content-type", "")
    body = block
    if kind == "response" and "http" in content_type.lower():
        response = parse_response(block)
        if response.status not in _GOOD:
            raise _Passed(f"HTTP {response.status}")
        content_type = response.headers.get("content-type", "")
        media = _media(content_type)
        if media and media not in _PAGES:  # known before it is unpacked
            raise _Passed(media)
        cut = "warc-truncated" in head.headers
        body = body_of(response, limit, reading.config.max_ratio, cut)
    elif kind == "response":
        raise _Passed("response of another protocol")
    if not body.strip():
        raise InputError("empty", "its body is empty", "read")
    media = _media(content_type)
    if not media:  # RFC 9110, section 8.3: then the content itself tells
        media = "text/html" if is_html(body[:_HEAD], named=False) else "(no content type)"
    if kind == "conversion" and media == "text/plain":
        return Document(body, key, source.path, head.number, "text", url, content_type=content_type)
    if media not in _PAGES:
        raise _Passed(media)
    return Document(body, key, source.path, head.number, "html", url, content_type=content_type or None)


def _media(content_type: str) -> str:
    """The media type of a `Content-Type`, without its parameters."""
    return content_type.partition(";")[0].strip().lower()[:40]
