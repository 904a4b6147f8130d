"""Ctrl-C, and a polite end by the system: the first asks a run to end, the second ends it at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted(KeyboardInterrupt):
    """A run was asked to end, and did so. What it did until then is kept; the same command goes on from
    there.

    Attributes:
        done: how many documents this run had cleaned. signal: the number of the signal.
    """

    def __init__(self, done: int, number: int) -> None:
        super().__init__(f"interrupted after {done:,} documents")
        self.done = done
        self.signal = number


class Interrupts:
    """What was heard: the number of the signal, or 0."""

    def __init__(self) -> None:
        self.heard = 0


@contextmanager
def listening(stop: Callable[[], None]) -> Iterator[Interrupts]:
    """Call `stop` at the first SIGINT or SIGTERM, and raise KeyboardInterrupt at the second. In the main
    thread only: others do not get signals.
    """
    heard = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield heard
        return

    def hear(number: int, _: FrameType | None) -> None:
        if heard.heard:
            raise KeyboardInterrupt
        heard.heard = number
        stop()

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
