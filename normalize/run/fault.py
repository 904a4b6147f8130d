"""What is told of a document on which cleaning failed."""

from __future__ import annotations

import traceback
from pathlib import Path

import normalize
from normalize.errors import DocumentError
from normalize.run.journal import Fault


def fault_of(error: Exception) -> Fault:
    """Give the stage, code and reason that an error file has for an exception; one that nobody meant to raise
    is a bug (`internal-error`), told with its place in this package.
    """
    if isinstance(error, DocumentError):
        return Fault(error.stage or "run", error.code, str(error))
    if isinstance(error, MemoryError):
        return Fault("run", "memory", "cleaning it took more than limits.memory allows")
    return _bug(error)


def _bug(error: Exception) -> Fault:
    text = " ".join(str(error).split())[:200]
    told = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return Fault("run", "internal-error", f"{told} {_place(error)}")


def _place(error: Exception) -> str:
    """Where in this package it happened: '(strip/stage.py:88 in strip)'."""
    home = Path(normalize.__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((one for one in reversed(frames) if Path(one.filename).is_relative_to(home)), frames[-1])
    file = Path(frame.filename)
    shown = file.relative_to(home).as_posix() if file.is_relative_to(home) else file.name
    return f"({shown}:{frame.lineno} in {frame.name})"
