"""Where records go: files that grow as `.tmp`, to be renamed together when the run is whole."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import IO, Any, Protocol

from normalize.read.extras import load_zstd
from normalize.write.target import Target

STEM = "articles"
PARTIAL = ".tmp"
BUFFER_BYTES = 1 << 20
GZIP_LEVEL = 6  # the default of gzip itself; 9 takes twice the time for 1 % of the size
ZSTD_LEVEL = 3  # the default of zstd itself


class Sink(Protocol):
    """Takes records as the JSON lines that `json_line` makes."""

    names: list[str]
    """Final names of what it wrote, below the output directory; each stands there with `.tmp` behind it."""

    def write(self, line: bytes) -> None:
        """Take one record."""

    def seal(self) -> None:
        """Write what is held, and bring everything to the disk."""

    def abort(self) -> None:
        """Close all files and leave them as they are."""


class Shards:
    """The files of a format, one after the other, with names that depend on the records alone.

    Args:
        folder: the output directory.
        suffix: of the names, with its dot.
        size: bytes as stored after which a file is full; 0: never.
    """

    def __init__(self, folder: Path, suffix: str, size: int) -> None:
        self.names: list[str] = []
        self._folder = folder
        self._suffix = suffix
        self._size = size
        self.file = self._next()

    def _next(self) -> IO[bytes]:
        number = f"-{len(self.names):05}" if self._size else ""
        name = f"{STEM}{number}{self._suffix}"
        file = (self._folder / f"{name}{PARTIAL}").open("wb", buffering=BUFFER_BYTES)
        self.names.append(name)
        return file

    @property
    def full(self) -> bool:
        """Whether the next record belongs in a new file."""
        return bool(self._size) and self.file.tell() >= self._size

    def turn(self) -> None:
        """Close the file and begin the next."""
        self.close()
        self.file = self._next()

    def close(self) -> None:
        """Bring the file to the disk and close it."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()


class JsonlSink:
    """JSON lines: `articles.jsonl`, or `articles-00000.jsonl.gz` and so on."""

    def __init__(self, folder: Path, target: Target) -> None:
        self._pack = target.compress
        if self._pack == "zst":
            self._zstd = load_zstd("--compress zst")
        suffix = ".jsonl" if self._pack == "none" else f".jsonl.{self._pack}"
        self._shards = Shards(folder, suffix, target.shard_size)
        self.names = self._shards.names
        self._out = self._layer()

    def _layer(self) -> IO[bytes] | Any:
        if self._pack == "gz":  # without name and time, so that the same records give the same bytes
            return gzip.GzipFile("", "wb", GZIP_LEVEL, self._shards.file, mtime=0)
        if self._pack == "zst":
            return self._zstd.ZstdFile(self._shards.file, "wb", level=ZSTD_LEVEL)
        return self._shards.file

    def write(self, line: bytes) -> None:
        """Take one record."""
        if self._shards.full:
            self._end()
            self._shards.turn()
            self._out = self._layer()
        self._out.write(line)

    def _end(self) -> None:
        if self._out is not self._shards.file:
            self._out.close()

    def seal(self) -> None:
        """Close the last file."""
        self._end()
        self._shards.close()

    def abort(self) -> None:
        """Close the file, with what was compressed so far."""
        if not self._shards.file.closed:
            try:
                self._end()
            finally:
                self._shards.file.close()
