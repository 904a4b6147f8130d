"""What a worker process does: takes tasks from a pipe, and sends back what they give."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from normalize.errors import NormalizeError, told_bug
from normalize.run.slot import Slot
from normalize.run.work import Job, Worker

FINISHED = "finished"
"""Sent after each task."""

FLAGS = 2
STOP, OTHERS_WAIT = range(FLAGS)
"""Places in the memory that all workers of a run share."""

_OBJECTS = 20_000  # that come to be between two looks: those of some dozen documents
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class Bug(NamedTuple):
    """The last that a worker sends when something went wrong that nobody foresaw."""

    told: str


class Setting(NamedTuple):
    """What a worker process needs beside its pipe.

    `memory`: of its slot. `flags`: shared by all workers. `ends`, `files`: what a fork took along and has
    to close: ends of other workers' pipes, and open files. `most`: bytes of memory; 0: no limit.
    """

    job: Job
    name: str
    memory: Any
    flags: Any
    ends: tuple[Connection, ...]
    files: tuple[int, ...]
    most: int


def serve(setting: Setting, pipe: Connection) -> None:
    """Do tasks until the pipe is closed."""
    for end in setting.ends:
        end.close()
    for file in setting.files:
        os.close(file)
    _end_with_parent()
    for number in (signal.SIGINT, signal.SIGTERM):  # they may reach all processes of a group
        signal.signal(number, signal.SIG_IGN)  # who leads the run hears them
    limit_memory(setting.most)
    spare_collector()
    flags = setting.flags
    slot = Slot(setting.memory)
    worker = Worker(setting.job, setting.name, slot, lambda: flags[OTHERS_WAIT] > 0, lambda: flags[STOP] > 0)
    try:
        while True:
            task = pipe.recv()
            try:
                for message in worker.do(task):
                    pipe.send(message)
                pipe.send(FINISHED)
            except NormalizeError as error:
                pipe.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):  # whoever led the run is gone, or is done
        pass
    except BaseException as error:  # of whatever kind: whoever leads the run tells of it, in its own form
        with suppress(Exception):
            pipe.send(Bug(told_bug(error)))
        os._exit(error.code if isinstance(error, SystemExit) and isinstance(error.code, int) else 1)
    # A forked process must not run what its parent left to be done at exit, nor flush what it left unwritten.
    os._exit(0)


def spare_collector() -> None:
    """Keep the collector of cycles, of which cleaning makes hardly any, from what was there before the fork,
    which stays shared as nothing writes to it, and from looking every few lines.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS)


def limit_memory(most: int) -> None:
    """Let this process have no more than so many bytes of data (heap and anonymous maps); what goes beyond
    gets a `MemoryError`. Linux only; nothing elsewhere, since other systems do not keep such a limit.

    RLIMIT_DATA and not RLIMIT_AS: the latter also counts what is only reserved or mapped from files
    (libraries, thread stacks), which is several times what is used.
    """
    if not most or sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _end_with_parent() -> None:
    """Let the system end this process when the one that leads the run is gone, even if it hangs (Linux;
    elsewhere it ends when it next looks at its pipe)."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
