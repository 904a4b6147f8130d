"""The bytes of one input, decompressed, within limits and in bounded memory."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from normalize.errors import InputError
from normalize.read.config import ReadConfig
from normalize.read.source import STDIN

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    Buffered = io.BufferedReader[Any]

HEAD_BYTES = 1 << 16
"""How much of a file is looked at to tell its format; also the size of one read."""

GZIP_MAGIC = b"\x1f\x8b"  # RFC 1952, section 2.3.1
GZIP_WINDOW = 31  # zlib's `wbits`: 15 for the largest window, 16 more for a gzip header and check sum

RATIO_FROM = 1_000_000  # bytes given; what gives less does no harm, whatever its ratio


class Stream:
    """An open input. `reader` gives its bytes after decompression."""

    __slots__ = ("_packed", "_size", "reader")

    def __init__(self, reader: Buffered, packed: Buffered, size: int | None) -> None:
        self.reader = reader
        self._packed = packed
        self._size = size

    @property
    def head(self) -> bytes:
        """The first `HEAD_BYTES` (or all, if there are fewer), which stay to be read."""
        return self.reader.peek(HEAD_BYTES)

    @property
    def taken(self) -> int:
        """Bytes read so far, as they are stored; 0 for what cannot tell its place, such as a pipe."""
        try:
            return self._packed.tell()
        except OSError:
            return 0

    @property
    def fraction(self) -> float:
        """How much of the file has been read, from 0 to 1; 0 where its size is not known."""
        return min(1.0, self.taken / self._size) if self._size else 0.0

    def whole(self, limit: int) -> bytes:
        """Read all of it.

        Raises:
            InputError: `too-large`, if there are more than `limit` bytes; no more than that is read.
        """
        plain = self.reader is self._packed
        if plain and self._size is not None and self._size > limit:
            raise too_large(f"the file has {self._size:,} bytes", limit)
        step = min(self._size + 1, 1 << 20) if plain and self._size is not None else 1 << 20
        pieces: list[bytes] = []
        size = 0
        while piece := self.reader.read(step):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise too_large(
                    "the file has more bytes, decompressed" if not plain else "the file has more bytes", limit
                )
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def too_large(what: str, limit: int, name: str = "max_bytes") -> InputError:
    """The error of an input over a size limit."""
    return InputError("too-large", f"{what}; read.{name} allows {limit:,}", "read")


@contextmanager
def opened(file: str, config: ReadConfig) -> Iterator[Stream]:
    """Open a file, or standard input for '-', and decompress it if its first bytes say that it is gzip.

    Raises:
        OSError: it cannot be opened or read.
        InputError: `not-a-file`; and while reading `truncated`, `corrupt`, `too-compressed`.
    """
    with _plain(file) as (packed, size):
        if packed.peek(2)[:2] == GZIP_MAGIC:
            with io.BufferedReader(Gunzip(packed, config.max_ratio), HEAD_BYTES) as reader:
                yield Stream(reader, packed, size)
        else:
            yield Stream(packed, packed, size)


@contextmanager
def _plain(file: str) -> Iterator[tuple[Buffered, int | None]]:
    if file == STDIN:
        # Standard input may be a pipe that gives little at a time. A second buffer over the first one fills
        # up before it gives anything. It is detached in the end, since closing it would close standard input.
        reader = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer), HEAD_BYTES)
        try:
            yield reader, None
        finally:
            reader.detach()
        return
    # Without O_NONBLOCK, opening a FIFO would wait for a writer.
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with io.BufferedReader(io.FileIO(descriptor), HEAD_BYTES) as file_reader:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise not_a_file(status.st_mode)
        yield file_reader, status.st_size


def not_a_file(mode: int) -> InputError:
    """The error of a FIFO, a device, a socket: none of them is read, since they may never end."""
    kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISDIR, "a directory"), (stat.S_ISSOCK, "a socket"))
    kind = next((name for test, name in kinds if test(mode)), "a device")
    return InputError(
        "not-a-file", f"it is {kind}, not a file; use '-' to read a pipe as standard input", "read"
    )


def no_device(error: OSError) -> bool:
    """Whether opening failed because the path is a socket or a device without a driver."""
    return error.errno in (errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP)


class Gunzip(io.RawIOBase):
    """Decompress gzip of one member or several (RFC 1952, section 2.2), with zero padding behind any of them.

    Python's own `gzip` takes no limit and tells a cut member and a broken one apart only by the text of the
    message.
    """

    def __init__(self, packed: Buffered, max_ratio: float) -> None:
        self._packed = packed
        self._max_ratio = max_ratio
        self._member: zlib._Decompress | None = None
        self._input = b""
        self._taken = 0
        self._given = 0
        self._error: InputError | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer; fewer bytes mean the end. What was good before an error is given first."""
        if self._error:
            raise self._error
        view = memoryview(buffer).cast("B")
        filled = 0
        try:
            while filled < len(view) and (piece := self._some(len(view) - filled)):
                view[filled : filled + len(piece)] = piece
                filled += len(piece)
        except InputError as error:
            self._error = error
            if not filled:
                raise
        return filled

    def _some(self, size: int) -> bytes:
        """At most `size` bytes, and none only at the end."""
        while True:
            if not self._input:
                self._input = self._packed.read(HEAD_BYTES)
                self._taken += len(self._input)
            if self._member is None:
                self._input = self._input.lstrip(b"\0")
                if not self._input:
                    if self._packed.peek(1):
                        continue
                    return b""
                self._member = zlib.decompressobj(GZIP_WINDOW)
            if not self._input:
                raise InputError(
                    "truncated", "the gzip data end before their end; the file was cut off", "read"
                )
            piece = self._inflate(self._member, size)
            if piece:
                return piece

    def _inflate(self, member: zlib._Decompress, size: int) -> bytes:
        try:
            piece = member.decompress(self._input, size)
        except zlib.error as error:
            after = f" after {self._given:,} good bytes" if self._given else ""
            raise InputError("corrupt", f"the gzip data are broken{after}: {error}", "read") from error
        self._input = member.unconsumed_tail
        if member.eof:
            self._input = member.unused_data
            self._member = None
        self._given += len(piece)
        if self._given > RATIO_FROM and self._given > self._taken * self._max_ratio:
            raise InputError(
                "too-compressed",
                f"{self._taken:,} bytes give {self._given:,} and more; read.max_ratio is {self._max_ratio:g}",
                "read",
            )
        return piece
