"""What rules were compiled to, kept on disk from one run to the next.

What the shipped rules are compiled to comes with the package, where it was built by the same version of
Python and of `regex`; so the first run begins as fast as all others.

Entries are pickles in a folder that only the user can write. A pickle can run code when it is read, so the
folder is not used if others may write into it or own it, and the reader makes objects of this package and of
a few built-in kinds only. Each file begins with the SHA-256 of the rest: what a crash or a full disk left
behind is not read. Keys hold the versions of all that shapes the content, and a hash of the code that makes
it, so a stale entry is never found; the oldest files go when there are many. Files are written aside and
moved into place, which is atomic, so writers need no lock.

A cache never fails a run: what cannot be read is made anew, what cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from normalize.version import __version__

_MAGIC = b"normalize-cache-1\n"
_MOST_FILES = 32  # a set of rules needs two; so the last dozen sets are kept
_SHIPPED = Path(__file__).parents[1] / "_compiled"  # made by `hatch_build.py`
_KINDS = frozenset({("builtins", "frozenset"), ("builtins", "set"), ("collections", "OrderedDict")})

Value = TypeVar("Value")
Part = TypeVar("Part")
Name = TypeVar("Name")


def open_cache(place: str) -> Cache | None:
    """The cache at a place, as the option `cache` gives it.

    Args:
        place: a folder, which is made; 'auto' for the one that the environment variable `NORMALIZE_CACHE`
        names, or
            else the user's cache folder; 'off' for none.
    """
    if place == "auto":
        place = os.environ.get("NORMALIZE_CACHE", "")
    if place == "off":
        return None
    try:
        return Cache(Path(place) if place else _user_folder())
    except RuntimeError:  # there is no home folder
        return None


class Cache:
    """Values by key, in a folder. Each key is written with the versions of this package, of Python and of
    `regex`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, key: str, make: Callable[[], Value]) -> Value:
        """The value of a key; makes and keeps it where there is none."""
        found: Value | None = self.load(key)
        if found is None:
            found = make()
            self.store(key, found)
        return found

    def parts(self, key: str, parts: Mapping[Name, Part], make: Callable[[Part], Value]) -> dict[Name, Value]:
        """What each of some parts is made to, by name. Those that were among the parts before are taken from
        there: one rule more does not cost the making of all.
        """
        known: dict[Name, Value] = self.load(key) or {}
        found = {name: known[name] if name in known else make(part) for name, part in parts.items()}
        if found.keys() - known.keys():
            self.store(key, found)
        return found

    def load(self, key: str) -> Any:
        """The value of a key, or None if it is not there or not whole."""
        path = self._path(key)
        data = _read(path, self.folder) or _read(_SHIPPED / path.name, None)
        head = len(_MAGIC) + hashlib.sha256().digest_size
        payload = memoryview(data)[head:]
        if data[:head] != _MAGIC + hashlib.sha256(payload).digest():
            return None
        try:
            return _Reader(BytesIO(payload)).load()
        except (
            pickle.UnpicklingError,
            AttributeError,
            ImportError,
            TypeError,
            ValueError,
            EOFError,
            IndexError,
        ):
            return None  # written by other code than it seems

    def store(self, key: str, value: object) -> bool:
        """Keep a value, which is not None and can be pickled. Gives whether it could be kept."""
        payload = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_private(self.folder):
                return False
            with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
                file.write(_MAGIC + hashlib.sha256(payload).digest())
                file.write(payload)
            Path(file.name).replace(self._path(key))
            self._forget_oldest()
        except OSError:
            return False
        return True

    def _path(self, key: str) -> Path:
        import regex

        python = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
        versions = (__version__, _code(), python, unicodedata.unidata_version, regex.__version__)
        digest = hashlib.sha256("\0".join((*versions, key)).encode())
        return self.folder / f"{digest.hexdigest()}.cache"

    def _forget_oldest(self) -> None:
        files = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[_MOST_FILES:]:
            path.unlink(missing_ok=True)


class _Reader(pickle.Unpickler):
    """Makes objects of this package and of harmless built-in kinds only."""

    def find_class(self, module: str, name: str) -> Any:
        """See `pickle.Unpickler`."""
        ours = (
            module.split(".")[0] == "normalize" and "." not in name
        )  # a dotted name could lead out of the module
        if ours or (module, name) in _KINDS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not kept in the cache")


def _read(path: Path, private: Path | None) -> bytes:
    """The bytes of a file; none if it is not there, or in a folder that others may write into."""
    try:
        return path.read_bytes() if private is None or _is_private(private) else b""
    except OSError:
        return b""


@lru_cache(maxsize=1)
def _code() -> str:
    """A hash of the code that makes what is kept, which may change between two versions of the package."""
    package = Path(__file__).parents[1]
    files = sorted(file for part in ("match", "ruleset") for file in (package / part).glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _is_private(folder: Path) -> bool:
    """Whether nobody but the user can write into a folder. Where there are no such rights, the user's own is
    taken to be.
    """
    if not hasattr(os, "getuid"):
        return True
    found = folder.stat()
    return found.st_uid == os.getuid() and not found.st_mode & 0o022


def _user_folder() -> Path:
    """Where programs keep what they can make again: XDG Base Directory Specification, and the customs of the
    others.
    """
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "normalize" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "normalize"
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "normalize"
