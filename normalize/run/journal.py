"""The journal of an output directory: which documents are done, and where their records are (SQLite, in
WAL mode).

Everything in it is keyed by content and by what cleaned it (`identity`), nothing by position. A shard is told
here only once it is on the disk; whatever else lies among the shards is left over from a run that was ended.
"""

from __future__ import annotations

import json
import sqlite3
import time
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from normalize.errors import NormalizeError
from normalize.run.identity import CONTENT
from normalize.run.shard import KEY, Shard, sync

FILE = "journal.sqlite"
SCHEMA = "normalize.journal/1"
COMMIT_SECONDS = 1.0
"""What a run that is killed loses at most is what was done in this time, and not yet told here."""

_DAMAGED = "is damaged: "
_SORTED_AT_ONCE = 200_000  # rows: sorted, they go into the index in a fifth of the time; 40 MB
_NEAR = 64  # shards whose accounts are held, of some 20 kB each

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS shard (number INTEGER PRIMARY KEY, name TEXT UNIQUE, made TEXT, size INTEGER,
    known INTEGER DEFAULT 0, keys BLOB, lengths BLOB, characters BLOB, ids BLOB);
CREATE TABLE IF NOT EXISTS known (key BLOB PRIMARY KEY, shard INTEGER, number INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failed (key BLOB, made TEXT, stage TEXT, code TEXT, reason TEXT,
    PRIMARY KEY (key, made)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS output (number INTEGER PRIMARY KEY, files BLOB, runs BLOB);
"""
_ADD = """INSERT INTO shard (name, made, size, keys, lengths, characters, ids)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""


class JournalError(NormalizeError):
    """The journal cannot be written, as on a full disk; or it is damaged."""

    @property
    def damaged(self) -> bool:
        """Whether it is, and has to be made anew."""
        return _DAMAGED in str(self)


class Place(NamedTuple):
    """Where a known record is: shard and number in it; `same`: for a document of the same place."""

    shard: int
    number: int
    same: bool


class Fault(NamedTuple):
    """Why a document was not cleaned."""

    stage: str
    code: str
    reason: str


class Journal:
    """The journal, for reading and, by the one process that leads a run, for writing.

    Args:
        path: the file. writing: whether it is made if it is not there.

    Attributes:
        found: what an earlier journal said of itself when it was opened: `schema`, `made`; empty if it is
        new.

    Raises:
        JournalError: it cannot be opened.
    """

    def __init__(self, path: Path, writing: bool = False) -> None:
        self.path = path
        self._folder = path.parent
        self._waiting: list[Shard] = []
        self._last = time.monotonic()
        self._shards: dict[int, Shard] = {}
        with _told(path):
            self._database = sqlite3.connect(path, isolation_level=None, timeout=30)
            if writing:
                self._database.execute("PRAGMA journal_mode = WAL")
                self._database.execute("PRAGMA synchronous = NORMAL")
                self._database.executescript(_TABLES)
            self.found: dict[str, str] = dict(self._database.execute("SELECT name, value FROM meta"))

    def note(self, **values: str) -> None:
        """Set what the journal says of itself."""
        with _told(self.path):
            rows = list(values.items())
            self._database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    # --- shards
    # -----------------------------------------------------------------------------------------------

    def shard(self, number: int) -> Shard:
        """Give the account of a shard."""
        if number not in self._shards:
            with _told(self.path):
                name, keys, *rest = self._database.execute(
                    "SELECT name, keys, lengths, characters, ids FROM shard WHERE number = ?", (number,)
                ).fetchone()
            if len(self._shards) >= _NEAR:
                self._shards.clear()
            lengths, characters, ids = (array(kind, data) for kind, data in zip("IIQ", rest, strict=True))
            self._shards[number] = Shard(name, keys, lengths, characters, ids)
        return self._shards[number]

    def add(self, shard: Shard, made: str) -> int:
        """Tell of a shard that is there; give its number. It is kept from the next `commit` on."""
        with _told(self.path):
            if not self._database.in_transaction:
                self._database.execute("BEGIN")
            row = (shard.name, made, shard.size, shard.keys, *map(bytes, _accounts(shard)))
            given = self._database.execute(
                _ADD,
                row,
            )
        self._waiting.append(shard)
        return int(given.lastrowid or 0)

    def fail(self, key: bytes, made: str, fault: Fault) -> None:
        """Tell that a content cannot be cleaned."""
        with _told(self.path):
            if not self._database.in_transaction:
                self._database.execute("BEGIN")
            row = (key, made, fault.stage, fault.code, json.dumps(fault.reason))
            self._database.execute("INSERT OR REPLACE INTO failed VALUES (?, ?, ?, ?, ?)", row)

    def commit(self, now: bool = True) -> None:
        """Make it last what was told: at once, or if that was last done `COMMIT_SECONDS` ago. Raises
        ShardError.
        """
        if not now and time.monotonic() - self._last < COMMIT_SECONDS:
            return
        for shard in self._waiting:
            sync(self._folder / shard.name)
        with _told(self.path):
            if self._database.in_transaction:
                self._database.execute("COMMIT")
        self._waiting.clear()
        self._last = time.monotonic()

    def sizes(self) -> Iterator[tuple[int, str, int]]:
        """Give number, name and size in bytes of each shard."""
        with _told(self.path):
            yield from self._database.execute("SELECT number, name, size FROM shard ORDER BY number")

    def forget(self, numbers: Iterable[int]) -> None:
        """Forget shards, and what is known of their documents. Their files are for the caller to remove."""
        with _told(self.path):
            self._database.execute("BEGIN")
            for number in numbers:
                for key in self._keys(number):
                    self._database.execute("DELETE FROM known WHERE key = ? AND shard = ?", (key, number))
                self._database.execute("DELETE FROM shard WHERE number = ?", (number,))
                self._shards.pop(number, None)
            self._database.execute("COMMIT")

    def _keys(self, number: int) -> list[bytes]:
        row = self._database.execute("SELECT keys FROM shard WHERE number = ?", (number,)).fetchone()
        keys: bytes = row[0] if row else b""
        return [keys[at : at + KEY] for at in range(0, len(keys), KEY)]

    # --- what is known
    # ----------------------------------------------------------------------------------------

    def index(self, made: str) -> int:
        """Make what shards hold findable, of those that `made` made; give how many records can be found."""
        with _told(self.path):
            self._database.execute("BEGIN")
            other = "SELECT number FROM shard WHERE made != ? AND known = 1"
            if self._database.execute(other, (made,)).fetchone():  # of other rules: found no more
                self._database.execute("DELETE FROM known")
                self._database.execute("UPDATE shard SET known = 0")
            new = "SELECT number FROM shard WHERE made = ? AND known = 0 ORDER BY number"
            rows: list[tuple[bytes, int, int]] = []
            for (number,) in self._database.execute(new, (made,)).fetchall():
                rows += [(key, number, at) for at, key in enumerate(self._keys(number))]
                if len(rows) >= _SORTED_AT_ONCE:
                    self._index(rows)
                    rows = []
            self._index(rows)
            self._database.execute("UPDATE shard SET known = 1 WHERE made = ?", (made,))
            self._database.execute("COMMIT")
            return int(self._database.execute("SELECT count(*) FROM known").fetchone()[0])

    def _index(self, rows: list[tuple[bytes, int, int]]) -> None:
        rows.sort()
        self._database.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", rows)

    def find(self, content: bytes, place: bytes) -> Place | None:
        """Find the record of a document: that of the same place, else any of the same content."""
        query = "SELECT key, shard, number FROM known WHERE key >= ? AND key <= ?"
        with _told(self.path):
            found = self._database.execute(query, (content, content + b"\xff" * (KEY - CONTENT))).fetchall()
        if not found:
            return None
        for key, shard, number in found:
            if key[CONTENT:] == place:
                return Place(shard, number, True)
        _, shard, number = found[0]
        return Place(shard, number, False)

    def fault(self, content: bytes, made: str) -> Fault | None:
        """Find why a content could not be cleaned."""
        query = "SELECT stage, code, reason FROM failed WHERE key = ? AND made = ?"
        with _told(self.path):
            row = self._database.execute(query, (content, made)).fetchone()
        return Fault(row[0], row[1], json.loads(row[2])) if row else None

    def contents(self) -> Iterator[bytes]:
        """Give the keys of all contents whose records can be found, sorted, each once."""
        with _told(self.path):
            for (key,) in self._database.execute(
                f"SELECT DISTINCT substr(key, 1, {CONTENT}) FROM known ORDER BY key"
            ):
                yield key

    def faults(self, made: str) -> Iterator[tuple[bytes, Fault]]:
        """Give all contents that could not be cleaned, and why."""
        query = "SELECT key, stage, code, reason FROM failed WHERE made = ?"
        with _told(self.path):
            for key, stage, code, reason in self._database.execute(query, (made,)):
                yield key, Fault(stage, code, json.loads(reason))

    def has_faults(self, made: str) -> bool:
        """Whether anything could not be cleaned."""
        with _told(self.path):
            return bool(self._database.execute("SELECT 1 FROM failed WHERE made = ?", (made,)).fetchone())

    def forgive(self) -> None:
        """Forget what failed, so that it is tried again."""
        with _told(self.path):
            self._database.execute("DELETE FROM failed")

    # --- the output that stands
    # -------------------------------------------------------------------------------

    def output(self) -> Iterator[tuple[list[tuple[str, int]], array[int]]]:
        """Give the parts of the output as `keep_output` was given them."""
        reader = sqlite3.connect(self.path)  # of its own, since the other one is written by meanwhile
        try:
            for files, runs in reader.execute("SELECT files, runs FROM output ORDER BY number"):
                yield [(file, count) for file, count in json.loads(files)], array("I", runs)
        finally:
            reader.close()

    def keep_output(
        self, parts: Iterable[tuple[Sequence[tuple[str, int]], array[int]]], used: set[int]
    ) -> list[str]:
        """Tell what the output that is there now is made of, and forget all shards that it does not use.

        Args:
            parts: the files with the number of records of each, and where these are: shard, first number,
            count.
            used: numbers of shards.

        Returns:
            the names of the shards that were forgotten.
        """
        with _told(self.path):
            self._database.execute("BEGIN")
            self._database.execute("DELETE FROM output")
            self._database.executemany(
                "INSERT INTO output (files, runs) VALUES (?, ?)",
                ((json.dumps(files), bytes(runs)) for files, runs in parts),
            )
            self._database.execute("COMMIT")
        unused = [(number, name) for number, name, _ in self.sizes() if number not in used]
        self.forget(number for number, _ in unused)
        return [name for _, name in unused]

    def close(self) -> None:
        """Close it; what was not committed is lost."""
        self._database.close()


def _accounts(shard: Shard) -> tuple[array[int], array[int], array[int]]:
    return shard.lengths, shard.characters, shard.ids


class _told:  # noqa: N801 - used as a function
    """SQLite's errors, told as ours."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            told = str(error)
            if "not a database" in told or "malformed" in told:
                raise JournalError(f"{self._path} {_DAMAGED}{told}; --redo does everything again") from error
            raise JournalError(f"cannot write {self._path}: {told}") from error
