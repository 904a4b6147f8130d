"""What became other than in an earlier run: rule by rule, and document by document."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple

from normalize.report.corpus.spilled import Spilled
from normalize.report.corpus.totals import Totals
from normalize.report.outputs import Outputs
from normalize.report.source import Shown

_LONGEST = 400
_MOST_TOLD = 100  # edits of a document that are told to be new or gone

Work = tuple[int, int, str, str, str | None]
"""Of an edit: start, end, action, rule, text."""


class Change(NamedTuple):
    """What became of a document: edits that are new and edits that are gone (both empty where its source is
    another), the characters of both, whether headline and body are other ones."""

    new: Sequence[Work]
    gone: Sequence[Work]
    characters: int
    text: bool
    source: bool


@dataclass(slots=True)
class Trend:
    """The comparison in figures.

    Attributes:
        name: of the earlier run. before: its totals. same, credited, changed: documents that both runs have,
        cleaned alike; to the same text with other edits; to another text, `other_source` of them since the
        input changed. only_here, only_there: documents of one run. made_by: what made the records then and
        now.
    """

    name: str
    before: Totals
    same: int = 0
    credited: int = 0
    changed: int = 0
    other_source: int = 0
    only_here: int = 0
    only_there: int = 0
    made_by: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Earlier:
    """An earlier run, put where its documents can be found one by one: in a temporary database on the disk.

    Use it as a context manager.

    Args:
        outputs: its records.
        spilled: takes its counts by site.
    """

    def __init__(self, outputs: Outputs, spilled: Spilled) -> None:
        self.trend = Trend(str(outputs.folder), Totals(spilled))
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute(
            "CREATE TABLE earlier (key TEXT PRIMARY KEY, sha TEXT, result BLOB, edits TEXT, seen INTEGER) "
            "WITHOUT ROWID"
        )
        self._made_by: dict[str, str] = {}
        self._database.execute("BEGIN")
        for record in outputs:
            self.trend.before.add(record)
            self._made_by = self._made_by or dict(record.get("made_by", {}))
            row = (_key(record), _sha(record), _result(record), json.dumps(_works(record)), 0)
            self._database.execute("INSERT OR REPLACE INTO earlier VALUES (?, ?, ?, ?, ?)", row)
        self._database.execute("COMMIT")
        self._database.execute("BEGIN")

    def compare(self, record: Mapping[str, Any]) -> Change | None:
        """Find the same document in the earlier run, and count it; None if it was cleaned alike."""
        trend = self.trend
        if not trend.made_by:
            now = record.get("made_by", {})
            trend.made_by = {name: (self._made_by.get(name, "?"), value) for name, value in now.items()}
        change = self._find(record)
        if change is None:
            trend.only_here += 1
            return None
        if change.text:
            trend.changed += 1
            trend.other_source += change.source
        elif change.new or change.gone:
            trend.credited += 1
        else:
            trend.same += 1
            return None
        return change

    def find(self, record: Mapping[str, Any]) -> Change | None:
        """The same without counting."""
        change = self._find(record)
        return change if change and (change.text or change.new or change.gone) else None

    def _find(self, record: Mapping[str, Any]) -> Change | None:
        key = _key(record)
        query = "SELECT sha, result, edits FROM earlier WHERE key = ?"
        row = self._database.execute(query, (key,)).fetchone()
        if row is None:
            return None
        self._database.execute("UPDATE earlier SET seen = 1 WHERE key = ?", (key,))
        text = row[1] != _result(record)
        if row[0] != _sha(record):
            return Change((), (), len(record["body"]) if text else 0, text, True)
        before: list[Work] = [(one[0], one[1], one[2], one[3], one[4]) for one in json.loads(row[2])]
        now = _works(record)
        then, there = set(before), set(now)
        new = [one for one in now if one not in then]
        gone = [one for one in before if one not in there]
        size = sum(one[1] - one[0] for one in (*new, *gone))
        return Change(new, gone, size or int(text), text, False)

    def close_account(self) -> Trend:
        """Count what only the earlier run has; after all records were compared."""
        query = "SELECT count(*) FROM earlier WHERE seen = 0"
        self.trend.only_there = int(self._database.execute(query).fetchone()[0])
        return self.trend

    def __enter__(self) -> Earlier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()


def _key(record: Mapping[str, Any]) -> str:
    source = record["source"]
    path = source.get("path")
    key = f"{path}\0{source.get('record', '')}" if path else f"\0\0{record['id']}"
    return key.encode("utf-8", "replace").decode()


def _sha(record: Mapping[str, Any]) -> str:
    return str(record["source"].get("sha256", ""))


def _result(record: Mapping[str, Any]) -> bytes:
    text = f"{record['headline']}\0{record['body']}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:12]


def _works(record: Mapping[str, Any]) -> list[Work]:
    return [
        (one["start"], one["end"], one["action"], one["rule"], one.get("text"))
        for one in record.get("edits", ())
    ]


def told(change: Change, shown: Shown, record: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-ready values of a change: for each edit that is new or gone its rule, action and text (a number
    where
    that is not known)."""
    edits = record.get("edits", ())
    dark = [(edits[number]["start"], edits[number]["end"]) for number in shown.unknown]

    def work(one: Work) -> list[Any]:
        start, end, action, rule, _ = one
        hidden = any(low < end and start < high for low, high in dark)
        text = shown.text[start:end]
        text = text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
        return [rule, action, end - start if hidden else text]

    return {
        "source": change.source,
        "text": change.text,
        "new": [work(one) for one in islice(change.new, _MOST_TOLD)],
        "gone": [work(one) for one in islice(change.gone, _MOST_TOLD)],
        "more": max(len(change.new) - _MOST_TOLD, 0) + max(len(change.gone) - _MOST_TOLD, 0),
    }
