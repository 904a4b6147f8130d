"""JSON files: one object, several, or an array of objects, cut into records as the bytes come in.

Only brackets and strings are looked at to find where a record ends, so an array of any length is read in the
memory that one record takes, and a record that is broken inside costs that record alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Any

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.failure import Failure
from normalize.read.jsonl import parse
from normalize.read.reading import Reading
from normalize.read.record import Row, has_text, not_an_object, some_documents
from normalize.read.source import Source
from normalize.read.stream import HEAD_BYTES, Stream, too_large

_BOM = b"\xef\xbb\xbf"
_REST = rb'(?:[^"\\]++|\\.)*+("?)'  # of a string; without the closing quote, it goes on in the next piece
_IN_STRING = re.compile(_REST, re.DOTALL)
_INSIDE = re.compile(rb'[{}\[\]]|"' + _REST, re.DOTALL)
_BETWEEN = re.compile(rb'[{}\[\],]|"' + _REST, re.DOTALL)


def read_json(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each object; `record` counts them, unless there is just one.

    Where that one has no text but one list of objects that have, as answers of search services do, these are
    the records.

    Raises:
        InputError: `empty`; `truncated`, if the file ends inside an object or array.
    """
    cutter = _Cutter(stream.reader, reading.config.max_line)
    yield from some_documents(_rows(cutter, reading), source, reading)


def _rows(cutter: _Cutter, reading: Reading) -> Iterator[Row]:
    held: bytes | int | None = None  # the first object, until it is known whether it is the only one
    number = 0
    for element in cutter:
        number += 1
        if number == 1 and not cutter.in_array:
            held = element
            continue
        if held is not None:
            yield _row(1, held, cutter.limit)
            held = None
        yield _row(number, element, cutter.limit)
    if held is not None:
        record = _row(1, held, cutter.limit)[1]
        inside = [] if isinstance(record, InputError) else _records_in(record, reading)
        if inside:
            yield from enumerate(inside, 1)
        else:
            yield None, record


def _records_in(record: Mapping[str, Any], reading: Reading) -> list[dict[str, Any] | InputError]:
    """The records that an object without a text holds in a list, itself or in an object in it."""
    if has_text(record, reading):
        return []
    objects = [record, *(one for one in record.values() if isinstance(one, dict))]
    lists = [one for each in objects for one in each.values() if isinstance(one, list)]
    found = [one for one in lists if any(isinstance(each, dict) and has_text(each, reading) for each in one)]
    if len(found) != 1:
        return []
    return [
        each if isinstance(each, dict) else not_an_object(each, f"element {number}")
        for number, each in enumerate(found[0], 1)
    ]


def _row(number: int, element: bytes | int, limit: int) -> Row:
    place = f"element {number}"
    if isinstance(element, int):
        return number, too_large(f"{place} has {element:,} bytes", limit, "max_line")
    try:
        return number, parse(element, place)
    except InputError as error:
        return number, error


class _Cutter:
    """Cut JSON into the elements of its arrays, and the objects outside of one.

    Iterating gives the bytes of each, and of one over the limit only its size.
    """

    def __init__(self, reader: BufferedReader, limit: int) -> None:
        self.limit = limit
        self.in_array = False
        self._reader = reader
        self._depth = 0
        self._in_string = False
        self._escaped = False
        self._held: list[bytes] = []
        self._size = 0
        self._first = True  # of an array: nothing has to stand before its end
        self._number = 0  # of elements given
        self._offset = 0  # bytes before the piece that is being cut
        self._began = 0  # the place of the element that is being cut

    def __iter__(self) -> Iterator[bytes | int]:
        piece = self._reader.read(HEAD_BYTES).removeprefix(_BOM)
        while piece:
            for element in self._cut(piece):
                self._number += 1
                yield element
            self._offset += len(piece)
            piece = self._reader.read(HEAD_BYTES)
        if self.in_array or self._depth or self._in_string:
            raise self._endless()
        rest = self._take(b"", 0)
        if rest:
            yield rest

    def _endless(self) -> InputError:
        if not self._size:
            reason = f"the array has no end: the file was cut off behind element {self._number}"
        else:
            element = f"element {self._number + 1}, which begins at byte {self._began:,},"
            reason = f"{element} has no end: the file was cut off, or a quote or bracket is wrong there"
        return InputError("truncated", reason, "read")

    def _cut(self, piece: bytes) -> Iterator[bytes | int]:
        start = at = 0
        if self._in_string:
            at = self._string(_IN_STRING.match(piece, 1 if self._escaped else 0), piece)
        while at < len(piece):
            between = self._depth == (1 if self.in_array else 0)
            found = (_BETWEEN if between else _INSIDE).search(piece, at)
            if not found:
                break
            at = found.end()
            sign = piece[found.start() : found.start() + 1]
            if sign == b'"':
                at = self._string(found, piece)
            elif sign == b",":
                if self.in_array:
                    self._first = False
                    yield self._take(piece[start : found.start()], start)
                    start = at
            elif sign in b"{[":
                if sign == b"[" and self._depth == 0 and not self._begun(piece[start : found.start()]):
                    self.in_array, self._first, start = True, True, at
                self._depth += 1
            elif self._depth:
                self._depth -= 1
                if self._depth == 0 and self.in_array:
                    last = self._take(piece[start : found.start()], start)
                    if last or not self._first:
                        yield last
                    self.in_array, start = False, at
                elif self._depth == 0:
                    yield self._take(piece[start:at], start)
                    start = at
        self._hold(piece[start:], start)

    def _string(self, found: re.Match[bytes] | None, piece: bytes) -> int:
        """Note whether the string goes on in the next piece; give where it ends in this one."""
        if found is None:
            self._escaped = False
            return len(piece)
        self._in_string = not found[1]
        self._escaped = self._in_string and found.end() < len(piece)
        return len(piece) if self._in_string else found.end()

    def _begun(self, before: bytes) -> bool:
        return bool(self._size) or bool(before.strip())

    def _hold(self, part: bytes, start: int) -> None:
        if not self._size:
            size = len(part)
            part = part.lstrip()
            self._began = self._offset + start + size - len(part)
        if part:
            self._size += len(part)
            self._held = (
                [*self._held, part]
                if self._size <= self.limit and len(self._held) < 64
                else ([b"".join([*self._held, part])] if self._size <= self.limit else [])
            )

    def _take(self, part: bytes, start: int) -> bytes | int:
        self._hold(part, start)
        data, size = b"".join(self._held).strip(), self._size
        self._held, self._size = [], 0
        return size if size > self.limit else data
