"""Shards: files of records as they were cleaned, in a directory beside the output; never changed once they
are there.
"""

from __future__ import annotations

import json
import os
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import orjson

from normalize.errors import NormalizeError
from normalize.run.identity import CONTENT, PLACE
from normalize.write.sink import PARTIAL

KEY = CONTENT + PLACE
_HELD = 8  # shards whose bytes are held at once: what is read together was mostly written together


class ShardError(NormalizeError):
    """What a run keeps beside its output cannot be written or read: a full disk, a file that went away."""


@dataclass(slots=True)
class Shard:
    """The account of a shard: one entry for each record in each of these, in the order of the file.

    Attributes:
        name: of the file. keys: content and place, `KEY` bytes each. lengths: of the lines, in bytes.
        characters: of the source texts, in code points. ids: `id_key` of the records' ids.
    """

    name: str
    keys: bytes = b""
    lengths: array[int] = field(default_factory=lambda: array("I"))
    characters: array[int] = field(default_factory=lambda: array("I"))
    ids: array[int] = field(default_factory=lambda: array("Q"))

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return sum(self.lengths)


class ShardWriter:
    """Collects the lines of one shard; `close` puts them on the disk, under the final name at once.

    Args:
        folder: where shards are.
        name: of the file; no other shard ever has it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._lines: list[bytes] = []
        self._keys: list[bytes] = []
        self.shard = Shard(name)

    def add(self, key: bytes, line: bytes, characters: int, identity: int) -> int:
        """Take a record; give its number in the shard."""
        shard = self.shard
        self._lines.append(line)
        self._keys.append(key)
        shard.lengths.append(len(line))
        shard.characters.append(characters)
        shard.ids.append(identity)
        return len(self._lines) - 1

    def close(self) -> Shard | None:
        """Write the file; None if there is nothing to write. Raises ShardError."""
        if not self._lines:
            return None
        write_shard(self._folder, self.shard.name, b"".join(self._lines))
        self.shard.keys = b"".join(self._keys)
        self._lines, self._keys = [], []
        return self.shard


def write_shard(folder: Path, name: str, data: bytes) -> None:
    """Write the file of a shard, which has its name when it is whole. Raises ShardError."""
    final, partial = folder / name, folder / f"{name}{PARTIAL}"
    with writing(final):
        with partial.open("wb", buffering=0) as file:
            _write_all(file.fileno(), data)
        partial.replace(final)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell the system's errors, such as a full disk, as a ShardError."""
    try:
        yield
    except OSError as error:
        raise ShardError(f"cannot write {path}: {error.strerror or error}") from error


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def parse(line: bytes) -> dict[str, Any]:
    """Parse the line of a record, which may hold lone surrogates as escapes."""
    try:
        record: dict[str, Any] = orjson.loads(line)
    except orjson.JSONDecodeError:
        record = json.loads(line)
    return record


def sync(path: Path) -> None:
    """Bring a shard to the disk, so that what the journal says of it also holds after the power went off.

    Raises:
        ShardError: it is not there, or cannot be written.
    """
    with writing(path):
        flags = os.O_RDONLY if os.name == "posix" else os.O_RDWR | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class ShardReader:
    """The lines of shards. A shard that is asked for again soon is held, as when its lines are read one after
    the other. Of any other, only the lines are read: those of a corpus in another order are in all shards.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: OrderedDict[str, bytes] = OrderedDict()  # the last ones; empty: asked for once
        self._place: tuple[str, list[int]] = "", []

    def lines(self, shard: Shard, first: int, count: int) -> list[bytes]:
        """Give some lines. Raises ShardError."""
        places = self._places(shard)
        start, end = places[first], places[first + count]
        data, before = self._held.get(shard.name), 0
        if data:
            self._held.move_to_end(shard.name)
        elif data is None:
            self._hold(shard.name, b"")
            data, before = self._read(shard, start, end), start
        else:
            data = self._read(shard, 0, places[-1])
            self._hold(shard.name, data)
        return [data[places[i] - before : places[i + 1] - before] for i in range(first, first + count)]

    def _hold(self, name: str, data: bytes) -> None:
        self._held[name] = data
        self._held.move_to_end(name)
        if len(self._held) > _HELD:
            self._held.popitem(last=False)

    def _places(self, shard: Shard) -> list[int]:
        """Where each line begins, and the last one ends."""
        if self._place[0] != shard.name:
            self._place = shard.name, list(accumulate(shard.lengths, initial=0))
        return self._place[1]

    def _read(self, shard: Shard, start: int, end: int) -> bytes:
        path, size = self._folder / shard.name, shard.size
        try:
            with path.open("rb", buffering=0) as file:
                found = os.fstat(file.fileno()).st_size
                file.seek(start)
                data = file.read(end - start) if found == size else b""
        except OSError as error:
            raise ShardError(f"cannot read {path}: {error.strerror or error}") from error
        if len(data) != end - start or found != size:
            raise ShardError(f"{path} has {found:,} bytes and not {size:,}; --redo does all again")
        return data
