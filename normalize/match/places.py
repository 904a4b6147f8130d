"""Where the pieces of a rewritten text came from."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable

Span = tuple[int, int]

_MOST_PARTS = 10_000  # pieces of a text that are held apart; bounds the memory that a hostile one takes


class Places:
    """Where the pieces of a rewritten text came from. Arrays, since a hostile text has millions of pieces."""

    __slots__ = ("_ends", "_origin_ends", "_origin_starts", "_shift", "_starts")

    def __init__(self) -> None:
        self._starts = array("q")
        self._ends = array("q")
        self._origin_starts = array("q")
        self._origin_ends = array("q")
        self._shift = 0

    def add(self, start: int, end: int, length: int) -> None:
        """Note, in the order of the text, that `[start, end)` of the old one became `length` code points."""
        self._starts.append(start + self._shift)
        self._ends.append(start + self._shift + length)
        self._origin_starts.append(start)
        self._origin_ends.append(end)
        self._shift += length - (end - start)

    def span(self, start: int, end: int) -> Span:
        """The smallest span of the old text that holds all of `[start, end)` of the new one."""
        if not self._starts:
            return start, end
        low = self._start(start)
        return low, max(low, self._end(end))

    def _start(self, at: int) -> int:
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return at
        if at < self._ends[index]:
            return self._origin_starts[index]
        return self._origin_ends[index] + at - self._ends[index]

    def _end(self, at: int) -> int:
        index = bisect_left(self._starts, at) - 1
        if index < 0:
            return at
        if at <= self._ends[index]:
            return self._origin_ends[index]
        return self._origin_ends[index] + at - self._ends[index]


UNCHANGED = Places()
"""The places of a text that nothing was rewritten in."""


def rewritten(
    text: str, pieces: re.Pattern[str], new: Callable[[str], str], between: Callable[[str], str]
) -> tuple[str, Places]:
    """Put `new` in the place of each of `pieces`, and `between`, which keeps the length, in that of what
    parts them.
    """
    done: list[str] = []
    parts: list[str] = []
    places = Places()
    at = 0
    for found in pieces.finditer(text):
        start, end = found.span()
        made = new(found[0])
        parts += (between(text[at:start]), made)
        if end - start > 1 or len(made) != 1:
            places.add(start, end, len(made))
        at = end
        if len(parts) > _MOST_PARTS:
            done.append("".join(parts))
            parts.clear()
    return "".join([*done, *parts, between(text[at:])]), places
