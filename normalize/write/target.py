"""What a run writes: the form of its records, compressed or not, in one file or several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from normalize.errors import Problem, SetupError

RecordFormat = Literal["jsonl", "parquet", "sqlite", "txt", "md"]
Compress = Literal["none", "gz", "zst"]

SHARDED = ("jsonl", "parquet")
"""Formats that can be cut into several files, and compressed."""

TREES = ("txt", "md")
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "KI": 2**10, "MI": 2**20, "GI": 2**30}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMG]I?)?B?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """The form of the output.

    Attributes:
        format: of the records. compress: of JSONL files as a whole, inside Parquet files by pages.
        shard_size: bytes, as they are stored, after which a file ends and the next begins; 0: one file.
        front_matter: whether the files of a tree begin with the metadata.

    Raises:
        SetupError: `output-options`, for what does not go together.
    """

    format: RecordFormat = "jsonl"
    compress: Compress = "none"
    shard_size: int = 0
    front_matter: bool = True

    def __post_init__(self) -> None:
        if self.format not in SHARDED:
            for name, given in (("--compress", self.compress != "none"), ("--shard-size", self.shard_size)):
                if given:
                    raise _refused(f"{name} does not go with --format {self.format}")


def parse_size(text: str) -> int:
    """Read a size: '256MB', '1GiB', '500000' (bytes). Raises SetupError `output-options`."""
    found = _SIZE.fullmatch(text.strip())
    size = int(float(found[1]) * _UNITS[(found[2] or "").upper()]) if found else 0
    if size < 1:
        raise _refused(f"--shard-size {text!r} is no size; write it as 256MB, 1GiB or 500000")
    return size


def _refused(message: str) -> SetupError:
    return SetupError([Problem("normalize", 0, "output-options", message)])
