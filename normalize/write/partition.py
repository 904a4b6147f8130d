"""Parquet files in directories by language, site or date, named as Hive does:
`language=en/date=2024-05-03/`.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from normalize.ruleset import site_in
from normalize.write.encode import parse_line
from normalize.write.parquet import Tables
from normalize.write.sink import PARTIAL, STEM
from normalize.write.target import Target

HELD_BYTES = 64_000_000
"""JSON held over all partitions. When there is more, the partition with most becomes a file: so there are
few small files, and never many open ones."""

UNKNOWN = "__HIVE_DEFAULT_PARTITION__"
"""What Hive and its readers (Arrow, Spark, DuckDB) write for a value that is not known."""

_LONGEST = 150  # characters of a directory's name, of which most systems allow 255 bytes
_DIGITS = 12  # hexadecimal, of a hash behind a name that is cut


class PartitionSink:
    """A directory `articles/` of partitions with files `part-00000.parquet` and so on.

    Raises:
        InputError: `missing-extra`.
    """

    def __init__(self, folder: Path, target: Target) -> None:
        self._tables = Tables(target)
        self._fields = target.partition
        self.names = [STEM]
        self._root = folder / f"{STEM}{PARTIAL}"
        self._root.mkdir()
        self._held: defaultdict[str, list[bytes]] = defaultdict(list)
        self._sizes: Counter[str] = Counter()
        self._files: Counter[str] = Counter()
        self._size = 0

    def write(self, line: bytes) -> None:
        """Take one record."""
        metadata = parse_line(line)["metadata"]
        place = "/".join(f"{field}={partition_of(metadata, field)}" for field in self._fields)
        self._held[place].append(line)
        self._sizes[place] += len(line)
        self._size += len(line)
        if self._size >= HELD_BYTES:
            # the first of those with most, by name, so that the same records give the same files
            self._flush(min(self._sizes, key=lambda one: (-self._sizes[one], one)))

    def _flush(self, place: str) -> None:
        table = self._tables.table(self._held.pop(place))
        self._size -= self._sizes.pop(place)
        folder = self._root / place
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"part-{self._files[place]:05}.parquet").open("wb") as file:
            with self._tables.writer(file) as writer:
                writer.write_table(table)
            file.flush()
            os.fsync(file.fileno())
        self._files[place] += 1

    def seal(self) -> None:
        """Write what is held."""
        for place in sorted(self._held):
            self._flush(place)

    def abort(self) -> None:
        """Nothing: each file is closed already."""


def partition_of(metadata: dict[str, Any], field: str) -> str:
    """The value of a record for a partition, as a directory's name has it."""
    match field:
        case "date":
            value = metadata.get("published", "")[:10]
        case "site":
            value = site_in(metadata)
        case _:
            value = metadata.get(field)
    if not value:
        return UNKNOWN
    name = quote(value, safe="")
    if len(name) <= _LONGEST:
        return name
    # Cut between two characters, since readers decode the name; the hash keeps two of one beginning apart.
    digest = f"-{hashlib.sha256(value.encode()).hexdigest()[:_DIGITS]}"
    ends = accumulate(len(quote(one, safe="")) for one in value)
    kept = sum(end <= _LONGEST - len(digest) for end in ends)
    return quote(value[:kept], safe="") + digest
