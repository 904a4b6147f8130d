"""How far a command is that goes over the records of runs, step by step: told as a run tells it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from normalize.cli.progress import SECONDS_BETWEEN_LINES
from normalize.cli.setup import draw, log_json, say

_SECONDS_BETWEEN_BARS = 0.1


class Steps:
    """Tells on standard error how far it is: a line that is written over on a terminal, a line now and then
    elsewhere, or JSON.

    Args:
        as_json: whether it is told as JSON lines.
    """

    def __init__(self, as_json: bool) -> None:
        self._json = as_json
        self._terminal = not as_json and sys.stderr.isatty()
        self._between = _SECONDS_BETWEEN_BARS if self._terminal else SECONDS_BETWEEN_LINES
        self._step = ""
        self._last = self._start = time.monotonic()

    def __call__(self, step: str, records: int) -> None:
        """Tell it, if enough time has passed. `records`: those that are done of this step."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._start = step, now
        if now - self._last < self._between:
            return
        self._last = now
        rate = records / max(now - self._start, 1e-3)
        if self._json:
            log_json("progress", step=step, records=records, rate=round(rate, 1))
        elif self._terminal:
            shown = f"{step}: {records:,} records, {rate:,.0f}/s"
            draw(shown)
        else:
            say(f"{step}: {records:,} records, {rate:,.0f} a second")

    def clear(self) -> None:
        """Take the line away."""
        if self._terminal:
            draw()


@contextmanager
def stepping(quiet: bool, as_json: bool) -> Iterator[Callable[[str, int], None] | None]:
    """Give what tells the steps of a command, None if it is quiet; the line goes away in the end."""
    if quiet:
        yield None
        return
    steps = Steps(as_json)
    try:
        yield steps
    finally:
        steps.clear()
