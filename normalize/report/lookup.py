"""From the id of a record to the record, and from the record to its source."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from normalize.article import Document
from normalize.errors import InputError, NormalizeError
from normalize.read import Inputs, ReadConfig
from normalize.read.extras import load_zstd
from normalize.report.outputs import Outputs
from normalize.report.visible import visible
from normalize.ruleset.suggest import did_you_mean

_MOST_HINTS = 5_000  # ids among which a near one is looked for; `difflib` takes half a second for them
_MOST_FOLDERS = 1_000  # directories beside the run in which a source is looked for


def find_record(run: Path, wanted: str) -> dict[str, Any]:
    """The record of an id, or of a path (`a/b.txt`, and `a/b.jsonl:12` for line 12) where ids are shared.

    Args:
        run: the directory that a run wrote, in whatever form.
        wanted: the id or the path.

    Raises:
        SetupError: `no-records`: there is no such run.
        NormalizeError: there is no such record, or more than one, or a line that is no record.
        InputError: the document gave no record; its code is that in `errors.jsonl`.
    """
    outputs = Outputs(run)
    found = list(_candidates(outputs, wanted))
    exact = [one for one in found if _place(one) == wanted]
    if len(exact) == 1 or len(found) == 1:
        return (exact if len(exact) == 1 else found)[0]
    if found:
        places = ", ".join(_place(one) or "(no file)" for one in found[:5])
        message = f"{len(found)} records are called `{wanted}`; say which: {places}"
        raise _wrong(str(run), message)
    errors = run / "errors.jsonl"
    for failure in _matching(errors, wanted) if errors.is_file() else ():
        raise InputError(str(failure.get("code")), str(failure.get("reason")), str(failure.get("stage")))
    ids = [str(one["id"]) for one in islice(outputs, _MOST_HINTS)]
    raise _wrong(str(run), f"there is no record `{wanted}`{did_you_mean(wanted, ids)}")


def _candidates(outputs: Outputs, wanted: str) -> Iterator[dict[str, Any]]:
    if outputs.jsonl:
        for file in outputs.jsonl:
            yield from _matching(file, wanted)
        return
    for one in outputs:
        if wanted in (one["id"], _place(one)):
            yield one


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, compressed or not, counted from 1."""
    try:
        with _opened(file) as lines:
            yield from enumerate(lines, 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _wrong(str(file), f"it cannot be read: {error}") from error


def _opened(file: Path) -> IO[bytes]:
    if file.suffix == ".gz":
        return cast(IO[bytes], gzip.open(file, "rb"))
    if file.suffix == ".zst":
        stream: IO[bytes] = load_zstd("explaining a record in Zstandard").open(file, "rb")
        return stream
    return file.open("rb")


def _wrong(place: str, message: str) -> NormalizeError:
    return NormalizeError(visible(f"{place}: {message}"))


def _matching(file: Path, wanted: str) -> Iterator[dict[str, Any]]:
    path, _, number = wanted.rpartition(":")
    names = [wanted, path] if path and number.isdigit() else [wanted]
    needles = {
        json.dumps(name, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
        for name in names
        for ascii_only in (True, False)
    }
    # Parsing is what takes time; nearly all lines do not hold the name at all.
    likely = ((at, line) for at, line in _lines(file) if any(map(line.__contains__, needles)))
    for one in _parsed(file, likely):
        if wanted in (one.get("id"), _place(one)):
            yield one


def _parsed(file: Path, lines: Iterator[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
    for number, line in lines:
        try:
            one = json.loads(line)
        except (ValueError, RecursionError):
            one = None
        if not isinstance(one, dict) or not isinstance(one.get("id", ""), (str, type(None))):
            raise _wrong(f"{file}:{number}", "this line is no record")
        yield one


def _place(one: Mapping[str, Any]) -> str | None:
    """Where a record, or an entry of the errors, came from: its path, and the line, if it has one."""
    source = one["source"] if isinstance(one.get("source"), dict) else one
    path, number = source.get("path"), source.get("record")
    return f"{path}:{number}" if path and number else path


def find_source(record: Mapping[str, Any], near: Sequence[Path], config: ReadConfig) -> Document | None:
    """Read the document of a record again; None if no file of its path holds it as it was (by SHA-256).

    Args:
        record: its `source` says path and SHA-256.
        near: files, or directories in which, and in whose directories, the path is looked for.
        config: the limits of reading.
    """
    source = record.get("source")
    path = source.get("path") if isinstance(source, dict) else None
    if not isinstance(source, dict) or not isinstance(path, str) or path == "-":
        return None
    tried = set()
    for base in near:
        for file in _files(base, path):
            if file not in tried:
                tried.add(file)
                found = _same(file, str(source.get("sha256")), config)
                if found is not None:
                    return found
    return None


def _files(base: Path, path: str) -> Iterator[Path]:
    """Files that may be the one that a path speaks of, the likeliest first."""
    if base.is_file():
        yield base
        return
    if not base.is_dir():
        return
    inside = (one for one in sorted(base.iterdir()) if one.is_dir() and not one.name.startswith("."))
    for folder in [base, *islice(inside, _MOST_FOLDERS)]:
        file = folder / path
        while file != folder and folder in file.parents:
            if file.is_file():  # or an archive that the path leads into
                yield file
                break
            file = file.parent


def _same(file: Path, digest: str, config: ReadConfig) -> Document | None:
    try:
        for one in Inputs([file], config):
            if isinstance(one, Document):
                data = one.data
                raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
                if hashlib.sha256(raw).hexdigest() == digest:
                    return one
    except (NormalizeError, OSError):
        return None
    return None
