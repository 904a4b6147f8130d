"""Prints of many records, packed: the part of the work that processes share."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson

from normalize.dedup.choice import facts_of
from normalize.dedup.minhash import BANDS, bands
from normalize.dedup.shingles import Print, take_print
from normalize.records import parse_record
from normalize.spread import spread

AT_ONCE = 1_000
"""Records of a block: 3 MB to be sent, 0.2 s of work. An interrupted run loses those that are not done."""

KINDS = {
    "body": "<u8",
    "lead": "<u8",
    "tail": "<u8",
    "words": "<u4",
    "count": "<u4",
    "bands": "<u8",
    "shingles": "<u4",
}
"""What is kept of each article, and as which numbers. Of a shingle the upper half is kept."""

_UPPER = np.uint64(32)

Row = tuple[int, Path, int, bytes]
"""A record: its number, its file, the number of its line there, the line."""


class Block(NamedTuple):
    """Prints of some articles: how many, their numbers of each kind, and a line of facts for each."""

    size: int
    numbers: dict[str, bytes]
    facts: list[bytes]


def block_of(rows: Sequence[Row]) -> Block:
    """Make the block of some records. Raises SetupError: `no-records`."""
    prints: list[Print] = []
    facts = []
    for number, file, at, line in rows:
        record = parse_record(line, file, at)
        prints.append(take_print(record.get("headline"), record["body"]))
        told = facts_of(record, number, shown(file))
        facts.append(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
    parts: dict[str, Any] = {
        "body": [taken.body for taken in prints],
        "lead": [taken.lead for taken in prints],
        "tail": [taken.tail for taken in prints],
        "words": [taken.words for taken in prints],
        "count": [len(taken.shingles) for taken in prints],
        "bands": [_bands(taken) for taken in prints],
        "shingles": np.concatenate([taken.shingles >> _UPPER for taken in prints]) if prints else [],
    }
    packed = {name: np.asarray(parts[name], dtype=kind).tobytes() for name, kind in KINDS.items()}
    return Block(len(prints), packed, facts)


def blocks(rows: Iterable[Row], workers: int) -> Generator[Block, None, None]:
    """Give the blocks of all records, in their order, made here or by so many processes.

    Raises:
        SetupError: `no-records`. NormalizeError: a process ended.
    """
    tasks = _cut(iter(rows))
    first = next(tasks, [])
    if workers <= 1 or len(first) < AT_ONCE:  # what fits into a block is done before a process is there
        yield from map(block_of, chain([first] if first else [], tasks))
        return
    yield from spread(block_of, chain([first], tasks), workers)


def _cut(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while task := list(islice(rows, AT_ONCE)):
        yield task


def shown(file: Path) -> str:
    """A run's output as people know it, the same wherever it stands: the name of its directory."""
    return file.resolve().parent.name


def _bands(taken: Print) -> Any:
    return bands(taken.shingles) if len(taken.shingles) else np.zeros(BANDS, dtype=np.uint64)
