"""Reading a corpus for discovery: raw inputs, and the records of runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from normalize.article import Document
from normalize.discover.scan import Read
from normalize.errors import Problem, SetupError
from normalize.read import Failure, Inputs, ReadConfig

_BODY = "text=body"


def reader(paths: Sequence[Path], config: ReadConfig, limit: int | None = None) -> Read:
    """Give a function that reads all documents behind the paths, as often as it is called.

    The output directory of a run stands for its records: their bodies are read.

    Args:
        limit: read only so many documents.

    Raises:
        SetupError: a path is not there, or is standard input, which cannot be read twice.
    """
    if any(str(path) == "-" for path in paths):
        problem = Problem("-", 0, "bad-path", "standard input cannot be read twice; write it to a file first")
        raise SetupError([problem])
    raw = [path for path in paths if records_of(path) is None]
    runs = [one for path in paths for one in records_of(path) or ()]
    bodies = replace(config, fields=(*config.fields, _BODY))
    if raw:
        Inputs(raw, config)  # says at once what is not there

    def read() -> Iterator[Document | Failure]:
        return islice(_all(raw, config, runs, bodies), limit)

    return read


def _all(
    raw: Sequence[Path], config: ReadConfig, runs: Sequence[Path], bodies: ReadConfig
) -> Iterator[Document | Failure]:
    if raw:
        yield from Inputs(raw, config)
    if runs:
        yield from Inputs(runs, bodies)


def records_of(path: Path) -> list[Path] | None:
    """The record files of a run's output directory; None if the path is none."""
    if not (path.is_dir() and (path / "run.json").is_file()):
        return None
    found = [one for one in path.iterdir() if one.name.startswith("articles") and one.suffix != ".tmp"]
    return sorted(found) or None
