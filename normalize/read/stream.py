"""The bytes of one input, decompressed, within limits and in bounded memory."""

from __future__ import annotations

import codecs
import errno
import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from normalize.errors import InputError
from normalize.read.config import ReadConfig
from normalize.read.remote import RemoteFile, is_url, size
from normalize.read.source import STDIN
from normalize.read.unpack import Unpacker, compression_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    Buffered = io.BufferedReader[Any]

HEAD_BYTES = 1 << 16
"""How much of a file is looked at to tell its format; also the size of one read."""


class Stream:
    """An open input. `reader` gives its bytes after decompression.

    Args:
        packed: the bytes as they are stored.
        size: how many these are; None: not known.
        config: the limits.
        file: the path on disk that holds just these bytes; None: there is none.
    """

    __slots__ = ("_file", "_packed", "_size", "_unpacker", "config", "reader")

    def __init__(
        self, packed: Buffered, size: int | None, config: ReadConfig, file: str | None = None
    ) -> None:
        kind = compression_of(packed.peek(10)[:10])
        self._unpacker = Unpacker(packed, kind, config.max_ratio) if kind else None
        self.reader: Buffered = io.BufferedReader(self._unpacker, HEAD_BYTES) if self._unpacker else packed
        self._packed = packed
        self._size = size
        self._file = None if kind else file
        self.config = config

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

    @property
    def left(self) -> int | None:
        """How many bytes are left to be read; None where that is not known."""
        known = self.reader is self._packed and self._size is not None
        return self._size - self.taken if known and self._size is not None else None

    def skip_broken(self) -> int | None:
        """After an error of decompression, go on at the next member. Give the place where that begins, in
        what `reader` gives; None if there is none.
        """
        return self._unpacker.given if self._unpacker and self._unpacker.skip_broken() else None

    def stored(self, place: int) -> int:
        """Where the member that holds a byte begins, in bytes as they are stored.

        Args:
            place: a place in what `reader` gives. Later calls must not ask for earlier places.
        """
        if self._unpacker is None:
            return place
        starts = self._unpacker.starts
        while len(starts) > 1 and starts[1][0] <= place:
            starts.popleft()
        return starts[0][1] if starts else 0

    @contextmanager
    def on_disk(self) -> Iterator[str]:
        """Give the path of a file with all the bytes, for formats that are read from their end.

        What is compressed, piped or inside an archive is unpacked into a temporary file.

        Raises:
            InputError: `too-large`, if that would take more than `max_spool` bytes.
        """
        if self._file is not None:
            try:
                yield self._file
            finally:
                self._packed.seek(0, os.SEEK_END)  # it was read by another way; `taken` tells of it
            return
        with tempfile.NamedTemporaryFile(prefix="normalize-") as spool:
            size = 0
            while piece := self.reader.read(1 << 20):
                size += len(piece)
                if size > self.config.max_spool:
                    raise too_large("the file has more bytes, unpacked", self.config.max_spool, "max_spool")
                spool.write(piece)
            spool.flush()
            yield spool.name

    def recode(self, charset: str) -> None:
        """Make UTF-8 of what is to be read; what the charset does not have becomes U+FFFD."""
        self._file = None
        self.reader = io.BufferedReader(_Recoder(self.reader, charset), HEAD_BYTES)

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


class _Recoder(io.RawIOBase):
    """The text of a reader as UTF-8."""

    def __init__(self, reader: Buffered, charset: str) -> None:
        self._reader = reader
        self._decoder = codecs.getincrementaldecoder(charset)("replace")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        while not self._rest:
            piece = self._reader.read(HEAD_BYTES)
            self._rest = self._decoder.decode(piece, not piece).encode("utf-8", "replace")
            if not piece:
                break
        piece, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


def too_large(what: str, limit: int, name: str = "max_bytes") -> InputError:
    """The error of an input over a size limit."""
    return InputError("too-large", f"{what}; read.{name} allows {limit:,}", "read")


@contextmanager
def opened(file: str, config: ReadConfig) -> Iterator[Stream]:
    """Open a file or URL, or standard input for '-', and decompress it if its first bytes say so.

    Raises:
        OSError: it cannot be opened or read.
        InputError: `not-a-file`; and while reading `truncated`, `corrupt`, `too-compressed`,
        `missing-extra`.
    """
    with _plain(file) as (packed, most):
        yield Stream(packed, most, config, None if file == STDIN or is_url(file) else file)


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
    if is_url(file):
        with io.BufferedReader(RemoteFile(file), HEAD_BYTES) as remote:
            yield remote, size(file)
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
