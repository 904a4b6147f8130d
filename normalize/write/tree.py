"""A tree of .txt or .md files that mirrors the input."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO, Any

from normalize.write.encode import parse_line
from normalize.write.sink import PARTIAL, STEM
from normalize.write.target import Target

_LONGEST_NAME = 120  # UTF-8 bytes; most systems allow 255, with room for a number, suffixes, encryption
_MOST_LEVELS = 30
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')  # by Windows; by others only '/' and NUL
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # names that Windows keeps
_MARKUP = re.compile(r"^(?=[#>+*-]\s|#{2,6}\s|```|~~~|={3,}$|-{3,}$)|^(\d{1,9})(?=[.)]\s)", re.MULTILINE)


class TreeSink:
    """A directory `articles/` with a file for each record, at the place of its input.

    A record of a file of records is named by its id, in a directory of that file's name. Where a name is
    taken, a number follows it.
    """

    def __init__(self, folder: Path, target: Target) -> None:
        self.names = [STEM]
        self._root = folder / f"{STEM}{PARTIAL}"
        self._root.mkdir()
        self._target = target
        self._taken: dict[str, int] = {}  # the last number behind each name that came again

    def write(self, line: bytes) -> None:
        """Take one record."""
        record = parse_line(line)
        suffix = f".{self._target.format}"
        *folders, stem = place_of(record)
        content = file_of(record, self._target).encode()
        try:
            file = self._new(self._root.joinpath(*folders), stem, suffix)
        except (FileNotFoundError, NotADirectoryError):
            file = self._new(self._made(folders), stem, suffix)
        with file:
            file.write(content)

    def _new(self, folder: Path, stem: str, suffix: str) -> IO[bytes]:
        """Open a new file; where its name is taken, a number follows it."""
        try:
            return (folder / f"{stem}{suffix}").open("xb")
        except FileExistsError:
            pass
        wanted = f"{folder}/{stem}"
        while True:
            number = self._taken[wanted] = self._taken.get(wanted, 1) + 1
            with suppress(FileExistsError):
                return (folder / f"{stem}-{number}{suffix}").open("xb")

    def _made(self, names: list[str]) -> Path:
        """Make directories in each other; where a file has the name of one, a number follows it as well."""
        folder = self._root
        for name in names:
            for number in count(1):
                inner = folder / (name if number == 1 else f"{name}-{number}")
                with suppress(FileExistsError):
                    inner.mkdir()
                if inner.is_dir():
                    break
            folder = inner
        return folder

    def seal(self) -> None:
        """Nothing: each file is closed already."""

    def abort(self) -> None:
        """Nothing: each file is closed already."""


def place_of(record: dict[str, Any]) -> list[str]:
    """The directories and the name, without suffix, of a record's file; none leads out of its directory."""
    path = record["source"].get("path") or ""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    name = record["id"].rstrip("/").rsplit("/", 1)[-1]  # an id may be an address
    if "record" in record["source"] or not parts or parts == ["-"]:
        parts.append(name or "record")
    else:
        parts[-1] = name or parts[-1]
    if len(parts) > _MOST_LEVELS:
        parts = [*parts[: _MOST_LEVELS - 1], "/".join(parts[_MOST_LEVELS - 1 :])]
    return [safe_name(part) for part in parts]


def safe_name(name: str) -> str:
    """A name that every system takes as one file's: never '.', '..', hidden, a device, or too long."""
    safe = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).rstrip(". ")
    if not safe or safe.startswith(".") or _DEVICES.match(safe):
        safe = f"_{safe}"
    if len(safe.encode()) > _LONGEST_NAME:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        head = safe.encode()[: _LONGEST_NAME - 13].decode("utf-8", "ignore").rstrip(". ")
        safe = f"{head}-{digest}"
    return safe


def file_of(record: dict[str, Any], target: Target) -> str:
    """The text of a record's file: front matter in YAML (of its JSON subset), headline, body."""
    headline, body = record["headline"], record["body"]
    parts = []
    if target.front_matter:
        told = {"id": record["id"], "headline": headline, **record["metadata"], "source": record["source"]}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
        parts.append("\n".join(["---", *lines, "---"]))
    if target.format == "md":
        body = _MARKUP.sub(_escape, body)
        headline = f"# {headline}" if headline else None
    parts += [part for part in (headline, body) if part]
    return "\n\n".join(parts) + "\n"


def _escape(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1] else "\\"
