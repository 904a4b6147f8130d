"""Which files the rules are in: the packs that come with the package, and the directories of a user.

A pack is a directory of rule files (`any`, `en`, `sites` …) or a single file (`en.toml` gives the pack
`en`). An installed wheel has them in `normalize/_rules/`, an editable install in `rules/` of its clone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from normalize.errors import Problem
from normalize.ruleset.suggest import did_you_mean

_NO_PACKS = frozenset({"profiles"})
"""Directories beside the packs that hold no rules."""


class Source(NamedTuple):
    """A rule file: its name for people and problems, and its bytes."""

    name: str
    data: bytes


def shipped_root() -> Path:
    """The directory of the shipped rules and profiles."""
    package = Path(__file__).parent.parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


@cache
def _packs(root: Path) -> dict[str, Path]:
    if not root.is_dir():
        return {}
    found = {path.name: path for path in root.iterdir() if path.is_dir() and path.name not in _NO_PACKS}
    found |= {path.stem: path for path in root.glob("*.toml")}
    return dict(sorted(found.items()))


def pack_names() -> list[str]:
    """Names of the shipped packs, sorted."""
    return list(_packs(shipped_root()))


def find_sources(
    packs: Iterable[str] | None, directories: Iterable[str | Path]
) -> tuple[list[Source], list[Problem]]:
    """Read the rule files of shipped packs (None: all of them) and of the user's directories or single files.

    Files come in a stable order: packs by name, then directories as they are given; inside each, by path.
    Directories are searched for `*.toml` all the way down; links to directories are not followed.
    """
    known = _packs(shipped_root())
    problems = []
    paths: dict[Path, None] = {}
    for name in sorted(set(known if packs is None else packs)):
        if name in known:
            paths |= dict.fromkeys(_rule_files(known[name]))
        else:
            problems.append(
                Problem("<packs>", 0, "R029", f"unknown rule pack `{name}`{did_you_mean(name, known)}")
            )
    for directory in map(Path, directories):
        if directory.exists():
            paths |= dict.fromkeys(_rule_files(directory))
        else:
            problems.append(Problem(str(directory), 0, "R001", "there is no such file or directory"))
    sources = []
    for path in paths:
        try:
            sources.append(Source(_shown(path), path.read_bytes()))
        except OSError as error:
            problems.append(Problem(_shown(path), 0, "R001", f"cannot be read: {error.strerror}"))
    return sources, problems


def _rule_files(place: Path) -> list[Path]:
    return sorted(place.rglob("*.toml")) if place.is_dir() else [place]


def _shown(path: Path) -> str:
    """A path as short as it can be told from here. Shipped files are told by their place below `rules/`, the
    same wherever they are installed, so that what is kept of them serves every place.
    """
    try:
        return f"rules/{path.relative_to(shipped_root()).as_posix()}"
    except ValueError:
        pass
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def fingerprint(sources: Sequence[Source], on: Sequence[str], off: Sequence[str]) -> str:
    """Hash all that a rule set is made from, without parsing it: the key under which a made one can be
    cached.

    SHA-256 in hexadecimal. It changes also where only a comment or a file name changes.
    """
    digest = hashlib.sha256()
    for part in (*on, "", *off, ""):
        digest.update(part.encode() + b"\0")
    for source in sources:
        digest.update(f"{source.name}\0{len(source.data)}\0".encode() + source.data)
    return digest.hexdigest()
