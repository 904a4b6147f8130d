"""The output directory: records, errors and the account of the run, which replace older ones as a whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from normalize.errors import NormalizeError, Problem, SetupError
from normalize.read import Failure
from normalize.write.encode import json_line

ARTICLES = "articles.jsonl"
ERRORS = "errors.jsonl"
RUN = "run.json"
PARTIAL = ".tmp"
_BUFFER_BYTES = 1 << 20


class OutputError(NormalizeError):
    """The output cannot be written any further: a full disk, a directory that went away."""


class Output:
    """Write into a directory, so that nothing unfinished ever stands under a final name.

    Everything goes to `articles.jsonl.tmp` and `errors.jsonl.tmp`. `finish` renames them; `run.json` is taken
    away before and put there last, so it is there only if the three belong together. A run that ends in any
    other way leaves older results as they were, and beside them the `.tmp` files with what it wrote so far.

    Raises:
        SetupError: `output-not-a-directory`, `output-not-writable`.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self._articles, self._errors = self._open()

    def _open(self) -> tuple[BinaryIO, BinaryIO]:
        if self.folder.exists() and not self.folder.is_dir():
            raise self._refusal(
                "output-not-a-directory", "the output must be a directory, and this is a file"
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            articles = self._partial(ARTICLES).open("wb", buffering=_BUFFER_BYTES)
            try:
                return articles, self._partial(ERRORS).open("wb")
            except OSError:
                articles.close()
                raise
        except (FileExistsError, NotADirectoryError):
            raise self._refusal("output-not-a-directory", "a part of this path is a file") from None
        except OSError as error:
            place = error.filename or self.folder
            raise self._refusal("output-not-writable", f"cannot write {place}: {error.strerror}") from error

    def _refusal(self, code: str, message: str) -> SetupError:
        return SetupError([Problem(str(self.folder), 0, code, message)])

    def _partial(self, name: str) -> Path:
        return self.folder / f"{name}{PARTIAL}"

    def write(self, line: bytes) -> None:
        """Write one record as `json_line` gave it."""
        with self._writing():
            self._articles.write(line)

    def fail(self, failure: Failure) -> None:
        """Write an entry of the error file."""
        with self._writing():
            self._errors.write(json_line(failure.entry()))

    def finish(self, account: Mapping[str, Any]) -> None:
        """Put the results in the place of older ones.

        Args:
            account: what `run.json` is to hold.
        """
        with self._writing():
            for file in (self._articles, self._errors):
                file.flush()
                os.fsync(file.fileno())
                file.close()
            run = self._partial(RUN)
            run.write_text(json.dumps(account, indent=2, ensure_ascii=True) + "\n", encoding="ascii")
            (self.folder / RUN).unlink(missing_ok=True)
            for name in (ERRORS, ARTICLES, RUN):
                self._partial(name).replace(self.folder / name)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"cannot write to {self.folder}: {error.strerror or error}") from error

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in (self._articles, self._errors):
            if not file.closed:
                try:
                    file.close()
                except OSError:
                    if kind is None:
                        raise
