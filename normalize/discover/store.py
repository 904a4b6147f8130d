"""The user's rule directory: proposals go there, one file a site, and what was decided is remembered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from normalize.discover.finding import Finding
from normalize.discover.propose import Proposal
from normalize.errors import Problem, SetupError
from normalize.ruleset.author import with_rule

Decision = Literal["accepted", "rejected"]

DECISIONS = "decisions.json"
_UNFIT = re.compile(r"[^\w.-]+")


class Decisions:
    """What was decided about findings, by their fingerprints; kept in a JSON file.

    Raises:
        SetupError: the file is there and cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / DECISIONS
        self.known: dict[str, dict[str, Any]] = {}
        if self.path.is_file():
            try:
                self.known = dict(json.loads(self.path.read_text(encoding="utf-8")))
            except (OSError, ValueError, TypeError) as error:
                raise SetupError([Problem(str(self.path), 0, "R001", f"cannot be read: {error}")]) from None

    def __contains__(self, finding: Finding) -> bool:
        return finding.fingerprint in self.known

    def decide(self, finding: Finding, decision: Decision) -> None:
        """Remember a decision, at once and for good."""
        self.known[finding.fingerprint] = {
            "decision": decision,
            "site": finding.site,
            finding.matcher: finding.patterns,
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.known, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        partial = self.path.with_suffix(".tmp")
        partial.write_text(text, encoding="utf-8", errors="backslashreplace")
        partial.replace(self.path)


def file_of(finding: Finding, folder: Path) -> Path:
    """The file of a site's proposals."""
    name = _UNFIT.sub("-", finding.domains[0] if finding.domains else finding.site).strip("-.") or "all"
    return folder / f"{name}.toml"


def add_rule(finding: Finding, toml: str, folder: Path) -> Path:
    """Put a rule at the end of the file of its site."""
    path = file_of(finding, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(with_rule(before, toml), encoding="utf-8")
    return path


def add_rules(proposals: Iterable[Proposal], folder: Path) -> list[Path]:
    """Put rules into the files of their sites; gives the files, each once."""
    return list(dict.fromkeys(add_rule(one.finding, one.toml, folder) for one in proposals))
