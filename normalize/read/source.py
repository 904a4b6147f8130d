"""A file to read, and the names under which its records are known."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from normalize.read.unpack import COMPRESSIONS

COMPRESSED = tuple(suffix for one in COMPRESSIONS for suffix in one.suffixes)
"""Suffixes that stand after a format's own."""

STDIN = "-"


class Source(NamedTuple):
    """One input file.

    `file` is what is opened ('-': standard input) and `path` what records and errors call it: told from the
    root that was named, with '/' between the parts.
    """

    file: str
    path: str

    @property
    def suffix(self) -> str:
        """The format's suffix in lower case, without that of a compression: '.jsonl' of 'a/b.jsonl.gz'."""
        return suffix(self.path)

    @property
    def id(self) -> str:
        """The path without its suffixes: 'a/b' of 'a/b.txt.gz'."""
        path = _unpacked(self.path)
        stem = posixpath.splitext(path)[0]
        return stem or path


def suffix(name: str) -> str:
    """The format's suffix of a file name, in lower case; empty if it has none."""
    return posixpath.splitext(_unpacked(name))[1].lower()


def _unpacked(name: str) -> str:
    for ending in COMPRESSED:
        if len(name) > len(ending) and name.lower().endswith(ending):
            return name[: -len(ending)]
    return name
