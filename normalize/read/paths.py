"""What was named on the command line to paths: file lists and patterns."""

from __future__ import annotations

import codecs
import glob
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from normalize.errors import Problem, SetupError
from normalize.read import remote
from normalize.read.source import STDIN

_PATTERN = frozenset("*?[")


class Listed(str):
    """A path that a list names. Lists grow old: where it is gone, that is told when its turn comes."""

    __slots__ = ()


def expand(
    paths: Iterable[str | os.PathLike[str]], lists: Iterable[str | os.PathLike[str]] = ()
) -> list[str]:
    """Give the paths that were named, and those of file lists, with patterns carried out.

    A pattern that a shell has left (`'in/**/*.jsonl'`) gives the files that fit it, in the order of their
    names; a file of just that name goes before it. Lists are held in memory, with some 150 bytes a path; what
    they name is `Listed`.

    Args:
        paths: files, directories, patterns, '-' for standard input.
        lists: files that name a path in each line, or with a NUL behind each (as `find -print0` writes); '-'
            for standard input. What they name is taken as it stands.

    Raises:
        SetupError: `missing-input`, for a list that cannot be read or names nothing that is there, and a
        pattern that nothing fits;
        `no-input` for a list that names nothing; `stdin-twice`.
    """
    found: list[str] = []
    problems: list[Problem] = []
    named = [os.fspath(path) for path in paths]
    sources = [os.fspath(one) for one in lists]
    if [*named, *sources].count(STDIN) > 1:
        problems.append(Problem(STDIN, 0, "stdin-twice", "standard input is named twice"))
    for path in named:
        found += _fitting(path, problems)
    for source in sources:
        if problems:
            break
        found += _listed(source, problems)
    if problems:
        raise SetupError(problems)
    return found


def _fitting(path: str, problems: list[Problem]) -> list[str]:
    if path == STDIN or not _PATTERN & set(path) or os.path.lexists(path):
        return [path]
    fitting = remote.fitting(path) if remote.is_url(path) else sorted(set(_matches(path)))
    if not fitting:
        problems.append(Problem(path, 0, "missing-input", "no file or directory fits this pattern"))
    return fitting


def _matches(pattern: str, root: str = ".") -> Iterator[str]:
    """What fits a pattern. `**` does not follow links, as in shells: they may run in circles."""
    before, found, after = pattern.partition("**/")
    if not found or (before and not before.endswith("/")):
        yield from glob.glob(pattern, root_dir=root)  # noqa: PTH207 - strings, and in no directory
        return
    for top in _matches(before, root) if before else ("",):
        for folder, inside, _ in os.walk(Path(root, top), followlinks=False):
            inside[:] = [name for name in inside if not name.startswith(".")]
            yield from (
                os.path.normpath(Path(top, Path(folder).relative_to(Path(root, top)), one))
                for one in _matches(after, folder)
            )


def _listed(source: str, problems: list[Problem]) -> Iterator[str]:
    try:
        data = sys.stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
    except OSError as error:
        problems.append(
            Problem(source, 0, "missing-input", f"the list of files cannot be read: {error.strerror}")
        )
        return
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    names = data.split(b"\0") if b"\0" in data else data.splitlines()
    given = [Listed(os.fsdecode(name)) for name in names if name.strip()]
    if not given:
        problems.append(Problem(source, 0, "no-input", "the list of files names none"))
    elif not any(remote.is_url(path) or os.path.lexists(path) for path in given):
        what = f"it names {given[0]}, which is not there, nor is any other path of it"
        problems.append(Problem(source, 0, "missing-input", what))
    yield from given
