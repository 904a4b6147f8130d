"""An output at a URL: a run writes into a directory of this machine; its results are copied from there."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from normalize.errors import Problem, SetupError
from normalize.read import remote
from normalize.write.output import OutputError
from normalize.write.place import ERRORS, REPORT, RUN

_NAMED = 16  # hexadecimal digits of a hash: one of 2**64 directories


def stage_of(url: str) -> Path:
    """Give the directory of this machine in which an output at a URL is put together, and where its journal
    and records stay: below `NORMALIZE_STATE`, or else the user's directory for such files
    (https://specifications.freedesktop.org/basedir).

    Raises:
        SetupError: `missing-extra`, `output-not-writable`.
    """
    try:
        remote.checked(url)
    except SetupError as error:
        found = [
            one if one.code == "missing-extra" else one._replace(code="output-not-writable")
            for one in error.problems
        ]
        raise SetupError(found) from None
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    root = Path(os.environ.get("NORMALIZE_STATE") or Path(state) / "normalize")
    folder = root / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:_NAMED]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the directory {folder} of this machine cannot be made: {error.strerror or error}"
        raise SetupError([Problem(url, 0, "output-not-writable", message)]) from None
    return folder


def publish(folder: Path, url: str) -> None:
    """Copy the results of a run to a URL. `run.json` is taken away before and put there last, so it is there
    only if all belong together; what an earlier run put there under other names is removed.

    Raises:
        OutputError: something cannot be copied.
    """
    account = json.loads((folder / RUN).read_bytes())
    names = [*account["outputs"], ERRORS, *([REPORT] if (folder / REPORT).is_file() else [])]
    told = {
        **account,
        **{key: account[key].replace(str(folder), url.rstrip("/"), 1) for key in ("articles", "errors")},
    }
    found, place = remote.checked(url)
    place = place.rstrip("/")
    try:
        before = _outputs(found, f"{place}/{RUN}")
        found.makedirs(place, exist_ok=True)
        for name in {RUN, *before, *names, REPORT}:
            if found.exists(f"{place}/{name}"):
                found.rm(f"{place}/{name}", recursive=True)
        for name in names:
            found.put(str(folder / name), f"{place}/{name}", recursive=(folder / name).is_dir())
        data = json.dumps(told, indent=2, ensure_ascii=True) + "\n"
        found.pipe_file(f"{place}/{RUN}", data.encode("ascii"))
    except Exception as error:  # each store has errors of its own
        message = f"cannot write to {url}: {error}; the results are in {folder}, and the same command goes on"
        raise OutputError(message) from error


def _outputs(found: Any, path: str) -> list[str]:
    """The files of records that the last run has put there."""
    if not found.exists(path):
        return []
    try:
        names = json.loads(found.cat_file(path)).get("outputs", ())
    except (ValueError, AttributeError):
        return []
    return [one for one in names if isinstance(one, str) and one.startswith("articles") and "/" not in one]
