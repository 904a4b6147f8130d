"""What the matcher gives."""

from __future__ import annotations

from typing import NamedTuple

Span = tuple[int, int]


class Match(NamedTuple):
    """One rule that hit.

    Offsets are code points, half open. They speak of the text of block `block`; where `blocks` is not 1
    (rules with `lines`, rules of unit 'document'), of `"\\n".join` of the texts of the `blocks` blocks from
    `block` on.

    `start` and `end` hold what the pattern met, `unit_start` and `unit_end` the unit in which it was met,
    with its bullet and its trailing marks. `groups` has the span of each placeholder or named group that took
    part.
    """

    rule: int
    block: int
    start: int
    end: int
    unit_start: int
    unit_end: int
    groups: dict[str, Span]
    blocks: int = 1


Hit = tuple[int, int, dict[str, Span]]
"""What a pattern met in one unit: start, end and groups, in code points of the block."""
