"""Worker processes: tasks out, accounts back; one that dies or hangs costs a document at most."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

from normalize.errors import NormalizeError
from normalize.limits import LimitsConfig
from normalize.run.journal import Fault
from normalize.run.part import Broken, End, Given, Part, Task
from normalize.run.process import FINISHED, FLAGS, OTHERS_WAIT, STOP, Bug, Setting, serve
from normalize.run.slot import CLEANING, READING, Doing, Slot
from normalize.run.work import Job

AHEAD = 2
"""Tasks given to each worker: one that it works on and one that waits, so that it never does."""

MOST_AHEAD = 16_000
"""Bytes of a task that a worker may get ahead. It has to fit into the pipe (64 kB and more) though nobody
reads it: the worker may itself be sending something large, and each would wait for the other for ever.
Larger ones, such as chunks of documents, go to workers that wait for them."""

TRIES = 2
"""Deaths over the same document until it is taken for the cause: the first may be the doing of someone
else, such as a system that is short of memory."""

_LOOK_SECONDS = 0.2  # how often the clock is looked at, and a wish to stop is noticed
_MOST_BETWEEN_LOOKS = 0.5
"""Seconds that count as time of a document when nobody looked for longer: all processes may have been halted
together (Ctrl-Z, a paused machine), and the document is not to blame."""

_MOST_STARTS = 5  # workers in a row that die before they begin anything


class WorkerError(NormalizeError):
    """Worker processes cannot be started, or die before they begin."""


@dataclass(slots=True, eq=False)
class _Member:
    """One worker process. `since`: when it took up the document that it was last seen at; `seconds`: for how
    long it was seen at it. `bug`: what it told before it ended.
    """

    process: Any
    pipe: Connection
    slot: Slot
    tasks: deque[Task] = field(default_factory=deque)
    since: float = 0.0
    seconds: float = 0.0
    bug: str = ""


class Pool:
    """Worker processes that do the tasks of one job.

    Args:
        job: what the tasks have in common. name: begins the names of all workers; no other run ever has it.
        workers: how many. limits: of one document. files: open ones that workers must not hold open.
    """

    def __init__(
        self, job: Job, name: str, workers: int, limits: LimitsConfig, files: tuple[int, ...] = ()
    ) -> None:
        self._job = job
        self._name = name
        self._limits = limits
        self._files = files
        # Forking takes milliseconds, where a new interpreter takes half a second to load the same again.
        # It is safe as long as no other thread holds a lock that the child would wait for.
        forks = sys.platform == "linux" and threading.active_count() == 1
        self._context: Any = get_context("fork" if forks else "spawn")
        self._forks = forks
        if forks and workers > 1 and job.mode == "clean":
            job.pipeline.warm()  # once, for all: what is made before the fork is shared
        self._flags = self._context.RawArray("q", FLAGS)
        self._members: list[_Member] = []
        self._started = self._died_early = 0
        self._waiting: deque[Task] = deque()
        self._have: defaultdict[int, set[int]] = defaultdict(set)
        self._poison: dict[bytes, Fault] = {}
        self._deaths: Counter[object] = Counter()
        self._looked = time.monotonic()
        self.stopping = False
        for _ in range(workers):
            self._start()

    def stop(self) -> None:
        """End soon: workers finish the documents that they are at, and get no others."""
        self.stopping = True
        self._flags[STOP] = 1

    def run(self, tasks: Iterable[Task]) -> Iterator[Part | End | None]:
        """Do tasks: give what they give, in the order in which it comes, and None now and then. No more of
        them are asked for than workers can take.

        Raises:
            WorkerError; ShardError, JournalError: a worker cannot write.
        """
        left = iter(tasks)
        while True:
            self._send(left)
            busy = [one for one in self._members if one.tasks]
            if not busy:
                return
            for pipe in wait([one.pipe for one in busy], _LOOK_SECONDS):
                yield from self._receive(next(one for one in busy if one.pipe is pipe))
            self._end_hanging()
            yield None

    def _send(self, left: Iterator[Task]) -> None:
        """Give tasks to workers that have room for one."""
        if self.stopping:
            return
        for depth in range(AHEAD):
            for member in self._members:
                if len(member.tasks) > depth:
                    continue
                task = self._waiting.popleft() if self._waiting else next(left, None)
                if task is None:
                    self._flags[OTHERS_WAIT] = sum(not one.tasks for one in self._members)
                    return
                task = task._replace(poison=tuple(self._poison.items()))
                data = ForkingPickler.dumps(task)
                if member.tasks and len(data) > MOST_AHEAD:
                    self._waiting.appendleft(task)
                    self._flags[OTHERS_WAIT] = 0
                    return
                member.tasks.append(task)
                try:
                    member.pipe.send_bytes(data)
                except OSError:
                    return  # it died; that is seen when it is listened to
        self._flags[OTHERS_WAIT] = 0

    def _receive(self, member: _Member) -> Iterator[Part | End]:
        try:
            while member.pipe.poll():
                message = member.pipe.recv()
                if message == FINISHED:
                    member.tasks.popleft()
                elif isinstance(message, NormalizeError):
                    raise message
                elif isinstance(message, Bug):
                    member.bug = f" ({message.told})"
                elif isinstance(message, Given):
                    self._have[message.unit].add(message.seq)
                    self._waiting.append(Task(member.tasks[0].unit, message))
                    self._flags[OTHERS_WAIT] = 0  # until it is known who has still nothing to do
                else:
                    self._died_early = 0
                    if isinstance(message, Part) and message.whole:
                        self._have[message.unit].add(message.seq)
                    yield message
        except (EOFError, OSError):
            self._replace(member, None)

    def _end_hanging(self) -> None:
        """End workers that are at one document for too long."""
        limit = self._limits.seconds
        now = time.monotonic()
        passed, self._looked = min(now - self._looked, _MOST_BETWEEN_LOOKS), now
        for member in list(self._members):
            doing = member.slot.seen()
            if not member.tasks or doing.state != CLEANING or doing.since != member.since:
                member.since, member.seconds = doing.since, 0.0
                continue
            member.seconds += passed
            if limit and member.seconds > limit:
                member.process.kill()
                told = f"cleaning it took longer than limits.seconds allows: {limit:g}"
                self._replace(member, Fault("run", "timeout", told))

    def _replace(self, member: _Member, why: Fault | None) -> None:
        """Put a new worker in the place of one that died, and give others what it had to do."""
        member.process.join()
        member.pipe.close()
        self._members.remove(member)
        tasks = list(member.tasks)
        if tasks:
            status = member.process.exitcode
            ended = f"by signal {-status}" if status < 0 else f"with status {status}{member.bug}"
            tasks[0] = self._after_death(tasks[0], member.slot.seen(), ended, why)
        self._waiting.extendleft(reversed(tasks))
        if not self.stopping:
            self._start()

    def _after_death(self, task: Task, doing: Doing, ended: str, why: Fault | None) -> Task:
        """A task to be done again, without what a worker died over. `ended`: how it did."""
        if not task.chunk:
            task = task._replace(have=task.have | self._have[task.unit.number])
        reason = f"the worker process ended {ended} on it, {TRIES} times"
        if doing.state == CLEANING:
            self._deaths[doing.key] += 1
            if why or self._deaths[doing.key] >= TRIES:
                self._poison[doing.key] = why or Fault("run", "worker-died", reason)
        elif doing.state == READING:
            place = (task.unit.number, doing.piece, doing.given)
            self._deaths[place] += 1
            if self._deaths[place] >= TRIES:
                fault = Fault("read", "worker-died", f"{reason}, after {doing.given:,} documents of the file")
                task = task._replace(broken=(*task.broken, Broken(doing.piece, doing.given, fault)))
        else:
            begun = (task.unit.number, task.chunk.seq if task.chunk else None)
            self._deaths[begun] += 1
            self._died_early += 1
            if max(self._died_early, self._deaths[begun]) > _MOST_STARTS:
                raise WorkerError(f"worker processes end {ended} before they begin anything")
        return task

    def _start(self) -> None:
        here, there = self._context.Pipe()
        memory = self._context.RawArray("q", Slot.SIZE)
        self._started += 1
        # A forked process has the ends of all pipes, and would keep the others from seeing that this one
        # is gone.
        ends = (here, *(one.pipe for one in self._members)) if self._forks else ()
        name = f"{self._name}-{self._started:03}"
        files = self._files if self._forks else ()
        setting = Setting(self._job, name, memory, self._flags, ends, files, self._limits.memory)
        process = self._context.Process(target=serve, args=(setting, there), daemon=True)
        process.start()
        there.close()
        self._members.append(_Member(process, here, Slot(memory)))

    def close(self) -> None:
        """End all workers: at once, if they are at work."""
        for member in self._members:
            if member.tasks:
                member.process.kill()
            member.pipe.close()  # which ends a worker that waits
        for member in self._members:
            member.process.join()
        self._members.clear()
