"""SQLite databases: each row of a table that has a text is a record."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.failure import Failure, failed
from normalize.read.reading import Reading
from normalize.read.record import Row, documents, has_text
from normalize.read.source import Source
from normalize.read.stream import Stream
from normalize.read.tally import count

_TABLES = """SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"""
_HELD = ("locked", "readonly", "unable to open")  # what SQLite says of a database that is in use
_WAIT = 5.0  # seconds for another program to end what it writes
_SPACE = 10_000  # bytes of a row beside its text that the limit of a cell leaves room for


def read_database(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each row of the tables that have a column for the text.

    A table is told as a file below the database: `news.sqlite/articles`; `record` counts its rows from 1, in
    the order in which they are stored. Other tables are counted in `reading.passed`. Views and virtual
    tables are not read: they are programs of whoever made the file.

    Raises:
        InputError: `corrupt`; `bad-record`, if no table has a text; `empty`.
    """
    with stream.on_disk() as path, closing(_open(path)) as database:
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, reading.config.max_line + _SPACE)
        try:
            tables = [name for (name,) in database.execute(_TABLES)]
            columns = {name: _columns(database, name) for name in tables}
        except sqlite3.Error as error:
            raise _broken(error) from None
        wanted = [name for name in tables if has_text(columns[name], reading)]
        for name in tables:
            if name not in wanted:
                count(reading.passed, f"table {name}"[:40])
        if not wanted:
            raise _no_text(columns)
        empty = True
        for name in wanted:
            inner = Source(source.file, f"{source.path}/{name}")
            try:
                for item in documents(_rows(database, name), inner, reading):
                    empty = False
                    yield item
            except InputError as error:
                empty = False
                yield failed(inner.path, None, inner.id, error)
        if empty:
            raise InputError("empty", "its tables hold no row", "read")


def _no_text(columns: dict[str, list[str]]) -> InputError:
    shown = [f"`{name}` ({', '.join(columns[name][:8])})" for name in list(columns)[:8]]
    told = (
        f"its tables are {', '.join(shown)}: --field text=COLUMN says where the text is"
        if shown
        else "it has none"
    )
    return InputError(
        "bad-record", f"no table has a column for the text, and views are not read; {told}", "read"
    )


def _open(path: str) -> sqlite3.Connection:
    # A database that nobody has open is read as it is, without a lock, in a directory that may be read-only.
    beside = [Path(f"{path}-{name}") for name in ("wal", "journal")]
    mode = "mode=ro" if any(one.exists() and one.stat().st_size for one in beside) else "immutable=1"
    try:
        database = sqlite3.connect(
            f"file:{quote(str(Path(path).absolute()))}?{mode}", timeout=_WAIT, uri=True
        )
        database.text_factory = _text
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
    except sqlite3.Error as error:
        raise _broken(error) from None
    return database


def _text(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value


def _broken(error: sqlite3.Error, rows: int = 0) -> InputError:
    after = f" after {rows:,} good rows" if rows else ""
    if any(sign in str(error) for sign in _HELD):
        reason = f"another program writes to the database, or was stopped while it did: {error}"
        return InputError("unreadable", reason, "read")
    return InputError("corrupt", f"the database is broken{after}: {error}", "read")


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    cursor = database.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0")  # also what is computed
    return [str(one[0]) for one in cursor.description]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(database: sqlite3.Connection, table: str) -> Iterator[Row]:
    number = 0
    while True:
        try:
            for row in _from(database, table, number):
                number += 1
                yield number, row
            return
        except sqlite3.Error as early:
            # It comes one row early: the library looks ahead, and loses the row before the broken one.
            try:
                one = next(_from(database, table, number, 1), None)
            except sqlite3.Error as error:
                if "too big" not in str(error):
                    raise _broken(error, number) from None
                number += 1
                yield number, InputError("too-large", "the row is over read.max_line", "read")
                continue
            if one is None:
                raise _broken(early, number) from None
            number += 1
            yield number, one


def _from(database: sqlite3.Connection, table: str, first: int, most: int = -1) -> Iterator[dict[str, Any]]:
    """Rows of a table, but the first of them. Those are passed over without being read."""
    cursor = database.execute(f"SELECT * FROM {_quoted(table)} LIMIT ? OFFSET ?", (most, first))
    names = [one[0] for one in cursor.description]
    for row in cursor:
        yield {name: _value(value) for name, value in zip(names, row, strict=True)}


def _value(value: Any) -> Any:
    """A cell; a list or an object that was stored as JSON is read as one."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        import orjson

        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value
