"""A file that is written whole or not at all, at a place that the user names."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file: aside first, then moved into its place; what was there stays until all is written.

    A link stays one, and what it leads to is written. What is no file, such as `/dev/stdout` or a named pipe,
    is written to as it is: moving a file there would take its place.

    Raises:
        OSError: it cannot be written.
    """
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):  # before links: a pipe has no path
        with path.open("wb") as special:
            special.write(data)
        return
    if path.is_symlink():
        path = Path(os.path.realpath(path))
    partial = path.with_name(f"{path.name}.tmp")
    partial.write_bytes(data)
    partial.replace(path)
