"""What several commands need: the pipeline, what is printed, and errors told without a traceback."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from normalize.cli.stdout import PIPE_CLOSED as PIPE_CLOSED  # told here with the other statuses
from normalize.cli.stdout import WRONG as WRONG
from normalize.cli.stdout import write_stdout
from normalize.errors import NormalizeError, SetupError

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.pipeline import Pipeline

SOME_FAILED = 1
INTERRUPTED = 130
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and newline
SIGNALLED = 128
SIGINT = 2


def load_config(file: Path | None, rules: Sequence[Path] | None = None, **sections: dict[str, Any]) -> Config:
    """Load the configuration that the options name, with what they say of its sections. Raises SetupError."""
    from normalize.config import load_config

    if rules:
        sections["rules"] = {"directories": [str(one) for one in rules]}
    return load_config(file, {name: values for name, values in sections.items() if values})


def load_pipeline(file: Path | None, rules: Sequence[Path] | None = None) -> Pipeline:
    """Make the pipeline that the options name. Raises SetupError."""
    from normalize.pipeline import Pipeline

    return Pipeline.load(load_config(file, rules))


def say(text: str) -> None:
    """Print a line to standard error; characters that it cannot show are escaped (Python does so by itself),
    and so are control characters, which names of files and words of documents may hold.

    If nobody listens any more, or the disk that it goes to is full, the work goes on.
    """
    with suppress(OSError):
        print(_CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text), file=sys.stderr, flush=True)


def draw(line: str = "") -> None:
    """Write over the last line of the terminal, if it is still there."""
    with suppress(OSError):
        sys.stderr.write("\r\x1b[K" + line[: shutil.get_terminal_size().columns - 1])
        sys.stderr.flush()


def log_json(event: str, **values: object) -> None:
    """Put out an event as a line of JSON on standard error: `time` (UTC, ISO 8601), `event`, and its
    values.
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    say(json.dumps({"time": now, "event": event, **values}, ensure_ascii=True))


def put(text: str | bytes) -> None:
    """Write to standard output, in UTF-8. Ends the program if that is not possible: `write_stdout`."""
    status = write_stdout(text)
    if status:
        raise typer.Exit(status)


def ask(question: str) -> str:
    """A line that the user types. Ends the program where standard input has none."""
    try:
        return input(f"{question}: ").strip()
    except EOFError:
        say(f"\nstandard input ends before the answer to `{question}`")
        raise typer.Exit(WRONG) from None


def counted(number: int, noun: str) -> str:
    """A number with what it counts: '1 hit', '2,000 hits'."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@contextmanager
def told(as_json: bool = False) -> Iterator[None]:
    """Tell the user what is wrong, a line for each problem, and end with exit status 2."""
    try:
        yield
    except SetupError as error:
        for problem in error.problems:
            if as_json:
                log_json("problem", **problem._asdict())
            else:
                say(str(problem))
        raise typer.Exit(WRONG) from None
    except NormalizeError as error:
        if as_json:
            log_json("stopped", message=str(error))
        else:
            say(f"normalize: {error}")
        raise typer.Exit(WRONG) from None
