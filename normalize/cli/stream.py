"""`normalize clean --jsonl`: a filter of JSON lines for pipes."""

from __future__ import annotations

import os
import select
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from normalize.cli.choices import Edits
from normalize.cli.setup import INTERRUPTED, SOME_FAILED, WRONG, put, say
from normalize.write import json_line

if TYPE_CHECKING:
    from normalize.lines import LineCleaner
    from normalize.many import Item
    from normalize.pipeline import Pipeline

_READ_BYTES = 1 << 16  # what a pipe holds on Linux
_IDLE_SECONDS = 0.05  # how long to wait for input before results that workers have are given
_BOM = b"\xef\xbb\xbf"


class Errors(StrEnum):
    """Where it is told that a line could not be cleaned."""

    stderr = "stderr"
    inline = "inline"


@dataclass(frozen=True, slots=True)
class Streaming:
    """How a stream of JSON lines is cleaned."""

    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Clean JSON lines to JSON lines, in order, as they come.")
    ] = False
    workers: Annotated[
        int,
        typer.Option(min=0, help="With --jsonl: processes that clean. 0: this one, which nothing guards."),
    ] = 0
    unbuffered: Annotated[
        bool,
        typer.Option("--unbuffered", help="With --jsonl: each line is cleaned alone, and written at once."),
    ] = False
    errors: Annotated[
        Errors,
        typer.Option(
            help="With --jsonl: what cannot be cleaned is told on standard error, or inline, in its place."
        ),
    ] = Errors.stderr

    def lost(self) -> str:
        """An option that was given and has no meaning for one document; empty if there is none."""
        given = {
            "--workers": self.workers,
            "--unbuffered": self.unbuffered,
            "--errors": self.errors is not Errors.stderr,
        }
        return next((name for name, is_given in given.items() if is_given), "")


def clean_lines(file: Path, pipeline: Pipeline, options: Streaming, edits: Edits) -> None:
    """Clean JSON lines to standard output, in order, as they come. Ends the program with its exit status."""
    from normalize.lines import LineCleaner

    failed = False
    with LineCleaner(pipeline, edits.value, options.workers) as cleaner:
        try:
            descriptor = _open(file)
            lines = _Lines(descriptor, pipeline.config.stage("read").max_line)
            numbers: deque[int] = deque()
            for found in cleaner.clean_chunks(_chunks(lines, cleaner, numbers, options.unbuffered)):
                out = []
                for result in found:
                    number = numbers.popleft()
                    if isinstance(result, bytes):
                        out.append(result)
                        continue
                    failed = True
                    entry = {**result.entry(), "record": number}
                    if options.errors is Errors.inline:
                        out.append(json_line({"error": entry}))
                    else:
                        say(json_line(entry).decode().rstrip("\n"))
                put(b"".join(out))
        except OSError as error:
            say(f"{file}: read: unreadable: it cannot be read: {error.strerror or error}")
            raise typer.Exit(WRONG) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
    if failed:
        raise typer.Exit(SOME_FAILED)


def _open(file: Path) -> int:
    """The descriptor of a file, or of standard input. Raises SetupError, OSError."""
    from normalize.errors import Problem, SetupError

    if str(file) == "-":
        return sys.stdin.fileno()
    try:
        return os.open(file, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        message = "there is no such file or directory"
        raise SetupError([Problem(str(file), 0, "missing-input", message)]) from None


def _chunks(
    lines: _Lines, cleaner: LineCleaner, numbers: deque[int], single: bool
) -> Iterator[list[Item] | None]:
    """Documents of the lines that are there, at most a batch of them; None while there is none."""
    from normalize.errors import InputError
    from normalize.many import BATCH
    from normalize.read.jsonl import parse
    from normalize.read.stream import too_large

    number = 0
    chunk: list[Item] = []
    while True:
        while lines.ready and len(chunk) < (1 if single else BATCH):
            line = lines.ready.popleft()
            number += 1
            row: dict[str, Any] | InputError
            if isinstance(line, int):
                told = f"line {number} has {line:,} bytes"
                row = too_large(told, cleaner.reader.config.max_line, "max_line")
            elif not line or line.isspace() or line == _BOM:
                continue
            else:
                try:
                    row = parse(line.removeprefix(_BOM) if number == 1 else line, f"line {number}")
                except InputError as error:
                    row = error
            numbers.append(number)
            chunk.append(cleaner.reader.read(row))
        if lines.ready or (chunk and not lines.fill(0)):
            yield chunk
            chunk = []
        elif not chunk and not lines.fill(_IDLE_SECONDS):
            if lines.ended:
                return
            yield None


class _Lines:
    """The lines of a file as far as they are there. Of one over the limit only its size in bytes is kept."""

    def __init__(self, descriptor: int, limit: int) -> None:
        self.ready: deque[bytes | int] = deque()
        self.ended = False
        self._descriptor = descriptor
        self._limit = limit
        self._rest = bytearray()
        self._dropped = 0

    def fill(self, seconds: float) -> bool:
        """Read what is there; wait for it so long. False: nothing came."""
        if self.ended or not self._there(seconds):
            return False
        data = os.read(self._descriptor, _READ_BYTES)
        if not data:
            self.ended = True
            if self._rest or self._dropped:
                self._end_line()
            return bool(self.ready)
        *whole, rest = data.split(b"\n")
        for piece in whole:
            self._rest += piece
            self._end_line()
        self._rest += rest
        if len(self._rest) > self._limit:
            self._dropped += len(self._rest)
            self._rest.clear()
        return True

    def _there(self, seconds: float) -> bool:
        if os.name != "posix":  # elsewhere only sockets can be asked
            return True
        return bool(select.select([self._descriptor], [], [], seconds)[0])

    def _end_line(self) -> None:
        size = self._dropped + len(self._rest)
        self.ready.append(size if size > self._limit else bytes(self._rest))
        self._rest.clear()
        self._dropped = 0
