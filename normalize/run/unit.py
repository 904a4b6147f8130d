"""Work units: what is to be read, cut into pieces that any process can read by itself.

A unit names files, or a range of lines of one file; it never holds their content. Units are cut by what is
read alone, so that they are the same whoever does the work, and however many do it.
"""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from normalize.errors import InputError
from normalize.read import Failure, remote
from normalize.read.content import charset_of_records
from normalize.read.find import Finder
from normalize.read.formats import tell
from normalize.read.source import COMPRESSED, STDIN, Source
from normalize.read.stream import HEAD_BYTES
from normalize.read.unpack import compression_of
from normalize.run.shard import writing

LARGE_FILE = 256_000
"""Bytes from which a file of records is a unit of its own."""

RANGE_BYTES = 1_800_000
"""Of a unit of lines. It is less than `work.CHUNK_SIZE`, so that its records make one shard."""

FILES = 128
"""Files of one document each in a unit."""

FIRST_UNITS = (8, 16, 32, 64)
"""Shares (of `FILES`, and of 128ths of `RANGE_BYTES`) of the first units: small ones, so that all workers
begin at once and the first records are there soon."""

_WHOLE = (".txt", ".html", ".htm", ".xhtml")


class Piece(NamedTuple):
    """A file, or some of its lines: bytes from `start` to `end` (None: its end), the first of them line
    `line` (0: the file as a whole, whatever it holds).
    """

    source: Source
    start: int = 0
    end: int | None = None
    line: int = 0


class Unit(NamedTuple):
    """A piece of the work. `number`: its place among all units, from 0. `pieces`: what to read, in this
    order, and what failed when it was looked for. `spool`: a temporary file that belongs to it alone.
    `size`: bytes of the pieces, as they are stored, where they were looked at.
    """

    number: int
    pieces: tuple[Piece | Failure, ...]
    spool: str | None = None
    size: int = 0


class Planner:
    """The units of a run. Iterating cuts them as they are asked for; memory holds one, and the names in one
    directory.

    Args:
        paths: files, directories, '-', in the order in which they are to be read.
        spool: the beginning of the names of files for what comes by standard input, which cannot be read
        twice.
    """

    def __init__(self, paths: Iterable[str | os.PathLike[str]], spool: Path) -> None:
        self._finder = Finder(paths)
        self._spool = spool
        self._number = 0

    @property
    def skipped(self) -> Counter[str]:
        """Files in directories that are of other types, by suffix."""
        return self._finder.skipped

    def __iter__(self) -> Iterator[Unit]:
        """Give the units in order."""
        small: list[Piece | Failure] = []
        for found in self._finder:
            if isinstance(found, Failure):
                small.append(found)
                continue
            size = _size_if_large(found)
            if found.file != STDIN and size is None:
                small.append(Piece(found))
            else:
                if small:
                    yield self._unit(tuple(small))
                    small = []
                yield from self._of_input() if found.file == STDIN else self._of_file(found, size or 0)
            if len(small) >= self._share(FILES):
                yield self._unit(tuple(small))
                small = []
        if small:
            yield self._unit(tuple(small))

    def _share(self, most: int) -> int:
        first = FIRST_UNITS[self._number] if self._number < len(FIRST_UNITS) else FILES
        return max(1, most * first // FILES)

    def _unit(self, pieces: tuple[Piece | Failure, ...], spool: str | None = None, size: int = 0) -> Unit:
        self._number += 1
        return Unit(self._number - 1, pieces, spool, size)

    def _of_file(self, source: Source, size: int) -> Iterator[Unit]:
        """A large file: ranges of lines if it is plain JSONL, else one unit."""
        try:
            raw = remote.RemoteFile(source.file) if remote.is_url(source.file) else io.FileIO(source.file)
            with io.BufferedReader(raw, HEAD_BYTES) as file:
                if _is_lines(file.peek(HEAD_BYTES), source):
                    yield from self._ranges(file, source)
                    return
        except (OSError, InputError):
            pass  # told by whoever reads it
        yield self._unit((Piece(source),), size=size)

    def _ranges(self, file: IO[bytes], source: Source) -> Iterator[Unit]:
        start, line = 0, 1
        while block := file.read(self._share(RANGE_BYTES)):
            lines, size = _rest_of_line(file, block)
            end = start + len(block) + size
            if start == 0 and block.isspace():  # it may hold nothing at all: one place has to tell so
                yield self._unit((Piece(source),))
                return
            yield self._unit((Piece(source, start, end, line),), size=end - start)
            start, line = end, line + lines

    def _of_input(self) -> Iterator[Unit]:
        """Standard input, in files of its own: each a range of lines, or all of it. Raises ShardError."""
        # A second buffer over the first fills up before it gives anything, also where a pipe gives little.
        told = Source(STDIN, STDIN)
        reader = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer), HEAD_BYTES)
        try:
            lines, line = _is_lines(reader.peek(HEAD_BYTES), told), 1
            for number in count():
                block = reader.read(self._share(RANGE_BYTES) if lines else 1 << 20)
                if number and not block:
                    return
                if number == 0 and block.isspace():  # it may hold nothing at all: one place has to tell so
                    lines = False
                file = self._spool.with_name(f"{self._spool.name}-{self._number}")
                with writing(file), file.open("wb") as spool:
                    spool.write(block)
                    if lines:
                        last = b"" if block.endswith(b"\n") else _copy_line(reader, spool)
                        ends = block.count(b"\n") + last.count(b"\n")
                    else:
                        _copy(reader, spool)
                if not lines:
                    yield self._unit((Piece(Source(str(file), STDIN)),), str(file))
                    return
                yield self._unit((Piece(Source(str(file), STDIN), 0, None, line),), str(file), len(block))
                line += ends
        finally:
            reader.detach()  # closing it would close standard input


def _size_if_large(source: Source) -> int | None:
    """The size of a file of records that is large; None for all others, which are not even looked at."""
    if source.file == STDIN or source.path.lower().endswith(_WHOLE):
        return None
    try:
        size = remote.size(source.file) if remote.is_url(source.file) else os.stat(source.file).st_size  # noqa: PTH116 - a string, of which there may be a million
    except (OSError, InputError):
        return None
    return size if size is not None and size >= LARGE_FILE else None


def _is_lines(head: bytes, source: Source) -> bool:
    """Whether a file is JSONL that can be cut between its lines."""
    if compression_of(head[:10]) or charset_of_records(head) or source.path.endswith(COMPRESSED):
        return False
    try:
        return tell(head, source.suffix).name == "jsonl"
    except InputError:
        return False


def _rest_of_line(file: IO[bytes], block: bytes) -> tuple[int, int]:
    """Read on to the end of the line; give how many lines end in all, and how many bytes were read."""
    lines, size = block.count(b"\n"), 0
    if block.endswith(b"\n"):
        return lines, 0
    while piece := file.readline(1 << 20):
        size += len(piece)
        if piece.endswith(b"\n"):
            return lines + 1, size
    return lines, size


def _copy_line(reader: io.BufferedReader[Any], spool: IO[bytes]) -> bytes:
    """Copy the rest of a line; give its last part."""
    piece = b""
    while piece := reader.readline(1 << 20):
        spool.write(piece)
        if piece.endswith(b"\n"):
            break
    return piece


def _copy(reader: io.BufferedReader[Any], spool: IO[bytes]) -> None:
    while piece := reader.read(1 << 20):
        spool.write(piece)
