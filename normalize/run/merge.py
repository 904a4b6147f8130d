"""From shards to the output: every record once, in the order of the inputs, each with an id of its own."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from normalize.run.identity import id_key
from normalize.run.journal import Journal
from normalize.run.shard import ShardReader
from normalize.write import json_line

_BUCKETS = 256
_ACCOUNT = b',"spans":{"headline":'
"""Where the account of a record begins. Within a string the quotes would be escaped, so it stands there
only.
"""

Runs = Iterable["array[int]"]


class Ids:
    """Which ids occur more than once: 8 bytes of memory for each record."""

    def __init__(self) -> None:
        self._buckets: list[array[int]] = [array("Q") for _ in range(_BUCKETS)]

    def add(self, keys: Iterable[int]) -> None:
        """Take the keys of ids."""
        for key in keys:
            self._buckets[key % _BUCKETS].append(key)

    def shared(self) -> set[int]:
        """Give the keys that came more than once."""
        found: set[int] = set()
        for number, bucket in enumerate(self._buckets):
            ordered = array("Q", sorted(bucket))
            found.update(one for one, other in pairwise(ordered) if one == other)
            self._buckets[number] = ordered
        return found

    def __contains__(self, key: int) -> bool:
        """Whether a key came at all; after `shared`."""
        bucket = self._buckets[key % _BUCKETS]
        at = bisect_left(bucket, key)
        return at < len(bucket) and bucket[at] == key


class Namer:
    """Gives records that share an id with an earlier one an id of their own: `id@path:record`.

    Args:
        shared: keys of ids that may come again; None: any may. taken: whether an id with such a key is there.

    Attributes:
        renamed: how many records got another id.
    """

    def __init__(self, shared: set[int] | None, taken: Callable[[int], bool]) -> None:
        self._shared = shared
        self._taken = taken
        self._seen: set[int] = set()
        self.renamed = 0

    def __call__(self, key: int, line: bytes) -> bytes:
        """Give the line of a record with an id that no record before it has."""
        if self._shared is not None and key not in self._shared:
            return line
        if key not in self._seen:
            self._seen.add(key)
            return line
        record = json.loads(line)
        source = record["source"]
        number = f":{source['record']}" if "record" in source else ""
        name = f"{record['id']}@{source.get('path', '')}{number}"
        while (key := id_key(name)) in self._seen or self._taken(key):
            name += "@"
        self._seen.add(key)
        self.renamed += 1
        record["id"] = name
        return json_line(record)


class Records:
    """The lines of records, read from the shards in which they are."""

    def __init__(self, journal: Journal, reader: ShardReader) -> None:
        self._journal = journal
        self._reader = reader
        self.used: set[int] = set()

    def keys(self, runs: array[int]) -> Iterator[int]:
        """Give the keys of the ids."""
        for number, first, count in _triples(runs):
            yield from self._journal.shard(number).ids[first : first + count]

    def lines(self, runs: array[int]) -> Iterator[tuple[int, bytes, int]]:
        """Give the key of the id, the line, and the characters of the source text. Raises ShardError."""
        for number, first, count in _triples(runs):
            self.used.add(number)
            shard = self._journal.shard(number)
            after = first + count
            lines = self._reader.lines(shard, first, count)
            yield from zip(shard.ids[first:after], lines, shard.characters[first:after], strict=True)


def without_account(line: bytes) -> bytes:
    """Give the line of a record without `spans` and `edits`, which are its last keys."""
    at = line.rfind(_ACCOUNT)
    return line[:at] + b"}\n" if at > 0 else line


def _triples(runs: array[int]) -> Iterator[tuple[int, int, int]]:
    return zip(runs[::3], runs[1::3], runs[2::3], strict=True)


def cut_runs(runs: array[int], skip: int, count: int) -> array[int]:
    """Give the runs of some records of a part: `count` of them after the first `skip`."""
    found = array("I")
    for number, first, many in _triples(runs):
        start = min(skip, many)
        skip -= start
        taken = min(many - start, count)
        count -= taken
        if taken:
            found.extend((number, first + start, taken))
    return found
