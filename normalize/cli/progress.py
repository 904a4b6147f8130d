"""What a run tells on standard error while it is at work: a bar on a terminal, lines elsewhere, or JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from normalize.cli.setup import draw, say
from normalize.errors import InputError
from normalize.read.find import Finder
from normalize.read.remote import is_url, size
from normalize.read.source import Source
from normalize.run import Progress

SECONDS_BETWEEN_LINES = 10.0
_SECONDS_BETWEEN_BARS = 0.1
_STEP_SECONDS = 0.01
_BAR = 20


class Census:
    """How many bytes there are to read: counted a little at a time, while the run is on, since a directory
    may have a million files.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._sizes: Iterator[int] | None = _sizes(paths)
        self.bytes = 0

    def step(self) -> int | None:
        """Count on for a moment; the bytes, when all are counted, else None."""
        end = time.monotonic() + _STEP_SECONDS
        while self._sizes is not None:
            size = next(self._sizes, None)
            if size is None:
                self._sizes = None
                break
            self.bytes += size
            if time.monotonic() > end:
                return None
        return self.bytes or None


def _sizes(paths: Sequence[str]) -> Iterator[int]:
    for found in Finder(paths):
        if isinstance(found, Source):
            try:
                if is_url(found.file):
                    yield size(found.file) or 0
                else:
                    yield os.stat(found.file).st_size  # noqa: PTH116 - a string, of which there may be a million
            except (OSError, InputError):
                yield 0


class Teller:
    """Tells how far a run is.

    Args:
        paths: of its inputs. limit: documents after which it ends. verbose: whether each failure is told.
        log: puts out an event with its values; None: people read it. quiet: whether nothing else is told.
    """

    def __init__(
        self,
        paths: Sequence[str],
        limit: int | None,
        verbose: bool,
        log: Callable[..., None] | None,
        quiet: bool = False,
    ) -> None:
        self._census = Census(paths)
        self._limit = limit
        self._verbose = verbose
        self._quiet = quiet
        self._drawing = False
        self._log = log
        self._bar = log is None and sys.stderr.isatty()
        self._start = time.monotonic()
        self._last = 0.0 if self._bar else self._start  # a bar is there at once, a line after a while
        self._shown = False

    def __call__(self, progress: Progress) -> None:
        """Tell it, if enough time has passed."""
        if self._verbose:
            for line in progress.failures:
                self._fail(line)
        now = time.monotonic()
        if self._drawing and not progress.drawing:  # the inputs are read once more, from the start
            self._start = now
        self._drawing = progress.drawing
        if self._quiet or now - self._last < (_SECONDS_BETWEEN_BARS if self._bar else SECONDS_BETWEEN_LINES):
            return
        self._last = now
        seconds = now - self._start
        part = self._part(progress)
        left = seconds * (1 - part) / part if part else None
        rate = progress.counts.given / max(seconds, 1e-3)
        if self._log:
            self._log_it(progress, rate, part, left)
        else:
            self._put(self._told(progress, rate, left), 1.0 if progress.merging else part)

    def _told(self, progress: Progress, rate: float, left: float | None) -> str:
        counts = progress.counts
        told = f"{counts.given:,} documents, {counts.failed.total():,} failed"
        if progress.merging:
            return f"{told}, putting them together"
        if progress.drawing:
            told = f"{counts.given:,} documents looked at for the sample"
        told += f", {rate:,.0f}{'/s' if self._bar else ' a second'}"
        return told if left is None else f"{told}, {_span(left)} left"

    def _log_it(self, progress: Progress, rate: float, part: float | None, left: float | None) -> None:
        assert self._log
        self._log(
            "progress",
            documents=progress.counts.given,
            failed=progress.counts.failed.total(),
            known=progress.counts.known,
            rate=round(rate, 1),
            bytes=progress.taken,
            part=part and round(part, 4),
            seconds_left=None if left is None else round(left, 1),
            drawing=progress.drawing,
            merging=progress.merging,
        )

    def _part(self, progress: Progress) -> float | None:
        """How much is done, from 0 to 1; None if it is not known yet."""
        if self._limit and not progress.drawing:
            return min(1.0, progress.counts.given / self._limit) or None
        total = self._census.step()
        return min(1.0, progress.taken / total) or None if total else None

    def _put(self, told: str, part: float | None) -> None:
        if not self._bar:
            say(told)
            return
        full = int(_BAR * (part or 0))
        bar = f"{'━' * full}{'╌' * (_BAR - full)} {100 * (part or 0):3.0f} % {told}"
        draw(bar)
        self._shown = True

    def _fail(self, line: bytes) -> None:
        entry = json.loads(line)
        if self._log:
            self._log("failed", **entry)
            return
        self.clear()
        number = f":{entry['record']}" if entry["record"] is not None else ""
        say(f"{entry['path'] or entry['id']}{number}: {entry['stage']}: {entry['code']}: {entry['reason']}")

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown:
            draw()
            self._shown = False


@contextmanager
def telling(teller: Teller | None) -> Iterator[Teller | None]:
    """Take the bar away in the end, whatever that is."""
    try:
        yield teller
    finally:
        if teller:
            teller.clear()


def _span(seconds: float) -> str:
    """A time in words of two figures: '3 h 20 min', '45 s'."""
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"
