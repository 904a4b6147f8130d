"""The same work by several processes."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING

from normalize.article import EditDetail
from normalize.errors import NormalizeError
from normalize.run.work import Chunk, Done, clean_chunk

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

AHEAD = 2
"""Chunks in flight for each worker: one that it works on and one that waits, so that it never does."""


class WorkerError(NormalizeError):
    """A worker process died: it was killed, or ran out of memory."""


class _Worker:
    """What a worker process keeps between chunks; set once, when it starts."""

    pipeline: Pipeline
    edits: EditDetail


def clean_in_pool(
    pipeline: Pipeline, work: Iterable[Chunk], edits: EditDetail, workers: int
) -> Iterator[Done]:
    """Clean chunks in `workers` processes and give them in the order in which they came.

    No more than `AHEAD` chunks for each worker are read before their results are taken, so memory is bounded.

    Raises:
        WorkerError: a worker died.
    """
    # 'spawn' on every system: a forked process would share this one's open files, threads and locks.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (pipeline, edits))
    waiting: deque[Future[Done]] = deque()
    try:
        for chunk in work:
            waiting.append(pool.submit(_clean, chunk))
            if len(waiting) >= AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerError("a worker process died: it was killed, or ran out of memory") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(pipeline: Pipeline, edits: EditDetail) -> None:
    # Ctrl-C reaches all processes of the terminal; the one that started the others ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.pipeline, _Worker.edits = pipeline, edits


def _clean(chunk: Chunk) -> Done:
    return clean_chunk(_Worker.pipeline, chunk, _Worker.edits)
