"""The list of findings as a file: `discover --json`, the page, and what a run with discovery leaves beside
its records are made of it; findings are accepted and rejected by it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalize.errors import Problem, SetupError
from normalize.whole import write_whole

if TYPE_CHECKING:
    from normalize.discover.discovery import Discovery
    from normalize.discover.finding import Finding
    from normalize.discover.propose import Proposal

FILE = "discover.json"
SCHEMA = "normalize.discover/1"


def listing(found: Discovery, findings: Sequence[Finding], proposals: Sequence[Proposal]) -> dict[str, Any]:
    """The findings with their evidence and rules, as JSON-ready values.

    Args:
        found: what was looked at. findings: those that are told. proposals: rules of some of them.
    """
    made = {id(one.finding): one for one in proposals}
    rows = []
    for finding in findings:
        proposal = made.get(id(finding))
        rule = {"id": proposal.values["id"], "toml": proposal.toml} if proposal else None
        rows.append({**finding.record(), "rule": rule})
    return {
        "schema": SCHEMA,
        "documents": found.documents,
        "sites": found.sites,
        "failed": found.failed,
        "covered": found.covered,
        "findings": rows,
    }


def as_text(told: dict[str, Any]) -> str:
    """A listing as JSON text that can be written as UTF-8, whatever the documents held."""
    return json.dumps(told, indent=2, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def write_listing(told: dict[str, Any], path: Path) -> None:
    """Write a listing, whole or not at all. Raises SetupError."""
    write_text(as_text(told), path)


def write_text(text: str, path: Path) -> None:
    """Write a file, whole or not at all. Raises SetupError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise SetupError([Problem(str(path), 0, "bad-path", message)]) from None


def read_listing(path: Path) -> dict[str, Any]:
    """Read a listing: the file, or that in the output directory of a run.

    Raises:
        SetupError: it is not there, cannot be read, or is no listing.
    """
    path = path / FILE if path.is_dir() else path
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError([Problem(str(path), 0, "bad-path", error.strerror or str(error))]) from None
    except ValueError:
        told = None
    if not (
        isinstance(told, dict) and told.get("schema") == SCHEMA and isinstance(told.get("findings"), list)
    ):
        message = (
            "is no list of findings; `normalize discover --page FILE` and `normalize run --discover` make one"
        )
        raise SetupError([Problem(str(path), 0, "bad-path", message)])
    return told


def pick(told: dict[str, Any], marks: Sequence[str], path: Path) -> list[dict[str, Any]]:
    """The findings that these fingerprints, or beginnings of them, name.

    Raises:
        SetupError: one names none, or more than one.
    """
    picked, problems = [], []
    for mark in marks:
        fitting = [row for row in told["findings"] if row["fingerprint"].startswith(mark)]
        if len(fitting) == 1:
            picked += fitting
        else:
            what = "more than one finding begins with" if fitting else "there is no finding"
            problems.append(Problem(str(path), 0, "bad-finding", f"{what} {mark}"))
    if problems:
        raise SetupError(problems)
    return picked
