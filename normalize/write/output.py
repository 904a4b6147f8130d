"""Where results go: an output directory, whose files replace older ones as a whole, or standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, BinaryIO

from normalize.errors import InputError, NormalizeError, Problem, SetupError
from normalize.read import Failure
from normalize.write import place
from normalize.write.encode import json_line
from normalize.write.place import DROPPED, ERRORS
from normalize.write.sink import PARTIAL, JsonlSink, Sink
from normalize.write.target import FORMATS, TREES, Target

STDOUT = "-"
_DEFAULT = Target()


class OutputError(NormalizeError):
    """The output cannot be written any further: a full disk, a directory that went away."""


class Output:
    """Write into a directory, so that nothing unfinished ever stands under a final name.

    Everything goes to files with `.tmp` behind their names. `finish` renames them; `run.json` is taken
    away before and put there last, so it is there only if all belong together. A run that ends in any
    other way leaves older results as they were, and beside them the `.tmp` files with what it wrote so far.

    Args:
        folder: the directory; it is made if it is not there.
        target: the form of the records.

    Attributes:
        names: after `seal`, the files that hold the records.

    Raises:
        SetupError: `output-not-a-directory`, `output-not-writable`, `output-options`, `missing-extra`.
    """

    def __init__(self, folder: str | os.PathLike[str], target: Target = _DEFAULT) -> None:
        self.folder = Path(folder)
        self._sealed = False
        self._dropped: BinaryIO | None = None
        self._sink, self._errors = self._open(target)

    @property
    def names(self) -> list[str]:
        """The files that hold the records."""
        return self._sink.names

    @property
    def shown(self) -> str:
        """Where the records are, for people."""
        first = str(self.folder / self.names[0])
        if len(self.names) == 1:
            return first
        return f"{first.replace('-00000', '-*')} ({len(self.names)} files)"

    @property
    def errors_shown(self) -> str:
        """Where the entries of failures are."""
        return str(self.folder / ERRORS)

    def _open(self, target: Target) -> tuple[Sink, BinaryIO]:
        check_output(self.folder, target)
        try:
            place.clear(self.folder)
            sink = open_sink(self.folder, target)
            try:
                return sink, self._partial(ERRORS).open("wb")
            except OSError:
                sink.abort()
                raise
        except InputError as error:
            raise SetupError([Problem("normalize", 0, "missing-extra", str(error))]) from None
        except OSError as error:
            raise _not_written(self.folder, error) from error

    def _partial(self, name: str) -> Path:
        return self.folder / f"{name}{PARTIAL}"

    def write(self, line: bytes) -> None:
        """Write one record as `json_line` gave it."""
        try:  # and not `_writing`, which takes longer than the writing itself
            self._sink.write(line)
        except OSError as error:
            raise self._stopped(error) from error

    def drop(self, line: bytes) -> None:
        """Write a line of the file of records that filters took."""
        with self._writing():
            if self._dropped is None:
                self._dropped = self._partial(DROPPED).open("wb")
            self._dropped.write(line)

    def fail(self, failure: Failure) -> None:
        """Write an entry of the error file."""
        self.fail_line(json_line(failure.entry()))

    def fail_line(self, line: bytes) -> None:
        """Write a line of the error file, as `json_line` gave it."""
        with self._writing():
            self._errors.write(line)

    def seal(self) -> None:
        """Bring everything to the disk, still under its `.tmp` names."""
        with self._writing():
            self._sink.seal()
            for file in self._beside():
                file.flush()
                os.fsync(file.fileno())
                file.close()
            self._sealed = True

    def _beside(self) -> list[BinaryIO]:
        """The files beside those of the records."""
        return [self._errors, *([self._dropped] if self._dropped else [])]

    def finish(self, account: Mapping[str, Any]) -> None:
        """Put the results in the place of older ones.

        Args:
            account: what `run.json` is to hold; the names of the files are added as `outputs`.
        """
        if not self._sealed:
            self.seal()
        with self._writing():
            beside = (ERRORS, *([DROPPED] if self._dropped else []))
            place.put(self.folder, self.names, beside, account)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._stopped(error) from error

    def _stopped(self, error: OSError) -> OutputError:
        return OutputError(f"cannot write to {self.folder}: {error.strerror or error}")

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._sealed:
            for close in (self._sink.abort, *(file.close for file in self._beside())):
                try:
                    close()
                except (OSError, ValueError):  # ValueError: of a file that is closed already
                    if kind is None:
                        raise


def check_output(out: str | os.PathLike[str], target: Target = _DEFAULT, dry: bool = False) -> None:
    """Check, before anything is read, that results can be written; makes the directory if it is not there.

    Args:
        dry: only look, and make nothing.

    Raises:
        SetupError: `output-not-a-directory`, `output-not-writable`, `missing-extra`; `output-options`.
    """
    if os.fspath(out) == STDOUT:
        StandardOutput(target)
        return
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise _refusal(folder, "output-not-a-directory", "the output must be a directory, and this is a file")
    try:
        target.check_extras()
        if not dry:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):  # of another name than any file of a run that may be on just now
                pass
    except InputError as error:
        raise SetupError([Problem("normalize", 0, "missing-extra", str(error))]) from None
    except OSError as error:
        raise _not_written(folder, error) from error
    if folder.is_dir() and (name := place.foreign(folder, target)):
        message = f"{folder / name} is there, and not from an earlier run; move it, or name another directory"
        raise _refusal(folder, "output-not-writable", message)


def _not_written(folder: Path, error: OSError) -> SetupError:
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return _refusal(folder, "output-not-a-directory", "a part of this path is a file")
    reason = getattr(error, "strerror", None) or str(error)
    return _refusal(folder, "output-not-writable", f"cannot write into it: {reason}")


def _refusal(folder: Path, code: str, message: str) -> SetupError:
    return SetupError([Problem(str(folder), 0, code, message)])


def open_sink(folder: Path, target: Target) -> Sink:
    """Open what takes records in the form of a target. Raises InputError: `missing-extra`; OSError."""
    if target.partition:
        from normalize.write.partition import PartitionSink

        return PartitionSink(folder, target)
    if target.format == "parquet":
        from normalize.write.parquet import ParquetSink

        return ParquetSink(folder, target)
    if target.format == "sqlite":
        from normalize.write.sqlite import SqliteSink

        return SqliteSink(folder)
    if target.format in TREES:
        from normalize.write.tree import TreeSink

        return TreeSink(folder, target)
    if target.format not in FORMATS:
        made: Sink = target.plugged()(folder, target)
        return made
    return JsonlSink(folder, target)


class StandardOutput:
    """Write records to standard output.

    Raises:
        SetupError: `output-options`, for anything but plain JSON lines.
    """

    def __init__(self, target: Target = _DEFAULT) -> None:
        if target != Target(front_matter=target.front_matter):
            message = "standard output takes JSON lines, in one piece; compress them with a pipe"
            raise SetupError([Problem(STDOUT, 0, "output-options", message)])
        self._out = sys.stdout.buffer

    def write(self, lines: Iterable[bytes]) -> None:
        """Write records, and give them to the reader. Raises BrokenPipeError: there is none any more;
        OutputError.
        """
        try:
            self._out.writelines(lines)
            self._out.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"cannot write to standard output: {error.strerror or error}") from error
