"""What a worker tells of itself while it is at work, in memory that it shares with the process that leads
the run.

A worker that dies cannot say over what, and one that hangs does not. So it notes each document before it
takes it up.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

READING, CLEANING = 1, 2
_FIELDS = 6  # state, since when (nanoseconds), two halves of the key, piece, documents given of it


class Doing(NamedTuple):
    """What a worker is at: `CLEANING` the content `key`, or `READING` the piece, after `given` documents
    of it; since when, in seconds of the monotonic clock. `state` 0: nothing.
    """

    state: int
    since: float
    key: bytes
    piece: int
    given: int


class Slot:
    """The notes of one worker.

    Args:
        memory: an array of `Slot.SIZE` 64-bit numbers, shared or not.
    """

    SIZE = _FIELDS

    def __init__(self, memory: Any) -> None:
        self._memory = memory

    def cleaning(self, key: bytes) -> None:
        """Note that a document is taken up."""
        memory = self._memory
        memory[0] = 0  # so that nobody reads half of the old and half of the new
        memory[2] = int.from_bytes(key[:8], "little", signed=True)
        memory[3] = int.from_bytes(key[8:16], "little", signed=True)
        memory[1] = time.monotonic_ns()
        memory[0] = CLEANING

    def reading(self, piece: int, given: int) -> None:
        """Note that the next document of a piece is read."""
        memory = self._memory
        memory[4] = piece
        memory[5] = given
        memory[0] = READING

    def idle(self) -> None:
        """Note that nothing is at work."""
        self._memory[0] = 0

    def seen(self) -> Doing:
        """What was noted last."""
        state, since, one, two, piece, given = self._memory[:]
        key = one.to_bytes(8, "little", signed=True) + two.to_bytes(8, "little", signed=True)
        return Doing(state, since / 1e9, key, piece, given)
