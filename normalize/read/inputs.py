"""All documents behind the named paths, one by one, and what was seen on the way."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterable, Iterator

from normalize.article import Document
from normalize.errors import InputError, told_bug
from normalize.read.config import ReadConfig
from normalize.read.content import charset_of_records
from normalize.read.failure import Failure, failed
from normalize.read.find import Finder, check_paths
from normalize.read.formats import SUFFIXES, plugged, tell
from normalize.read.jsonl import read_lines
from normalize.read.mapping import FieldMap
from normalize.read.reading import Found, Reading
from normalize.read.record import text_keys
from normalize.read.source import Source
from normalize.read.stream import Stream, no_device, opened

_DEFAULT = ReadConfig()


class SourceReader:
    """Reads sources, one after the other, and counts what it sees.

    Nothing is raised for a bad input. Memory holds one document at a time, and what `docs/formats.md` says of
    each format.

    Args:
        config: field map and limits.

    Attributes:
        bytes: how many bytes were read from the sources, as they are stored.

    Raises:
        SetupError: a field map that cannot be read.
    """

    def __init__(self, config: ReadConfig = _DEFAULT) -> None:
        self._config = config
        self._plugged = plugged(config.plugins)
        self._reading = Reading(config, FieldMap.of(config), self._read_stream, SUFFIXES)
        self._stream: Stream | None = None
        self.bytes = 0

    @property
    def skipped(self) -> Counter[str]:
        """Files in archives that are of other types, by suffix."""
        return self._reading.skipped

    @property
    def ignored(self) -> Counter[str]:
        """Keys of records, and metadata, that were not taken over."""
        return self._reading.ignored

    @property
    def passed(self) -> Counter[str]:
        """Records that by their own word hold no article, such as HTTP errors in WARC archives, by kind."""
        return self._reading.passed

    @property
    def fraction(self) -> float:
        """How much of the source that is open has been read, from 0 to 1."""
        return self._stream.fraction if self._stream else 0.0

    @property
    def so_far(self) -> int:
        """Bytes read, as they are stored, with those of the source that is open."""
        return self.bytes + (self._stream.taken if self._stream else 0)

    def count_skipped_in(self, skipped: Counter[str]) -> None:
        """Count files of other types there, beside those that a finder counts."""
        self._reading.skipped = skipped

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Give the documents of a source, and a failure for whatever does not become one."""
        return _safely(source, self._read(source))

    def _read(self, source: Source) -> Found:
        with opened(source.file, self._config) as stream:
            self._stream = stream
            try:
                yield from self._read_stream(stream, source, 0)
            finally:
                self._stream = None
                self.bytes += stream.taken

    def read_lines(
        self, source: Source, start: int, end: int | None, line: int
    ) -> Iterator[Document | Failure]:
        """Give the documents of some lines of a plain JSONL file.

        Args:
            start, end: bytes; both at the beginning of a line. None: the end of the file.
            line: the number of the first line.
        """
        return _safely(source, self._read_lines(source, start, end, line))

    def _read_lines(self, source: Source, start: int, end: int | None, line: int) -> Found:
        with opened(source.file, self._config) as stream:
            stream.reader.seek(start)
            yield from read_lines(stream, source, self._reading, line, end)
            self.bytes += stream.taken - start

    def _read_stream(self, stream: Stream, source: Source, depth: int) -> Found:
        """The documents of an open file, or of a file in an archive, at a depth of nesting."""
        try:
            form = tell(stream.head, source.suffix, self._plugged, text_keys(self._reading))
            charset = charset_of_records(stream.head) if form.utf8 else None
            if charset:
                stream.recode(charset)
            before, self._reading.depth = self._reading.depth, depth
            try:
                yield from form.reader(stream, source, self._reading)
            finally:
                self._reading.depth = before
        except InputError as error:
            yield failed(source.path, None, source.id, error)


class Inputs:
    """The documents of files, directories and standard input ('-').

    Iterating gives one document or one failure for each file, and for each record of a file of records, as
    `SourceReader` does, in one process. Memory also holds the names in one directory (90 bytes each).

    Args:
        paths: in the order in which they are to be read.
        config: the limits.
        out: where the results will go, to refuse a directory that is an input as well.

    Raises:
        SetupError: a path that is not there; an output directory inside an input or the other way round; a
        field map that cannot be read.
    """

    def __init__(
        self,
        paths: Iterable[str | os.PathLike[str]],
        config: ReadConfig = _DEFAULT,
        out: str | os.PathLike[str] | None = None,
    ) -> None:
        self._paths = list(paths)
        check_paths(self._paths, out)
        self.reader = SourceReader(config)
        self.given = 0
        self.files = 0

    def __iter__(self) -> Iterator[Document | Failure]:
        """Give the documents, and a failure for whatever does not become one."""
        for item in self._items():
            self.given += 1
            yield item

    def _items(self) -> Iterator[Document | Failure]:
        finder = Finder(self._paths)
        self.reader.count_skipped_in(finder.skipped)
        for found in finder:
            if isinstance(found, Failure):
                yield found
            else:
                yield from self.reader.read(found)
                self.files += 1

    @property
    def skipped(self) -> Counter[str]:
        """Files in directories and archives that are of other types, by suffix."""
        return self.reader.skipped

    @property
    def ignored(self) -> Counter[str]:
        """Keys of records, and metadata, that were not taken over."""
        return self.reader.ignored

    @property
    def passed(self) -> Counter[str]:
        """Records that by their own word hold no article, by kind."""
        return self.reader.passed

    @property
    def bytes(self) -> int:
        """How many bytes were read, as they are stored."""
        return self.reader.bytes

    @property
    def done(self) -> float:
        """How many files have been read, with the part of the one that is open."""
        return self.files + self.reader.fraction

    def count_files(self) -> int:
        """How many files there are to read. This walks through the directories."""
        return sum(isinstance(found, Source) for found in Finder(self._paths))


def _safely(source: Source, found: Found) -> Found:
    """What is found in a source, and whatever goes wrong there as a failure: no file ends a run."""
    try:
        yield from found
    except OSError as error:
        yield failed(source.path, None, source.id, _input_error(error))
    except InputError as error:
        yield failed(source.path, None, source.id, error)
    except MemoryError:
        reason = "reading it took more memory than limits.memory allows"
        yield failed(source.path, None, source.id, InputError("memory", reason, "read"))
    except Exception as error:  # a bug of ours, or of a library on data that are broken
        bug = InputError("internal-error", told_bug(error), "read")
        yield failed(source.path, None, source.id, bug)


def _input_error(error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError("vanished", "the file is not there any more, or is a link to nothing", "read")
    if isinstance(error, IsADirectoryError):
        return InputError("not-a-file", "it is a directory, not a file", "read")
    if error.errno == errno.ELOOP:
        return InputError("link-loop", "the link leads to itself", "read")
    if no_device(error):
        return InputError("not-a-file", "it is a socket, or a device that is not there", "read")
    return InputError("unreadable", f"it cannot be read: {error.strerror or error}", "read")
