"""The records of finished runs, read again: JSON lines, plain or compressed, Parquet, and SQLite."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from normalize.article import SCHEMA
from normalize.errors import InputError, Problem, SetupError
from normalize.read.extras import load_extra, load_zstd
from normalize.write.encode import json_line
from normalize.write.output import open_sink
from normalize.write.sink import PARTIAL, Sink
from normalize.write.target import Target

_LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_SUFFIXES = (*_LINES, ".parquet", ".sqlite")
_STEM = "articles"
_BATCH_ROWS = 64  # of Parquet, read at once: about 1 MB with spans and edits
_NULLS = frozenset({"headline"})
"""Fields that are null where they are not known; all others are absent."""

_NO_RECORD = "this line is no record of an article"
_KINDS = (("id", str), ("body", str), ("metadata", dict), ("source", dict), ("quality", dict))

Record = dict[str, Any]


def files_of(places: Sequence[Path]) -> list[Path]:
    """Give the files of records behind output directories and files, in the order of the places.

    Raises:
        SetupError: `no-records`: a place that is not there, or holds no whole records, as trees of text.
    """
    found: list[Path] = []
    problems = []
    for place in places:
        files = [place] if place.is_file() else _of_folder(place) if place.is_dir() else []
        if not files or not all(one.name.endswith(_SUFFIXES) for one in files):
            what = (
                "there is nothing here"
                if not place.exists()
                else "no articles as JSON lines, Parquet or SQLite"
            )
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
        told = [folder / name for name in names]
    except (OSError, ValueError, KeyError, TypeError):
        told = []
    there = [one for one in told if one.exists()] or sorted(folder.glob(f"{_STEM}*"))
    return [
        file
        for one in there
        for file in (sorted(one.rglob("*.parquet")) if one.is_dir() else [one])
        if file.name.endswith(_SUFFIXES)
    ]


def lines_of(path: Path) -> Iterator[bytes]:
    """Give the records of a file, each as a line of JSON; for JSON lines, its lines as they are.

    Raises:
        SetupError: `missing-extra`, `no-records` for what cannot be unpacked or read.
    """
    if path.name.endswith(".parquet"):
        yield from map(json_line, of_parquet(path))
        return
    if path.name.endswith(".sqlite"):
        yield from map(json_line, of_sqlite(path))
        return
    try:
        with closing(_open(path)) as file:
            yield from file
    except InputError as error:
        raise SetupError([Problem(str(path), 0, "missing-extra", str(error))]) from None
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refusal(path, f"cannot be read: {reason}") from None


def _refusal(path: Path, message: str, line: int = 0) -> SetupError:
    return SetupError([Problem(str(path), line, "no-records", message)])


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
    if not isinstance(record, dict):
        raise _refusal(path, _NO_RECORD, number)
    form = record.get("schema", SCHEMA)
    if form != SCHEMA:
        raise _refusal(path, f"this line is of the form {form}; {SCHEMA} is read", number)
    record.setdefault("metadata", {})
    record.setdefault("source", {})
    record.setdefault("quality", {"flags": []})
    if not all(isinstance(record.get(name), kind) for name, kind in _KINDS):
        raise _refusal(path, _NO_RECORD, number)
    return record


def _by_json(line: bytes) -> Any:
    """A line with a lone surrogate, which orjson refuses."""
    try:
        return json.loads(line)
    except ValueError:
        return None


def of_parquet(file: Path) -> Iterator[Record]:
    """Give the records of a Parquet file: what `normalize.write.arrow_schema.arrow_row` made, the other way
    round.
    """
    try:
        arrow = load_extra(("pyarrow",), "reading Parquet", "parquet")
        parquet = load_extra(("pyarrow.parquet",), "reading Parquet", "parquet")
    except InputError as error:
        raise SetupError([Problem(str(file), 0, "missing-extra", str(error))]) from None
    try:
        with parquet.ParquetFile(file) as table:
            for batch in table.iter_batches(_BATCH_ROWS, use_threads=False):
                for row in batch.to_pylist():
                    yield _of_row(row, file)
    except (arrow.ArrowException, OSError) as error:
        raise _refusal(file, f"cannot be read: {error}") from None


def _of_row(row: Record, file: Path) -> Record:
    record = _known(row)
    metadata = record.setdefault("metadata", {})
    if "origins" in metadata:
        metadata["origins"] = dict(metadata["origins"])
    if "extra" in metadata:
        metadata["extra"] = json.loads(metadata["extra"])
    for name in ("source", "made_by"):
        record.setdefault(name, {})
    return parse_record(orjson.dumps(record), file, 0)


def _known(value: Any) -> Any:
    """A value without what is null only because Arrow has all fields in all rows."""
    if isinstance(value, dict):
        return {key: _known(one) for key, one in value.items() if one is not None or key in _NULLS}
    return [_known(one) for one in value] if isinstance(value, list) else value


_WHOLE = ("metadata", "source", "quality", "spans", "edits", "duplicates", "made_by")
"""Columns of SQLite that hold JSON."""


def of_sqlite(file: Path) -> Iterator[Record]:
    """Give the records of an SQLite database."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            columns = [one[1] for one in database.execute("PRAGMA table_info(articles)")]
            wanted = [one for one in ("schema", "id", "headline", "body", *_WHOLE) if one in columns]
            for row in database.execute(f"SELECT {', '.join(wanted)} FROM articles ORDER BY number"):
                told = zip(wanted, row, strict=True)
                record = {
                    name: json.loads(value) if name in _WHOLE else value
                    for name, value in told
                    if value is not None or name == "headline"
                }
                yield parse_record(orjson.dumps(record), file, 0)
    except (sqlite3.Error, ValueError, OSError) as error:
        raise _refusal(file, f"cannot be read: {error}") from None


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
                yield number, file, at, line if line.endswith(b"\n") else line + b"\n"
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


@contextmanager
def open_records(out: Path, target: Target) -> Iterator[Sink]:
    """Open what takes records, as files `articles` with `.tmp` behind their names, brought to the disk at the
    end.

    Raises:
        SetupError: `missing-extra`, `output-not-writable`.
    """
    try:
        sink = open_sink(out, target)
    except InputError as error:
        raise SetupError([Problem(str(out), 0, "missing-extra", str(error))]) from None
    try:
        yield sink
        sink.seal()
    except BaseException:
        sink.abort()
        raise


def clear_output(out: Path, names: Sequence[str]) -> None:
    """Remove records that an earlier time wrote in another form, so that none are read twice."""
    for old in out.glob(f"{_STEM}*"):
        if old.suffix != PARTIAL and old.name not in names and old.is_file():
            old.unlink()
