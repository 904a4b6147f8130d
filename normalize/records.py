"""The records of finished runs, read again: JSON lines, plain or compressed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import orjson

from normalize.errors import InputError, Problem, SetupError
from normalize.read.extras import load_zstd

_SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_STEM = "articles"


def files_of(places: Sequence[Path]) -> list[Path]:
    """Give the files of records behind output directories and files, in the order of the places.

    Raises:
        SetupError: `no-records`: a place that is not there, or holds no JSON lines.
    """
    found: list[Path] = []
    problems = []
    for place in places:
        files = [place] if place.is_file() else _of_folder(place) if place.is_dir() else []
        if not files or not all(one.name.endswith(_SUFFIXES) for one in files):
            what = "there is nothing here" if not place.exists() else "no articles as JSON lines"
            problems.append(
                Problem(str(place), 0, "no-records", f"{what}; name the output of `normalize run`")
            )
        found += files
    if problems:
        raise SetupError(problems)
    return found


def _of_folder(folder: Path) -> list[Path]:
    try:
        names = json.loads((folder / "run.json").read_bytes())["outputs"]
        files = [folder / name for name in names]
    except (OSError, ValueError, KeyError, TypeError):
        files = []
    files = [one for one in files if one.is_file() and one.name.endswith(_SUFFIXES)]
    return files or sorted(one for one in folder.glob(f"{_STEM}*") if one.name.endswith(_SUFFIXES))


def lines_of(path: Path) -> Iterator[bytes]:
    """Give the lines of a file.

    Raises:
        SetupError: `missing-extra`, `no-records` for what cannot be unpacked or read.
    """
    try:
        with closing(_open(path)) as file:
            yield from file
    except InputError as error:
        raise SetupError([Problem(str(path), 0, "missing-extra", str(error))]) from None
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SetupError([Problem(str(path), 0, "no-records", f"cannot be read: {reason}")]) from None


def _open(path: Path) -> IO[bytes] | Any:
    if path.name.endswith(".gz"):
        return gzip.open(path, "rb")
    if path.name.endswith(".zst"):
        return load_zstd(path.name).open(path, "rb")
    return path.open("rb")


def parse_record(line: bytes, path: Path, number: int) -> dict[str, Any]:
    """Give the record of a line.

    Raises:
        SetupError: `no-records`: it is no record of this package.
    """
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        record = _by_json(line)
    if isinstance(record, dict) and isinstance(record.get("body"), str) and isinstance(record.get("id"), str):
        record.setdefault("metadata", {})
        record.setdefault("source", {})
        record.setdefault("quality", {"flags": []})
        return record
    raise SetupError([Problem(str(path), number, "no-records", "this line is no record of an article")])


def _by_json(line: bytes) -> Any:
    """A line with a lone surrogate, which orjson refuses."""
    try:
        return json.loads(line)
    except ValueError:
        return None


def numbered_lines(files: Sequence[Path], skip: int = 0) -> Iterator[tuple[int, Path, int, bytes]]:
    """Give the number of each record but the first `skip`, counted from 0 over all files, its file, the
    number of its line there, and the line.

    Raises:
        SetupError: `no-records`, `missing-extra`.
    """
    number = 0
    for file in files:
        for at, line in enumerate(lines_of(file), 1):
            if line.isspace():
                continue
            if number >= skip:
                yield number, file, at, line
            number += 1


def make_output(out: Path, files: Sequence[Path]) -> None:
    """Make an output directory for what is done with the records of some files.

    Raises:
        SetupError: `output-not-writable`: it cannot be made, or the records are in it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be made: {error.strerror or error}"
        raise SetupError([Problem(str(out), 0, "output-not-writable", message)]) from None
    if any(file.resolve().parent == out.resolve() for file in files):
        message = "the output must be another directory than the records are in"
        raise SetupError([Problem(str(out), 0, "output-not-writable", message)])
