"""Packages that are not always installed: imported when used, and named when missing."""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from typing import Any

from normalize.errors import InputError


def load_extra(modules: tuple[str, ...], what: str, extra: str) -> Any:
    """Import the first of the modules that is there.

    Args:
        modules: full names; several, where a package is part of Python from some version on.
        what: what it is wanted for, as the beginning of a sentence: 'reading Parquet'.
        extra: the extra of this package that installs it.

    Raises:
        InputError: `missing-extra`, with the command that installs it.
    """
    for name in modules:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise _missing(what, extra)


def find_extra(modules: tuple[str, ...], what: str, extra: str) -> None:
    """Raise what `load_extra` would, without importing anything but the packages that the modules lie in."""
    for name in modules:
        try:
            if name in sys.modules or find_spec(name):
                return
        except ImportError:
            continue
    raise _missing(what, extra)


def _missing(what: str, extra: str) -> InputError:
    command = f"pip install 'normalize[{extra}]'"
    return InputError("missing-extra", f"{what} needs a package that is not installed: {command}", "read")


ZSTD = ("compression.zstd", "backports.zstd")
"""The zstd module of Python 3.14 (PEP 784), and its backport, which has the same interface."""


def load_zstd(what: str) -> Any:
    """The zstd module. Raises InputError `missing-extra`."""
    return load_extra(ZSTD, what, "zstd")
