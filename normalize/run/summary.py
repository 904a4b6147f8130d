"""What a run did: the numbers that it tells and writes to `run.json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from normalize.run.tally import Tally

SCHEMA = "normalize.run/1"


@dataclass(frozen=True, slots=True)
class Summary:
    """The account of a run that came to its end.

    Attributes:
        read: inputs: documents, and whatever could not be read as one. It equals `written` plus all of
        `failed`. written: records in `articles`. failed: entries in `errors`, by code. skipped: files in
        directories and archives that are of other types, by suffix. They are no inputs. passed: records that
        by their own word hold no article, such as HTTP errors in WARC archives; no inputs either. ignored:
        keys of records that were not taken over, with the number of records that had them. files, bytes:
        what was read, the bytes as they are stored. seconds: wall clock time. tally: what was done to the
        articles. articles, errors: where the results are. made_by: version of the package, hashes of rules
        and configuration.
    """

    read: int
    written: int
    failed: Mapping[str, int]
    skipped: Mapping[str, int]
    passed: Mapping[str, int]
    ignored: Mapping[str, int]
    files: int
    bytes: int
    seconds: float
    articles: str
    errors: str
    made_by: Mapping[str, str]
    tally: Tally = field(repr=False, compare=False)

    @property
    def failures(self) -> int:
        """How many inputs failed."""
        return sum(self.failed.values())

    def record(self) -> dict[str, Any]:
        """Give the JSON object of `run.json`. Counts are sorted by name, those of rules stand under their
        stages."""
        tally = self.tally
        return {
            "schema": SCHEMA,
            "read": self.read,
            "written": self.written,
            "failed": _sorted(self.failed),
            "skipped": _sorted(self.skipped),
            "passed": _sorted(self.passed),
            "ignored": _sorted(self.ignored),
            "files": self.files,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
            "characters": tally.characters,
            "removed": tally.removed,
            "stripped": _by_stage(tally.stripped),
            "rewritten": _by_stage(tally.rewritten),
            "captured": _sorted(tally.captured),
            "flagged": _sorted(tally.flagged),
            "articles": self.articles,
            "errors": self.errors,
            "made_by": dict(self.made_by),
        }


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts)}


def _by_stage(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    stages: dict[str, dict[str, int]] = {}
    for stage, rule in sorted(counts):
        stages.setdefault(stage, {})[rule] = counts[stage, rule]
    return stages
