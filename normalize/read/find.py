"""From the paths that were named to the files to read, in a stable order.

Directories are walked by the names of their entries (code points), so that files come in the order of their
path's parts. Hidden files and directories are left out; so are files whose suffix no format claims, which are
counted. A file that was named is read whatever its suffix. Each directory is read once, under its own name
where it has one below the named paths; a link to a directory above it is a failure, since it would never end.
"""

# ruff: noqa: PTH100, PTH109, PTH112, PTH116, PTH118, PTH120, PTH206
# A directory may have a million entries, and pathlib's objects cost ten times what a string does.

from __future__ import annotations

import errno
import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from normalize.errors import InputError, Problem, SetupError
from normalize.read.failure import Failure
from normalize.read.formats import SUFFIXES
from normalize.read.paths import Listed
from normalize.read.remote import exists, is_folder, is_url, listed, root_of, whole
from normalize.read.source import COMPRESSED, STDIN, Source, suffix
from normalize.read.tally import count

NO_SUFFIX = "(no suffix)"
LINKED = "(links to folders that are read anyway)"


class _Entry(NamedTuple):
    """An entry of a directory. `path` is as it is told; `linked`: a link led to it."""

    file: str
    path: str
    folder: bool
    linked: bool


class Finder:
    """The files behind the named paths.

    Args:
        paths: files, directories, and '-' for standard input, in the order in which they are to be read.

    Attributes:
        skipped: after iteration, how many files of other types were left out, by suffix.
    """

    def __init__(self, paths: Iterable[str | os.PathLike[str]]) -> None:
        self.paths = list(dict.fromkeys(os.fspath(path) for path in paths))
        self.skipped: Counter[str] = Counter()
        local = [path for path in self.paths if path != STDIN and not is_url(path)]
        self._root = _common_root(local)
        self._named = {os.path.abspath(path) for path in local}
        self._more = len(self._named) > 1
        self._tops = [os.path.realpath(path) for path in self._named if os.path.isdir(path)]
        self._linked: set[tuple[int, int]] = set()  # directories that were read through a link

    def __iter__(self) -> Iterator[Source | Failure]:
        """Give the files, and a failure for each directory that cannot be listed or runs in a circle."""
        seen = set()
        for path in self.paths:
            if is_url(path):
                yield from self._remote(path)
                continue
            file = path if path == STDIN else os.path.abspath(path)
            if file in seen:
                continue
            seen.add(file)
            if file == STDIN:
                yield Source(STDIN, STDIN)
                continue
            shown = os.path.relpath(file, self._root).replace(os.sep, "/")
            if os.path.isdir(file):
                yield from self._walk(_Entry(file, "" if shown == "." else f"{shown}/", True, False))
            else:
                yield Source(file, shown)

    def _remote(self, url: str) -> Iterator[Source | Failure]:
        """The files behind a URL: one, or those below a directory."""
        try:
            root = root_of([path for path in self.paths if is_url(path)])
            if not is_folder(url):
                file = whole(url)
                yield Source(file, file.removeprefix(root))
                return
            found = listed(url)
        except (OSError, InputError) as error:
            yield Failure(url, None, None, "read", "unreadable", f"the directory cannot be listed: {error}")
            return
        for file, below in found:
            if any(part.startswith(".") for part in below.split("/")):
                continue
            if suffix(file) in SUFFIXES:
                yield Source(file, file.removeprefix(root))
            else:
                count(self.skipped, _suffix_shown(posixpath.basename(file)))

    def _walk(self, top: _Entry) -> Iterator[Source | Failure]:
        # A stack and not recursion: directories can be deeper than Python's limit.
        stack = [iter((top,))]
        while stack:
            entry = next(stack[-1], None)
            if entry is None:
                stack.pop()
            elif not entry.folder:
                yield Source(entry.file, entry.path)
            else:
                inside = self._follow(entry) if entry.linked else self._list(entry)
                if isinstance(inside, Failure):
                    yield inside
                else:
                    stack.append(inside)

    def _follow(self, entry: _Entry) -> Iterator[_Entry] | Failure:
        """The entries of a directory behind a link; none if it is read under another name."""
        real = os.path.realpath(entry.file)
        here = os.path.realpath(os.path.dirname(entry.file.rstrip(os.sep)))
        if _inside(here, real):
            return _failure(entry, "link-loop", "the link points to a directory that it lies in")
        try:
            status = os.stat(real)
        except OSError as error:
            return _failure(entry, "unreadable", f"the directory cannot be read: {error.strerror}")
        key = (status.st_dev, status.st_ino)
        if key in self._linked or any(_visible_below(real, top) for top in self._tops):
            self.skipped[LINKED] += 1
            return iter(())
        self._linked.add(key)
        return self._list(entry)

    def _list(self, folder: _Entry) -> Iterator[_Entry] | Failure:
        """The entries of a directory that are inputs or directories, by name."""
        names: list[str] = []
        folders: dict[str, bool] = {}  # and whether they are links
        try:
            with os.scandir(folder.file) as found:
                for entry in found:
                    if entry.name.startswith(".") or (self._more and entry.path in self._named):
                        continue  # hidden, or read in its own right
                    kind = _kind(entry)
                    if kind == "folder":
                        folders[entry.name] = folder.linked or entry.is_symlink()
                    elif kind == "file" and suffix(entry.name) not in SUFFIXES:
                        count(self.skipped, _suffix_shown(entry.name))
                        continue
                    names.append(entry.name)
        except OSError as error:
            code = "vanished" if isinstance(error, FileNotFoundError) else "unreadable"
            return _failure(folder, code, f"the directory cannot be listed: {error.strerror}")
        names.sort()
        return self._entries(folder, names, folders)

    @staticmethod
    def _entries(folder: _Entry, names: Iterable[str], folders: Mapping[str, bool]) -> Iterator[_Entry]:
        # One by one, since a directory may have a million.
        for name in names:
            file = os.path.join(folder.file, name)
            if name in folders:
                yield _Entry(file, f"{folder.path}{name}/", True, folders[name])
            else:
                yield _Entry(file, f"{folder.path}{name}", False, False)


