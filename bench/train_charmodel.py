"""Make `normalize/repair/charmodel.bin`, the character n-gram model of `normalize.repair`, from the open
benchmark texts.

    python bench/train_charmodel.py [OUT] [--without FOLD]

Reads the texts of `repair`, `junk`, `pages` and `texts` by language, and writes figures only: for each
language the cost in bits of a character after the two before it, by interpolated Witten-Bell smoothing
(Witten and Bell 1991). The same texts give the same bytes. `--without 0` to `--without 3` leaves out a
quarter of the clean texts of `repair`, with all lines that they hold, so that the rest can be measured on it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import os
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from normalize.repair.charmodel import STEP, fold

ROOT = Path(__file__).parents[1]
BENCH = Path(os.environ.get("NORMALIZE_BENCH", ROOT / "../shared/bench"))
FOLDS = 4
SHORTEST_LINE = 20  # code points; menus and labels repeat from page to page and are not running text
LEAST_CHARACTERS = 1_500  # of a language; below this the counts say little
MOST_CHARACTERS = 1_500_000  # of a language; more adds nothing but rare names
MIXED_CHARACTERS = 60_000  # of each Latin language in the model for languages that have none of their own


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def fold_of(doc: str) -> int:
    return hashlib.sha256(doc.encode()).digest()[0] % FOLDS


def texts(without: int | None) -> Iterator[tuple[str, str]]:
    """Yield language and text."""
    for row in rows(BENCH / "repair/clean.jsonl.gz"):
        if fold_of(row["doc"]) != without:
            yield row["lang"], row["text"]
    labels = rows(BENCH / "junk/gold.jsonl.gz")
    for label, row in zip(labels, rows(BENCH / "junk/input.jsonl.gz"), strict=True):
        yield label["lang"], row["text"]
    for row in rows(BENCH / "pages/gold.jsonl.gz"):
        if row["lang"] and row["body"]:
            yield row["lang"], row["body"] if isinstance(row["body"], str) else "\n".join(row["body"])


def held_out(without: int | None) -> set[str]:
    """All lines of the clean texts that are left out."""
    found: set[str] = set()
    for row in rows(BENCH / "repair/clean.jsonl.gz"):
        if fold_of(row["doc"]) == without:
            found.update(row["text"].split("\n"))
    return found


def lines_by_language(without: int | None) -> dict[str, list[str]]:
    """Distinct lines of running text, in the order in which they come."""
    from ftfy.badness import is_bad

    found: dict[str, dict[str, None]] = defaultdict(dict)
    out = held_out(without)
    for language, text in texts(without):
        for line in text.split("\n"):
            if len(line) >= SHORTEST_LINE and line not in out and "\ufffd" not in line and not is_bad(line):
                found[language].setdefault(line)
    return {language: list(lines) for language, lines in sorted(found.items())}


def counts(lines: list[str], most: int) -> list[Counter[str]]:
    """Counts of one, two and three characters."""
    found: list[Counter[str]] = [Counter(), Counter(), Counter()]
    seen = 0
    for line in lines:
        folded = "  " + fold(line) + " "
        for n in (1, 2, 3):
            found[n - 1].update(folded[i - n + 1 : i + 1] for i in range(2, len(folded)))
        seen += len(line)
        if seen > most:
            break
    return found


def tables(found: list[Counter[str]]) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """For one, two and three characters: cost of the last, and cost of falling back after the others."""
    lower: dict[str, float] = {}
    for n, counter in enumerate(found):
        total: Counter[str] = Counter()
        types: Counter[str] = Counter()
        for gram, count in counter.items():
            total[gram[:-1]] += count
            types[gram[:-1]] += 1
        shares: dict[str, float] = {}
        for gram, count in counter.items():
            before = gram[:-1]
            share = count + (types[before] * lower[gram[1:]] if n else 0)
            shares[gram] = share / (total[before] + types[before])
        fall = {before: types[before] / (total[before] + types[before]) for before in total}
        keep = {gram: share for gram, share in shares.items() if n < 2 or counter[gram] > 1}
        yield (
            {gram: bits(share) for gram, share in keep.items()},
            {b: bits(share) for b, share in fall.items()},
        )
        lower = shares


def bits(share: float) -> int:
    return min(255, round(-math.log2(share) / STEP))


def packed(found: list[Counter[str]]) -> bytes:
    """One language as bytes: for each table its length, its keys joined, and one byte of cost for each."""
    parts = []
    for pair in tables(found):
        for table in pair:
            keys = sorted(table)
            text = "".join(keys).encode("utf-8")
            parts.append(struct.pack("<II", len(keys), len(text)) + text + bytes(table[key] for key in keys))
    return zlib.compress(b"".join(parts), 9)


def is_latin(lines: list[str]) -> bool:
    sample = "".join(lines[:50])
    return sum("a" <= c <= "z" for c in sample) > len(sample) / 2


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "normalize/repair/charmodel.bin")
    parser.add_argument("--without", type=int, choices=range(FOLDS))
    args = parser.parse_args()
    lines = lines_by_language(args.without)
    blobs: dict[str, bytes] = {}
    mixed: list[Counter[str]] = [Counter(), Counter(), Counter()]
    for language, own in lines.items():
        if sum(map(len, own)) < LEAST_CHARACTERS:
            continue
        blobs[language] = packed(counts(own, MOST_CHARACTERS))
        if is_latin(own):
            for total, more in zip(mixed, counts(own, MIXED_CHARACTERS), strict=True):
                total.update(more)
    blobs["mul"] = packed(mixed)
    index = json.dumps({language: len(blob) for language, blob in sorted(blobs.items())}).encode()
    body = b"".join(blob for _, blob in sorted(blobs.items()))
    args.out.write_bytes(struct.pack("<I", len(index)) + index + body)
    print(f"{args.out}: {len(blobs)} languages, {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
