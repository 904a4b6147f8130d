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
from normalize.read.http import body_of, parse_headers, parse_response
from normalize.read.reading import Reading
from normalize.read.source import Source
from normalize.read.stream import Stream, too_large
from normalize.read.tally import count

_LONGEST_HEADER = 1 << 20  # bytes; real ones have some hundred
_PIECE = 1 << 16
_GOOD = (200, 203)  # the statuses whose body is the page itself
_PAGES = ("text/html", "application/xhtml+xml")
_VERSIONS = (b"WARC/0.", b"WARC/1.")
_PASSED_OVER = "record of another kind"


class _Head(NamedTuple):
    """The head of a record; `place` is where it begins, `number` counts from 1."""

    place: int
    number: int
    headers: dict[str, str]
    length: int


class _Passed(Exception):  # noqa: N818 - no error
    """A record holds no article, by what it says of itself."""


class _Reader:
    """Reads lines and blocks, and knows its place in the bytes."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.place = 0
        self._reader = stream.reader

    def line(self) -> bytes:
        line = self._reader.readline(_LONGEST_HEADER)
        self.place += len(line)
        return line

    def block(self, size: int) -> bytes:
        pieces = []
        while size and (piece := self._reader.read(min(size, 1 << 20))):
            pieces.append(piece)
            size -= len(piece)
            self.place += len(piece)
        if size:
            raise InputError("truncated", f"{size:,} bytes of the record are missing", "read")
        return b"".join(pieces)

    def skip(self, size: int) -> None:
        while size:
            piece = self._reader.read(min(size, _PIECE))
            if not piece:
                raise InputError("truncated", f"{size:,} bytes of the record are missing", "read")
            size -= len(piece)
            self.place += len(piece)

    def at_end(self) -> bool:
        """Whether a record ends here: blank lines follow, and then the next, or nothing. They are passed
        over."""
        try:
            if self._reader.peek(4)[:4] == b"\r\n\r\n":
                self.block(4)
                return True
            while (ahead := self._reader.peek(8)[:8]) and ahead[:1] in b"\r\n":
                self.line()
        except InputError:  # what comes next is broken, and will be told when it is read
            return True
        return not ahead or ahead.startswith(_VERSIONS)

    def find_next(self) -> bool:
        """Go to the next line that begins a record; False if there is none."""
        try:
            while (ahead := self._reader.peek(8)[:8]) and not ahead.startswith(_VERSIONS):
                self.line()
        except InputError:  # told already, of the record where the data are broken
            return False
        return bool(ahead)

    def told(self, place: int) -> str:
        """A place for people: that of the record's bytes in the file as it is stored."""
        stored = self.stream.stored(place)
        return f"byte {stored:,}" if stored == place else f"byte {stored:,} ({place:,} unpacked)"


def read_warc(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each page (`response`, `resource`) and text (`conversion`).

    Requests, metadata, error responses and what is no HTML are counted in `reading.passed`. A record that is
    broken is one failure, and reading goes on at the next line that begins a record. `record` counts all
    records from 1.

    Raises:
        InputError: `empty`, if no record holds a page or text; `truncated`, `corrupt` for compressed data
        that break off; each names the place of the record.
    """
    reader = _Reader(stream)
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


def _head(reader: _Reader, place: int, number: int) -> _Head | None:
    """The head of the next record; None if only blank lines are left."""
    first = reader.line()
    while first and not first.strip():
        first = reader.line()
    if not first:
        return None
    if not first.startswith(_VERSIONS):
        raise InputError("corrupt", f"no record begins there, but {first[:20]!r}", "read")
    lines: list[bytes] = []
    while line := reader.line():
        if not line.strip():
            break
        lines.append(line.rstrip(b"\r\n"))
        if reader.place - place > _LONGEST_HEADER:
            raise InputError("corrupt", "its head has no end", "read")
    else:
        raise InputError("truncated", "the file ends in its head", "read")
    headers = parse_headers(lines)
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > 15:
        raise InputError("corrupt", f"its Content-Length is {length[:30]!r}", "read")
    return _Head(place, number, headers, int(length))


def _record(reader: _Reader, head: _Head, key: str, source: Source, reading: Reading) -> Document:
    """The document of a record. Raises `_Passed` if it holds none by its own word."""
    kind = head.headers.get("warc-type", "").lower()
    limit = reading.config.max_bytes
    if kind not in ("response", "resource", "conversion"):
        reader.skip(head.length)
        _check_end(reader)
        raise _Passed(kind[:20] or _PASSED_OVER)
    if head.length > limit:
        reader.skip(head.length)
        raise too_large(f"it has {head.length:,} bytes", limit)
    block = reader.block(head.length)
    _check_end(reader)
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
        body = body_of(response, limit, reading.config.max_ratio)
    elif kind == "response":
        raise _Passed("response of another protocol")
    if not body.strip():
        raise InputError("empty", "its body is empty", "read")
    media = _media(content_type)
    if not media:  # RFC 9110, section 8.3: then the content itself tells
        media = "text/html" if is_html(body[:_PIECE], named=False) else "(no content type)"
    if kind == "conversion" and media == "text/plain":
        return Document(body, key, source.path, head.number, "text", url, content_type=content_type)
    if media not in _PAGES:
        raise _Passed(media)
    return Document(body, key, source.path, head.number, "html", url, content_type=content_type or None)


def _media(content_type: str) -> str:
    """The media type of a `Content-Type`, without its parameters."""
    return content_type.partition(";")[0].strip().lower()[:40]


def _check_end(reader: _Reader) -> None:
    """Raise `corrupt` if neither a record nor the end follows: its length is then wrong, and so its
    content."""
    if not reader.at_end():
        raise InputError("corrupt", "its Content-Length does not fit: no record follows it", "read")