def _kind(entry: os.DirEntry[str]) -> str:
    """'folder', 'file', or 'circle' for a link that leads to itself."""
    try:
        return "folder" if entry.is_dir() else "file"
    except OSError as error:
        return "circle" if error.errno == errno.ELOOP else "file"


def _suffix_shown(name: str) -> str:
    packed = name.lower().endswith(COMPRESSED)
    return "".join(Path(name).suffixes[-2:]).lower() if packed else suffix(name) or NO_SUFFIX


def _failure(entry: _Entry, code: str, reason: str) -> Failure:
    return Failure(entry.path, None, None, "read", code, reason)


def _visible_below(path: str, top: str) -> bool:
    """Whether a walk from `top` comes to `path` by itself."""
    if path == top:
        return True
    below = top.rstrip(os.sep) + os.sep
    return path.startswith(below) and not any(
        part.startswith(".") for part in path[len(below) :].split(os.sep)
    )


def _common_root(paths: Sequence[str]) -> str:
    """The directory that paths are told from: the one that was named, or the nearest that holds all."""
    if not paths:
        return os.getcwd()
    folders = [full if os.path.isdir(full) else os.path.dirname(full) for full in map(os.path.abspath, paths)]
    return os.path.commonpath(folders)


def check_paths(paths: Iterable[str | os.PathLike[str]], out: str | os.PathLike[str] | None = None) -> None:
    """Check what was named before anything is read.

    Args:
        paths: the inputs.
        out: the output directory, which need not exist.

    Raises:
        SetupError: `no-input`; `missing-input`, but not for `Listed` paths; `output-in-input` and
        `input-in-output`, where one lies inside the other.
    """
    named = [os.fspath(path) for path in paths]
    nothing = "nothing to read was named: give PATHS, or a list of them with --from"
    problems = [] if named else [Problem("normalize", 0, "no-input", nothing)]
    target = os.path.realpath(out) if out is not None and not is_url(os.fspath(out)) else None
    for path in named:
        if path == STDIN:
            continue
        if is_url(path):
            problems += _wrong_url(path, os.fspath(out or ""))
            continue
        if not isinstance(path, Listed) and not os.path.lexists(path):
            problems.append(Problem(path, 0, "missing-input", "there is no such file or directory"))
            continue
        if target is None:
            continue
        real = os.path.realpath(path)
        if os.path.isdir(real) and _inside(target, real):
            message = (
                f"the output directory {os.fspath(out or '')} lies inside this input; name one beside it"
            )
            problems.append(Problem(path, 0, "output-in-input", message))
        elif _inside(real, target):
            message = f"this input lies inside the output directory {os.fspath(out or '')}; name another one"
            problems.append(Problem(path, 0, "input-in-output", message))
    if problems:
        raise SetupError(problems)


def _wrong_url(url: str, out: str) -> Iterator[Problem]:
    if is_url(out) and f"{out.rstrip('/')}/".startswith(f"{url.rstrip('/')}/"):
        yield Problem(
            url, 0, "output-in-input", f"the output {out} lies inside this input; name one beside it"
        )
    elif is_url(out) and url.startswith(f"{out.rstrip('/')}/"):
        yield Problem(url, 0, "input-in-output", f"this input lies inside the output {out}; name another one")
    try:
        if not exists(url):
            yield Problem(url, 0, "missing-input", "there is no such file or directory")
    except InputError as error:
        yield Problem(url, 0, error.code, str(error))
    except OSError as error:
        yield Problem(url, 0, "missing-input", f"it cannot be reached: {error}")


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
