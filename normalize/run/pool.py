"""The same work by several processes."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
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
) -> Generator[Done, None, None]:
    """Clean chunks in `workers` processes and give them in the order in which they came.

    No more than `AHEAD` chunks for each worker are read before their results are taken, so memory is bounded.

    Raises:
        WorkerError: a worker died.
    """
    # 'spawn' on every system: a forked process would share this one's open files, threads and locks.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (pipeline, edits))
    others = set(active_children())
    waiting: deque[Future[Done]] = deque()
    try:
        for chunk in work:
            with _interrupts_held():
                waiting.append(pool.submit(_clean, chunk))
            if len(waiting) >= AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerError("a worker process died: it was killed, or ran out of memory") from error
    except BaseException:  # interrupted: what the workers are at is of no use to anyone
        for worker in set(active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while worker processes are started, which takes the same over.

    It reaches all processes of a terminal. The one that started the others ends them; they need not hear it,
    least of all while they are still being loaded.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(pipeline: Pipeline, edits: EditDetail) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be held back
    _Worker.pipeline, _Worker.edits = pipeline, edits


def _clean(chunk: Chunk) -> Done:
    return clean_chunk(_Worker.pipeline, chunk, _Worker.edits)
