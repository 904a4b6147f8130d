"""Packages that are not always installed: imported when used, and named when missing."""

from __future__ import annotations

import importlib
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
    command = f"pip install 'normalize[{extra}]'"
    raise InputError("missing-extra", f"{what} needs a package that is not installed: {command}", "read")


def load_zstd(what: str) -> Any:
    """The zstd module of Python 3.14 (PEP 784), or its backport, which has the same interface."""
    return load_extra(("compression.zstd", "backports.zstd"), what, "zstd")
