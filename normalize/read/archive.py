"""zip and tar archives: their files are inputs, as those of a directory are."""

from __future__ import annotations

import io
import lzma
import posixpath
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.failure import Failure, failed
from normalize.read.reading import Reading
from normalize.read.source import COMPRESSED, Source, suffix
from normalize.read.stream import HEAD_BYTES, Stream
from normalize.read.tally import count
from normalize.read.unpack import RATIO_FROM

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 512  # of a tar file (POSIX, 'ustar Interchange Format')
_LONGEST_HEAD = (
    1 << 24
)  # bytes of an extended head, which tarfile holds in memory; real ones have some hundred
_ENCRYPTED = 0x1  # of a zip file's flags (APPNOTE 4.4.4)
LINKS = "(links)"
_PARTS_OF_SYSTEMS = ("__MACOSX",)  # what macOS puts beside each file
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError)


def read_zip(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give the documents of a zip archive's files, in its order.

    Raises:
        InputError: `truncated`, if its list of files, at the end, is not there; `corrupt`,
        `too-many-members`, `nested-too-deep`, `empty`.
    """
    _check_depth(reading)
    empty = True
    with stream.on_disk() as path:
        budget = _Budget(reading.config.max_ratio, Path(path).stat().st_size)
        try:
            archive = zipfile.ZipFile(path)
        except _BROKEN as error:
            cut = "not a zip file" in str(error)
            reason = "its list of files is not there; it was cut off" if cut else str(error)
            code = "truncated" if cut else "corrupt"
            raise InputError(code, f"the zip archive: {reason}", "read") from None
        with archive:
            members = archive.infolist()
            if len(members) > reading.config.max_members:
                raise _too_many(len(members), reading)
            for member in members:
                inner = _member(member.filename, source)
                if member.is_dir() or not _wanted(inner, source, reading):
                    continue
                if stat.S_ISLNK(member.external_attr >> 16):  # what it holds is a path
                    count(reading.skipped, LINKS)
                    continue
                empty = False
                try:
                    if member.flag_bits & _ENCRYPTED:
                        raise InputError("unsupported", "it is encrypted", "read")
                    file = _opened(archive, member)
                except InputError as error:
                    yield failed(inner.path, None, inner.id, error)
                    continue
                with file:
                    yield from _read(file, inner, member.compress_size, budget, reading)
    if empty:
        raise InputError("empty", "the archive holds no file of a type that is read", "read")


def read_tar(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give the documents of a tar archive's files, in its order, as its bytes come in.

    Raises:
        InputError: `truncated`, `corrupt`, `too-many-members`, `nested-too-deep`, `empty`.
    """
    _check_depth(reading)
    budget = _Budget(reading.config.max_ratio, None)
    empty, number = True, 0
    forward = _Forward(stream)
    try:
        while forward.more():  # archives behind each other are one to those who made them
            archive: Any = _numbers(tarfile.open, fileobj=forward, mode="r:")
            while (member := _numbers(archive.next)) is not None:
                archive.members = []  # else it would keep them all
                number += 1
                if number > reading.config.max_members:
                    raise _too_many(number, reading)
                inner = _member(member.name, source)
                if not _is_file(member, reading) or not _wanted(inner, source, reading):
                    continue
                empty = False
                file = archive.extractfile(member)
                if file is not None:
                    yield from _read(file, inner, member.size, budget, reading)
            forward.check_end()
    except tarfile.TarError as error:
        cut = any(sign in str(error) for sign in ("unexpected end", "empty header", "truncated header"))
        raise InputError("truncated" if cut else "corrupt", f"the tar archive: {error}", "read") from None
    if empty:
        raise InputError("empty", "the archive holds no file of a type that is read", "read")


def _is_file(member: tarfile.TarInfo, reading: Reading) -> bool:
    """Whether it is a file; links, whose files are in the archive or not, and devices are counted."""
    if not member.isreg() and not member.isdir():
        count(reading.skipped, LINKS if member.islnk() or member.issym() else "(devices)")
    return member.isreg()


def _check_depth(reading: Reading) -> None:
    if reading.depth >= reading.config.max_nesting:
        reason = f"it lies in {reading.depth} archives; read.max_nesting is {reading.config.max_nesting}"
        raise InputError("nested-too-deep", reason, "read")


def _too_many(number: int, reading: Reading) -> InputError:
    reason = f"the archive has {number:,} files; read.max_members is {reading.config.max_members:,}"
    return InputError("too-many-members", reason, "read")


def _member(name: str, source: Source) -> Source:
    """A file of an archive. Its name is told below the archive's, without ways up and to the root."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    path = "/".join([source.path, *parts])
    return Source(path, path)


def _wanted(inner: Source, archive: Source, reading: Reading) -> bool:
    """Whether a file is an input; if its type is another, it is counted."""
    parts = inner.path[len(archive.path) :].split("/")[1:]
    if any(part.startswith(".") or part in _PARTS_OF_SYSTEMS for part in parts):
        return False
    if not parts:
        count(reading.skipped, "(no name)")
        return False
    ending = suffix(inner.path)
    if ending in reading.suffixes:
        return True
    name = posixpath.basename(inner.path)
    if name.lower().endswith(COMPRESSED):
        ending += posixpath.splitext(name)[1].lower()
    count(reading.skipped, ending or "(no suffix)")
    return False


class _Budget:
    """What an archive's files may give together, against what they take in it: bombs lay files over each
    other."""

    def __init__(self, max_ratio: float, packed: int | None) -> None:
        self.max_ratio = max_ratio
        self.packed = packed
        self.given = 0

    def spend(self, size: int) -> None:
        """Count what was given. Raises InputError `too-compressed`."""
        self.given += size
        if self.packed is not None:
            _check_ratio(self.given, self.packed, self.max_ratio, "the archive's ")


def _check_ratio(given: int, packed: int, ratio: float, whose: str = "") -> None:
    if given > RATIO_FROM and given > packed * ratio:
        reason = f"{whose}{packed:,} bytes give {given:,} and more; read.max_ratio is {ratio:g}"
        raise InputError("too-compressed", reason, "read")


class _Counted(io.RawIOBase):
    """A file of an archive, which may not give too much for what it takes in there."""

    def __init__(self, file: Any, packed: int, budget: _Budget) -> None:
        self._file = file
        self._packed = packed
        self._budget = budget
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            piece = self._file.read(len(view))
        except _BROKEN as error:
            raise _damaged(error) from None
        except tarfile.TarError as error:
            raise InputError("truncated", f"the tar archive ends in this file: {error}", "read") from None
        view[: len(piece)] = piece
        self._given += len(piece)
        _check_ratio(self._given, self._packed, self._budget.max_ratio)
        self._budget.spend(len(piece))
        return len(piece)


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(member)
    except (*_BROKEN, RuntimeError) as error:  # RuntimeError: a password is wanted
        raise _damaged(error) from None


def _numbers(read: Callable[..., Any], **given: Any) -> Any:
    """Call what reads a head of a tar file, where numbers may be none."""
    try:
        return read(**given)
    except (ValueError, OverflowError) as error:
        raise tarfile.ReadError(str(error)) from None


def _damaged(error: BaseException) -> InputError:
    if isinstance(error, NotImplementedError):
        return InputError("unsupported", f"its compression is not known: {error}", "read")
    if isinstance(error, EOFError):
        return InputError("truncated", "its data end before their end", "read")
    return InputError("corrupt", f"its data are broken: {error}", "read")


def _read(
    file: Any, inner: Source, packed: int, budget: _Budget, reading: Reading
) -> Iterator[Document | Failure]:
    with io.BufferedReader(_Counted(file, packed, budget), HEAD_BYTES) as reader:
        try:
            stream = Stream(reader, None, reading.config)
        except InputError as error:
            yield failed(inner.path, None, inner.id, error)
            return
        yield from reading.inner(stream, inner, reading.depth + 1)


class _Forward:
    """A file that `tarfile` may only go forward in, since it is a stream. It keeps the last block it read as
    the head of a file, which tells how the archive ended.
    """

    def __init__(self, stream: Stream) -> None:
        self._reader = stream.reader
        self._place = 0
        self.last_block = b""

    def more(self) -> bool:
        """Whether anything follows but zeros, with which archives are filled up; goes there."""
        while block := self._reader.peek(1):
            fill = len(block) - len(block.lstrip(b"\0\r\n"))
            self._place += len(self._reader.read(fill))
            if fill < len(block):
                return True
        return False

    def check_end(self) -> None:
        """Raise InputError `truncated` or `corrupt`, if what was read last is no end of an archive."""
        if len(self.last_block) < _BLOCK:
            raise InputError("truncated", "the tar archive has no end mark; it was cut off", "read")
        if self.last_block.strip(b"\0"):
            place = f"the tar archive is broken at byte {self._place - len(self.last_block):,}"
            raise InputError("corrupt", f"{place}: no file begins there; the rest of it is lost", "read")

    def tell(self) -> int:
        return self._place

    def seek(self, place: int, whence: int = 0) -> int:
        left = place - self._place
        if whence or left < 0:
            raise tarfile.ReadError("it is read in one direction only")
        while left > 0 and (piece := self._reader.read(min(left, 1 << 16))):
            left -= len(piece)
            self._place += len(piece)
        return self._place

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LONGEST_HEAD:
            raise tarfile.ReadError(f"a head of {size:,} bytes")
        piece = self._reader.read(size)
        self._place += len(piece)
        if size == _BLOCK:
            self.last_block = piece
        return piece
