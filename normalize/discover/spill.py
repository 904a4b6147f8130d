"""Counting in bounded memory: the keys of the first look go to disk, and are counted part by part.

Lossy counting (Manku and Motwani, VLDB 2002) would keep what is frequent in the whole corpus; here a line is
asked to be frequent in its own site, and a site may have ten documents among a million. So counts are exact:
each chunk of documents writes its keys sorted to a file, and one range of keys after the other is counted
from all files, as in the partitioned hash joins of databases.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from normalize.discover.keys import SITE_SHIFT

_PART = 1_500_000
"""Keys that are counted at once. A table of so many takes 180 MB if all of them differ."""
_SUFFIX = ".keys"


class Spill:
    """The key files of a folder.

    Args:
        folder: it must be there. Files that an earlier, interrupted count has left are used again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[Path] = []

    def path(self, number: int, checksum: int) -> Path:
        """The file of a chunk. Its name holds a checksum of the texts, so that other texts have another."""
        return self.folder / f"{number:07}-{checksum:08x}{_SUFFIX}"

    def parts(self) -> Iterator[Counter[int]]:
        """The counts of all keys, range by range in ascending order."""
        files = [KeyFile(path) for path in self.files]
        for low, high in _ranges(files):
            counts: Counter[int] = Counter()
            for file in files:
                counts.update(file.between(low, high))
            yield counts


def write_keys(path: Path, keys: Iterable[int]) -> None:
    """Write the keys of a chunk, sorted, whole or not at all."""
    partial = path.with_suffix(".tmp")
    partial.write_bytes(array("Q", sorted(keys)).tobytes())
    partial.replace(path)


class KeyFile:
    """A file of sorted keys, of which ranges are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size // 8

    def between(self, low: int, high: int) -> array[int]:
        """The keys from `low` up to, and without, `high`."""
        with self.path.open("rb") as file:
            view = _View(file.fileno())
            start = bisect_left(view, low, 0, self.size)
            end = bisect_left(view, high, start, self.size)
        keys = array("Q")
        with self.path.open("rb") as file:
            file.seek(8 * start)
            keys.frombytes(file.read(8 * (end - start)))
        return keys

    def samples(self, step: int) -> list[int]:
        """Every `step`-th key."""
        with self.path.open("rb") as file:
            view = _View(file.fileno())
            return [view[place] for place in range(0, self.size, step)]


class _View:
    """A key file as a sequence, for `bisect`."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __getitem__(self, place: int) -> int:
        return array("Q", os.pread(self.descriptor, 8, 8 * place))[0]


def _ranges(files: Sequence[KeyFile]) -> Iterator[tuple[int, int]]:
    """Cut the keys into ranges of about `_PART` keys, by samples of them."""
    total = sum(file.size for file in files)
    step = max(1, min(total // 4000, 2000))
    marks = sorted(mark for file in files for mark in file.samples(step))
    low = 0
    for place in range(_PART // step, len(marks), max(1, _PART // step)):
        if marks[place] > low:
            yield low, marks[place]
            low = marks[place]
    yield low, 1 << 64


def frequent(
    parts: Iterable[Mapping[int, int]], documents: Sequence[int], least: int, share: float, most: int
) -> dict[int, int]:
    """Give key -> documents of the keys that stand in enough documents of their site.

    Args:
        parts: counts of keys, as `Spill.parts` gives them.
        documents: of each site, by its number.
        least, share: what is enough: so many documents, and this share of the site's.
        most: so many at most are given, those with the largest share.
    """
    bars = [max(least, share * count) for count in documents]
    found: dict[int, int] = {}
    for part in parts:
        enough = {key: n for key, n in part.items() if n >= least and n >= bars[key >> SITE_SHIFT]}
        found.update(enough)
        if len(found) > 2 * most:
            found = _largest(found, documents, most)
    return _largest(found, documents, most)


def _largest(found: dict[int, int], documents: Sequence[int], most: int) -> dict[int, int]:
    if len(found) <= most:
        return found
    ranked = sorted(found.items(), key=lambda item: (-item[1] / documents[item[0] >> SITE_SHIFT], item[0]))
    return dict(ranked[:most])
