"""Lines of an engine's text found again among the blocks of the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from normalize.extract.blocks import Block
from normalize.extract.jsonld import folded

# A line that only shares a part with a block must be this long, in letters and digits, to count as found.
MIN_PART = 20


def align(lines: Sequence[str], blocks: Sequence[Block]) -> list[range]:
    """For each line the indexes of its blocks; an empty range where it is not found.

    A line is the same text as a block, or a run of blocks that the engine joined, or lies within a block.
    Engines keep the order of the page, so of several places the first one after the place of the line before
    is taken.
    """
    where: dict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        where[block.key].append(index)
    found: list[range] = []
    last = -1
    for line in lines:
        key = folded(line)
        places = where.get(key) or where.get(key.lstrip("0123456789"), [])
        at = next((place for place in places if place > last), places[0] if places else None)
        if at is not None:
            run = range(at, at + 1)
        else:
            run = _part(key, blocks, last) if len(key) >= MIN_PART else range(0)
        found.append(run)
        if run:
            last = run[-1]
    return found


def _part(key: str, blocks: Sequence[Block], last: int) -> range:
    """Where a line is part of a block, or the joined text of several blocks."""
    start = max(last, 0)
    for index in (*range(start, len(blocks)), *range(start)):
        other = blocks[index].key
        if len(key) <= len(other) and key in other:
            return range(index, index + 1)
        if other and key.startswith(other):
            run = _run(key, blocks, index)
            if run:
                return run
    return range(0)


def _run(key: str, blocks: Sequence[Block], start: int) -> range:
    """The blocks from `start` on whose texts, one after the other, are the line; empty if they are not."""
    at, index = 0, start
    while at < len(key) and index < len(blocks) and key.startswith(blocks[index].key, at):
        at += len(blocks[index].key)
        index += 1
    return range(start, index) if at == len(key) else range(0)
