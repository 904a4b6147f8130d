"""Tasks for the processes of a pool: results in order, a few tasks ahead, and no noise at Ctrl-C."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from normalize.errors import NormalizeError

AHEAD = 2
"""Tasks in flight for each worker: one that it does, one that is done or waits."""

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    workers: int,
    start: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
) -> Generator[Result, None, None]:
    """Do tasks in new processes and give their results in the order of the tasks.

    Args:
        work: what is done with a task; it and the tasks pickle.
        workers: processes.
        start: called in each of them when it begins, with what is `given`.

    Raises:
        NormalizeError: a process ended, or could not be started.
    """
    waiting: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (start, given)) as pool:
        try:
            for task in tasks:
                with _deaf():
                    waiting.append(pool.submit(work, task))
                if len(waiting) >= AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise NormalizeError("a worker process ended, or could not be started") from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin(start: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits for this one
    if start:
        start(*given)


@contextmanager
def _deaf() -> Iterator[None]:
    """Hold Ctrl-C back while processes may be started, since they inherit that: until they have got as far as
    `_begin` it would end them with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
