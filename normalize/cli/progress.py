"""Progress on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from normalize.cli.setup import say
from normalize.read import Inputs
from normalize.run import Progress, Watch

SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def watching(paths: Iterable[str | os.PathLike[str]], quiet: bool) -> Iterator[Watch | None]:
    """Give what a run calls to tell how far it is; None when nothing is to be said."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(Inputs(paths).count_files()) as watch:
            yield watch
    else:
        yield _Lines()


class _Lines:
    """A line every ten seconds, for logs."""

    def __init__(self) -> None:
        self._start = self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= SECONDS_BETWEEN_LINES:
            self._last = now
            done = progress.written + progress.failed
            rate = done / (now - self._start)
            say(f"{done:,} documents, {progress.failed:,} failed, {rate:,.0f} a second")


@contextmanager
def _bar(files: int) -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(20),  # leaves room for counts of millions in 80 columns
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=files or None, told="")
        start = time.monotonic()

        def watch(progress: Progress) -> None:
            done = progress.written + progress.failed
            rate = done / max(time.monotonic() - start, 1e-3)
            bar.update(
                task,
                completed=progress.files,
                told=f"{done:,} documents, {progress.failed:,} failed, {rate:,.0f}/s",
            )

        yield watch
