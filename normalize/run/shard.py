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
    """The lines of shards. It holds the last few files that were read, of a few megabytes each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: OrderedDict[str, tuple[bytes, list[int]]] = OrderedDict()

    def lines(self, shard: Shard, first: int, count: int) -> list[bytes]:
        """Give some lines. Raises ShardError."""
        data, places = self._whole(shard)
        return [data[places[i] : places[i + 1]] for i in range(first, first + count)]

    def _whole(self, shard: Shard) -> tuple[bytes, list[int]]:
        found = self._held.get(shard.name)
        if found:
            self._held.move_to_end(shard.name)
            return found
        path = self._folder / shard.name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ShardError(f"cannot read {path}: {error.strerror or error}") from error
        places = [0]
        for length in shard.lengths:
            places.append(places[-1] + length)
        if places[-1] != len(data):
            raise ShardError(f"{path} has {len(data):,} bytes and not {places[-1]:,}; --redo does all again")
        self._held[shard.name] = data, places
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return data, places
