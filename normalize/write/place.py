"""How results take the place of older ones, and which files of a directory are results at all."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from normalize.write.sink import PARTIAL, STEM
from normalize.write.target import Target

ERRORS = "errors.jsonl"
DROPPED = "dropped.jsonl"
RUN = "run.json"
REPORT = "report.html"

_PLACING = f"outputs{PARTIAL}"
"""Names of all files of records that are of runs, as a JSON list: there while results take the place of older
ones, when `run.json` is not. A run that is killed then is known by it."""

_OLD = f"{STEM}.old{PARTIAL}"
"""A directory of older results, until it is removed: of a million files that takes a while."""


def clear(folder: Path) -> None:
    """Take away what a run that broke off has left. Raises OSError."""
    for name in (f"{STEM}{PARTIAL}", _OLD):
        _remove(folder / name)
    beside = (folder / f"{name}{PARTIAL}" for name in (ERRORS, DROPPED, RUN))
    for path in (*folder.glob(f"{STEM}*{PARTIAL}"), *beside):
        path.unlink(missing_ok=True)


def foreign(folder: Path, target: Target) -> str | None:
    """Give a file that a run would overwrite, and that is of no earlier one; None: there is none."""
    ours = _ours(folder)
    there = {one.name for one in os.scandir(folder)}
    names = {one for one in there if _writes(target, one)} - (ours or set())
    if ours is None:
        names |= there & {ERRORS, DROPPED, RUN, REPORT}
    return min(names, default=None)


def put(folder: Path, names: Sequence[str], beside: Sequence[str], account: Mapping[str, Any]) -> None:
    """Put results, which stand under their `.tmp` names, in the place of older ones. `run.json` is taken away
    before and put there last, so it is there only if all belong together.

    Args:
        names: of the files of records. beside: of the others. account: what `run.json` is to hold; the names
        are added as `outputs`.

    Raises:
        OSError: among others FileExistsError, for a file in the way that is of no earlier run.
    """
    before = _ours(folder) or set()
    for name in names:
        if name not in before and os.path.lexists(folder / name):
            raise FileExistsError(f"{name} is there, and not from an earlier run")
    run = folder / f"{RUN}{PARTIAL}"
    _write(run, json.dumps({**account, "outputs": names}, indent=2, ensure_ascii=True) + "\n")
    _write(folder / _PLACING, json.dumps(sorted(before.union(names)), ensure_ascii=True))
    (folder / RUN).unlink(missing_ok=True)
    for name in (*beside, *names):
        final = folder / name
        if final.is_dir():
            _remove(folder / _OLD)
            final.replace(folder / _OLD)
        (folder / f"{name}{PARTIAL}").replace(final)
    for name in (*(before - set(names)), *({ERRORS, DROPPED} - set(beside)), _OLD):
        _remove(folder / name)
    run.replace(folder / RUN)
    (folder / _PLACING).unlink()


def _ours(folder: Path) -> set[str] | None:
    """The files of records that runs have put there; None: none was ever there."""
    known = (_names(folder / _PLACING, None), _names(folder / RUN, "outputs"))
    told = [set(one) for one in known if one is not None]
    return set().union(*told) if told else None


def _names(path: Path, key: str | None) -> list[str] | None:
    try:
        names = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if key:
        names = names.get(key) if isinstance(names, dict) else None
    if not isinstance(names, list):
        return None
    return [one for one in names if isinstance(one, str) and one.startswith(STEM) and Path(one).name == one]


def _writes(target: Target, name: str) -> bool:
    """Whether a target writes files of this name. Those of plug-ins are known when they are there."""
    if target.is_tree:
        return name == STEM
    suffix = f".{target.format}"
    if target.format == "jsonl" and target.compress != "none":
        suffix += f".{target.compress}"
    number = r"-\d{5,}" if target.shard_size else ""
    return bool(re.fullmatch(f"{STEM}{number}{re.escape(suffix)}", name))


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    """Remove a file or directory, or nothing."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
