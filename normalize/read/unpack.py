"""Compressed bytes to plain ones: gzip, bzip2, xz and zstd, within limits and in bounded memory."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from normalize.errors import InputError
from normalize.read.extras import load_zstd

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    Buffered = io.BufferedReader[Any]

READ_BYTES = 1 << 16

GZIP_WINDOW = 31  # zlib's `wbits`: 15 for the largest window, 16 more for a gzip header and check sum
XZ_MEMORY = 130_000_000  # bytes; `xz -9`, the most that its presets use, needs 65 MiB to unpack

RATIO_FROM = 1_000_000  # bytes given; what gives less does no harm, whatever its ratio
MOST_STARTS = 4096  # members whose places are kept: more than one buffer of unpacked records can hold


class Decoder(Protocol):
    """One member (gzip), stream (bzip2, xz) or frame (zstd), as Python's own decompressors work."""

    eof: bool
    needs_input: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Give at most `max_length` bytes; what is left of the input is kept for the next call."""


class _Inflate:
    """zlib's decompressor with the interface that the others have."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP_WINDOW)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._member.eof

    @property
    def unused_data(self) -> bytes:
        return self._member.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        left = self._member.unconsumed_tail
        piece = self._member.decompress(left + data if left else data, max_length)
        self.needs_input = not self._member.unconsumed_tail
        return piece


def _zstd() -> Decoder:
    decoder: Decoder = load_zstd("zstd compression").ZstdDecompressor()
    return decoder


class Compression(NamedTuple):
    """A compression: its name, how its files begin and end their names, and what unpacks one member."""

    name: str
    magic: bytes
    suffixes: tuple[str, ...]
    decoder: Callable[[], Any]


COMPRESSIONS: tuple[Compression, ...] = (
    #           name    magic                suffixes          by            defined in
    Compression("gzip", b"\x1f\x8b", (".gz",), _Inflate),  # RFC 1952, section 2.3.1
    Compression("zstd", b"\x28\xb5\x2f\xfd", (".zst", ".zstd"), _zstd),  # RFC 8878, section 3.1.1
    Compression("bzip2", b"BZh", (".bz2",), bz2.BZ2Decompressor),
    Compression("xz", b"\xfd7zXZ\0", (".xz",), lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY)),
)


def compression_of(head: bytes) -> Compression | None:
    """Tell the compression of a file by its first bytes (ten are enough); None if it has none."""
    for one in COMPRESSIONS:
        if head.startswith(one.magic):
            # 'BZh' could begin a text: a level and the magic of a block, or of the end, follow it.
            if one.name == "bzip2" and head[4:10] not in (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"):
                continue
            return one
    return None


class Unpacker(io.RawIOBase):
    """Decompress one member or several behind each other, with zero padding after any of them.

    Python's own file classes take no limit, and do not tell cut data from broken ones.

    Attributes:
        starts: places of members: the bytes given before each, and the bytes taken before it; the last
        `MOST_STARTS` of them.
    """

    def __init__(self, packed: Buffered, compression: Compression, max_ratio: float) -> None:
        self._packed = packed
        self._kind = compression
        self._max_ratio = max_ratio
        self._member: Decoder | None = None
        self._input = b""
        self._last = b""  # what was put in last, to look for another member if this one is broken
        self._taken = 0
        self._given = 0
        self._error: InputError | None = None
        self.starts: deque[tuple[int, int]] = deque(maxlen=MOST_STARTS)

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

    @property
    def given(self) -> int:
        """How many bytes it has given."""
        return self._given

    def skip_broken(self) -> bool:
        """After broken data, go on at what looks like the next member; False if nothing does. In archives,
        each record is a member, so that a broken byte need not cost all that follows.
        """
        if self._error is None or self._error.code != "corrupt":
            return False
        magic = self._kind.magic
        self._input = self._last[1:]  # the broken member may begin with the first of them
        while (at := self._input.find(magic)) < 0:
            rest = self._input[1 - len(magic) :]
            self._take_in()
            if not self._input:
                return False
            self._input = rest + self._input
        self._input = self._last = self._input[at:]
        self._member = self._error = None
        return True

    def _take_in(self) -> None:
        self._input = self._last = self._packed.read(READ_BYTES)
        self._taken += len(self._input)

    def _some(self, size: int) -> bytes:
        """At most `size` bytes, and none only at the end."""
        while True:
            if not self._input and (self._member is None or self._member.needs_input):
                self._take_in()
            if self._member is None:
                self._input = self._input.lstrip(b"\0")
                if not self._input:
                    if self._packed.peek(1):
                        continue
                    return b""
                self._member = self._kind.decoder()
                self.starts.append((self._given, self._taken - len(self._input)))
            if not self._input and self._member.needs_input:
                name = self._kind.name
                raise InputError(
                    "truncated", f"the {name} data end before their end; the file was cut off", "read"
                )
            piece = self._unpack(self._member, size)
            if piece:
                return piece

    def _unpack(self, member: Decoder, size: int) -> bytes:
        try:
            piece = member.decompress(self._input, size)
        except (MemoryError, lzma.LZMAError, OSError, EOFError, ValueError, zlib.error) as error:
            raise self._broken(error) from error
        except Exception as error:
            if type(error).__name__ != "ZstdError":  # its module is there only if zstd is
                raise
            raise self._broken(error) from error
        self._input = b""
        if member.eof:
            self._input = self._last = member.unused_data
            self._member = None
        self._given += len(piece)
        if self._given > RATIO_FROM and self._given > self._taken * self._max_ratio:
            raise InputError(
                "too-compressed",
                f"{self._taken:,} bytes give {self._given:,} and more; read.max_ratio is {self._max_ratio:g}",
                "read",
            )
        return piece

    def _broken(self, error: Exception) -> InputError:
        after = f" after {self._given:,} good bytes" if self._given else ""
        return InputError("corrupt", f"the {self._kind.name} data are broken{after}: {error}", "read")
