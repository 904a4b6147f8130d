"""Worker processes for documents in memory: chunks out, results back; a document that kills or holds up its
worker costs itself.

A chunk is cleaned as a whole. If its worker dies, or gives nothing for `limits.seconds`, the chunk is cleaned
again, one document at a time, and then it is known over which one it happens.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from normalize.errors import NormalizeError, StageError
from normalize.limits import LimitsConfig
from normalize.many import Item, Shape
from normalize.run.pool import TRIES
from normalize.worker import Process, Setting, start

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

AHEAD = 2
"""Chunks taken from the stream for each worker: one that it cleans, one that is done or waits."""

_LOOK_SECONDS = 0.2  # how often the clock is looked at
_MOST_STARTS = 5  # workers in a row that die before they are given anything


class CrewError(NormalizeError):
    """Worker processes cannot be started, or die before they begin."""


@dataclass(slots=True, eq=False)
class _Chunk:
    """Items on their way: `done` grows to the length of `items`; `alone`: they are cleaned one by one."""

    items: list[Item]
    done: list[Any] = field(default_factory=list)
    alone: bool = False
    deaths: int = 0

    @property
    def whole(self) -> bool:
        return len(self.done) == len(self.items)


@dataclass(slots=True, eq=False)
class _Member:
    process: Process
    pipe: Connection
    chunk: _Chunk | None = None
    since: float = 0.0
    ready: bool = False


class Crew:
    """Worker processes that clean for one caller; each has a copy of the pipeline.

    Args:
        pipeline: what cleans. Its `limits.seconds` and `limits.memory` hold for each document.
        workers: how many.
        shape: what is made of an article in the worker; None: the article.

    Raises:
        CrewError: they cannot be started. ValueError: fewer than one.
    """

    def __init__(self, pipeline: Pipeline, workers: int, shape: Shape | None = None) -> None:
        if workers < 1:
            raise ValueError(f"a crew has at least 1 worker, not {workers}")
        self._pipeline = pipeline
        self._shape = shape
        self._limits: LimitsConfig = pipeline.config.stage("limits")
        self._members: list[_Member] = []
        self._died_early = 0
        self._at_work = False
        try:
            for _ in range(workers):
                self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def clean(self, chunks: Iterable[list[Item] | None]) -> Iterator[list[Any]]:
        """Clean chunks: give the results of each, in order; see `many.results`.

        Args:
            chunks: None says that there is no chunk for now; what is due is given before the next is asked
                for.

        Raises:
            CrewError; RuntimeError: it is at work for someone else.
        """
        if self._at_work:
            raise RuntimeError("a crew cleans one stream at a time")
        self._at_work = True
        try:
            yield from self._clean(iter(chunks))
        finally:
            self._at_work = False
            for member in [one for one in self._members if one.chunk]:  # the caller went away
                self._end(member)

    def _clean(self, chunks: Iterator[list[Item] | None]) -> Iterator[list[Any]]:
        queue: deque[_Chunk] = deque()  # in order
        waiting: deque[_Chunk] = deque()  # of these, what no worker has yet
        more = True
        while more or queue:
            idle = False
            while more and not waiting and len(queue) < AHEAD * len(self._members):
                taken = next(chunks, _END)
                if taken is _END:
                    more = False
                elif taken is None:
                    idle = True
                    break
                else:
                    chunk = _Chunk(taken)
                    queue.append(chunk)
                    waiting.append(chunk)
                self._send(waiting)
            self._send(waiting)  # what came back because its worker died
            self._receive(waiting, 0 if idle else _LOOK_SECONDS)
            while queue and queue[0].whole:
                yield queue.popleft().done

    def _send(self, waiting: deque[_Chunk]) -> None:
        for member in self._members:
            if waiting and member.chunk is None:
                chunk = member.chunk = waiting.popleft()
                member.since = time.monotonic()
                try:
                    member.pipe.send((chunk.items[len(chunk.done) :], chunk.alone))
                except OSError:
                    return  # it died; that is seen when it is listened to

    def _receive(self, waiting: deque[_Chunk], seconds: float) -> None:
        busy = [one for one in self._members if one.chunk]
        if not busy:
            return
        for pipe in wait([one.pipe for one in busy], seconds):
            member = next(one for one in busy if one.pipe is pipe)
            assert member.chunk
            try:
                found = member.pipe.recv()
            except (EOFError, OSError):
                self._replace(member, waiting, timed_out=False)
                continue
            member.since = time.monotonic()
            member.ready = True
            self._died_early = 0
            if found is None:  # it has loaded the pipeline, and begins
                continue
            member.chunk.done += found
            member.chunk.deaths = 0
            if member.chunk.whole:
                member.chunk = None
        self._end_hanging(waiting)

    def _end_hanging(self, waiting: deque[_Chunk]) -> None:
        limit = self._limits.seconds
        now = time.monotonic()
        for member in list(self._members):
            if limit and member.chunk and member.ready and now - member.since > limit:
                self._replace(member, waiting, timed_out=True)

    def _replace(self, member: _Member, waiting: deque[_Chunk], timed_out: bool) -> None:
        """Put a new worker in the place of one that died; its chunk comes next, one by one."""
        chunk, ready = member.chunk, member.ready
        assert chunk
        status = self._end(member)
        if not ready:
            self._died_early += 1
            if self._died_early > _MOST_STARTS:
                raise CrewError(f"worker processes end {_how(status)} before they begin anything")
        elif chunk.alone or len(chunk.items) == 1:
            chunk.deaths += 1
            if timed_out or chunk.deaths >= TRIES:
                chunk.done.append(_fault(status, timed_out, self._limits.seconds))
                chunk.deaths = 0
        chunk.alone = chunk.alone or ready
        if chunk.whole:
            chunk = None
        if chunk:
            waiting.appendleft(chunk)
        self._start()

    def _start(self) -> None:
        setting = Setting(self._pipeline, self._shape, self._limits.memory)
        pipe, process = start(setting, [one.pipe for one in self._members])
        self._members.append(_Member(process, pipe))

    def _end(self, member: _Member) -> int:
        """End a worker at once; give its exit status.

        Closing its pipe would not do: the workers of another crew may have been forked with an end of it.
        """
        self._members.remove(member)
        member.process.kill()
        member.pipe.close()
        return member.process.wait()

    def close(self) -> None:
        """End all workers at once."""
        for member in list(self._members):
            self._end(member)


_END: Any = object()


def _how(status: int) -> str:
    return f"by signal {-status}" if status < 0 else f"with status {status}"


def _fault(status: int, timed_out: bool, seconds: float) -> StageError:
    if timed_out:
        return StageError(
            "timeout", f"cleaning it took longer than limits.seconds allows: {seconds:g}", "run"
        )
    return StageError("worker-died", f"the worker process ended {_how(status)} on it, {TRIES} times", "run")
