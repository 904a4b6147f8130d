"""One run at a time in an output directory."""

from __future__ import annotations

import os
from pathlib import Path

from normalize.errors import Problem, SetupError


class Lock:
    """A lock that the system takes away when the process ends, however that comes.

    Args:
        path: a file for it, which is made. out: the directory that it is for, for the message.

    Attributes:
        file: the descriptor of the open file. Forked processes must close theirs, since the lock lasts as
        long as any is open.

    Raises:
        SetupError: `output-locked`.
    """

    def __init__(self, path: Path, out: str) -> None:
        self.file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(self.file)
        except OSError:
            held = os.read(self.file, 100).decode("ascii", "replace").strip()
            os.close(self.file)
            by = f" (process {held})" if held else ""
            message = f"another run{by} is writing into it; wait for its end, or name another directory"
            raise SetupError([Problem(out, 0, "output-locked", message)]) from None
        os.ftruncate(self.file, 0)
        os.write(self.file, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Give it back."""
        os.ftruncate(self.file, 0)
        os.close(self.file)


def _lock(file: int) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        # One byte far behind the process number, so that others can still read that.
        os.lseek(file, 1 << 20, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        os.lseek(file, 0, os.SEEK_SET)
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
