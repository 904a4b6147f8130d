"""What is told of a document on which cleaning failed."""

from __future__ import annotations

from normalize.errors import DocumentError, told_bug
from normalize.run.journal import Fault


def fault_of(error: Exception) -> Fault:
    """Give the stage, code and reason that an error file has for an exception; one that nobody meant to raise
    is a bug (`internal-error`), told with its place in this package.
    """
    if isinstance(error, DocumentError):
        return Fault(error.stage or "run", error.code, str(error))
    if isinstance(error, MemoryError):
        return Fault("run", "memory", "cleaning it took more than limits.memory allows")
    return Fault("run", "internal-error", told_bug(error))
