"""A worker process of a crew: how it is started, and what it does."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from normalize.many import Shape, clean_here
from normalize.run.process import limit_memory, spare_collector

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline


class Setting(NamedTuple):
    """What a worker cleans with; `memory`: the most that it may take, in bytes (0: no limit)."""

    pipeline: Pipeline
    shape: Shape | None
    memory: int


class Process(Protocol):
    """A process that was started."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self) -> int:
        """Wait for its end; give its exit status, negative for a signal."""


class _Forked:
    def __init__(self, process: Any) -> None:
        self._process = process
        self.kill = process.kill

    def wait(self) -> int:
        self._process.join()
        return int(self._process.exitcode)


def start(setting: Setting, others: Iterable[Connection]) -> tuple[Connection, Process]:
    """Start a worker; give this end of its pipe.

    It is forked where that is safe: on Linux, in a process without other threads, whose locks it would find
    held. Else it is a new interpreter. `multiprocessing` would let that run the program's main module first,
    and so ask of every script that it can be imported.

    Args:
        others: pipes of other workers, which a fork has to close.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        context: Any = get_context("fork")
        here, there = context.Pipe()
        process = context.Process(target=_forked, args=(setting, there, [here, *others]), daemon=True)
        process.start()
        there.close()
        return here, _Forked(process)
    if os.name != "posix":
        context = get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(setting, there, os.getpid()), daemon=True)
        process.start()
        there.close()
        return here, _Forked(process)
    mine, its = socket.socketpair()
    with its:
        code = "import sys; sys.path = {!r}; from normalize.worker import main; main({}, {})"
        child = subprocess.Popen(
            [sys.executable, "-c", code.format(sys.path, its.fileno(), os.getpid())],
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
        )
    pipe = Connection(mine.detach())
    with suppress(OSError):  # it died; that is seen when it is listened to
        pipe.send_bytes(pickle.dumps(setting, pickle.HIGHEST_PROTOCOL))
    return pipe, child


def main(descriptor: int, parent: int) -> None:
    """Be a worker that was started as a new interpreter."""
    pipe = Connection(descriptor)
    serve(pickle.loads(pipe.recv_bytes()), pipe, parent)


def _forked(setting: Setting, pipe: Connection, ends: Iterable[Connection]) -> None:
    for end in ends:
        end.close()
    serve(setting, pipe, os.getppid())


def serve(setting: Setting, pipe: Connection, parent: int) -> None:
    """Clean chunks until the caller is gone.

    Each message is items and whether they are to be cleaned one by one; the answers are None, which says that
    it begins, and lists of results.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a group
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    limit_memory(setting.memory)
    spare_collector()
    try:
        while True:
            items, alone = pipe.recv()
            pipe.send(None)
            for chunk in [[one] for one in items] if alone else [items]:
                pipe.send(clean_here(setting.pipeline, chunk, setting.shape))
    except (EOFError, BrokenPipeError, ConnectionResetError):  # the caller is gone, or done
        pass
    os._exit(0)  # what a parent left to be done at exit, or unwritten, is not a fork's


def _watch(parent: int) -> None:
    """End this process when its parent is gone, also while a document holds it up.

    PR_SET_PDEATHSIG is no way here: it is about the thread that started the process, which a server may end
    long before itself.
    """
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
