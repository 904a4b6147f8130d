"""Counts of pairs that may be many: in memory as long as they are few, and else in a file of their own."""

from __future__ import annotations

import sqlite3
from collections import Counter
from types import TracebackType

MOST_HELD = 100_000
"""Pairs in memory, of some 200 bytes each."""


class Spilled:
    """Exact counts of (kind, name) pairs in bounded memory; use it as a context manager."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self._most = most
        self._held: Counter[tuple[str, str]] = Counter()
        # An empty name is a temporary database, which SQLite holds in memory until it grows, and removes.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute(
            "CREATE TABLE counts (kind TEXT, name TEXT, number INTEGER, PRIMARY KEY (kind, name)) "
            "WITHOUT ROWID"
        )

    def add(self, kind: str, name: str, number: int = 1) -> None:
        """Count."""
        self._held[kind, name] += number
        if len(self._held) >= self._most:
            self._spill()

    def _spill(self) -> None:
        rows = [
            (_plain(kind), _plain(name), number)
            for (kind, name), number in sorted(self._held.items())
            if number
        ]
        self._database.execute("BEGIN")
        self._database.executemany(
            "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
            rows,
        )
        self._database.execute("COMMIT")
        self._held.clear()

    def most(self, kind: str, limit: int) -> list[tuple[str, int]]:
        """The names of a kind with the highest counts; equal ones by name."""
        self._spill()
        query = "SELECT name, number FROM counts WHERE kind = ? ORDER BY number DESC, name LIMIT ?"
        return list(self._database.execute(query, (_plain(kind), limit)))

    def get(self, kind: str, name: str) -> int:
        """One count."""
        self._spill()
        query = "SELECT number FROM counts WHERE kind = ? AND name = ?"
        row = self._database.execute(query, (_plain(kind), _plain(name))).fetchone()
        return int(row[0]) if row else 0

    def names(self, kind: str) -> int:
        """How many names a kind has."""
        self._spill()
        query = "SELECT count(*) FROM counts WHERE kind = ?"
        return int(self._database.execute(query, (_plain(kind),)).fetchone()[0])

    def total(self, kind: str) -> int:
        """The sum over a kind."""
        self._spill()
        query = "SELECT coalesce(sum(number), 0) FROM counts WHERE kind = ?"
        return int(self._database.execute(query, (_plain(kind),)).fetchone()[0])

    def __enter__(self) -> Spilled:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()


def _plain(text: str) -> str:
    """A text that SQLite takes: without halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode()
