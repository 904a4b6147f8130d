"""Extract the pages of the benchmark, score them, and compare the CPU time with trafilatura.

    bench/pages.py [--keep DIR] [--dataset fundus] [--every N] [--no-timing]

Needs the benchmark data (`NORMALIZE_BENCH`, or `../shared/bench` next to the clone). Pages are taken in turn
by `extract` and by `trafilatura.bare_extraction(with_metadata=True)`, so that both meet the same load of the
machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from normalize.errors import StageError
from normalize.extract import extract

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[2] / "shared" / "bench")


def pages(folder: str) -> list[dict[str, Any]]:
    with gzip.open(BENCH / folder / "input.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def record(page: dict[str, Any]) -> dict[str, Any]:
    """The record of a page as the scorer wants it; without text for a page that fails."""
    try:
        found = extract(page["html"], url=page["url"])
    except StageError as error:
        return {"id": page["id"], "headline": None, "body": "", "metadata": {}, "error": error.code}
    fields = {"headline": found.headline, "body": found.body, "metadata": found.metadata}
    return {"id": page["id"], **fields, "origins": found.origins, "notes": found.notes, "kinds": found.kinds}


def trafilatura_record(page: dict[str, Any]) -> dict[str, Any]:
    from trafilatura import bare_extraction

    found = bare_extraction(page["html"], url=page["url"], with_metadata=True)
    if found is None:
        return {"id": page["id"], "headline": None, "body": "", "metadata": {}}
    authors = (getattr(found, "author", "") or "").split("; ")
    metadata = {"authors": authors, "published": getattr(found, "date", None)}
    return {"id": page["id"], "headline": found.title, "body": found.text, "metadata": metadata}


def intervals(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    """Print the mean of the paired differences of pages, with a 95 % interval (percentile bootstrap, 2,000
    draws).
    """
    sys.path.insert(0, str(BENCH))
    from score_pages import score

    with gzip.open(BENCH / "pages" / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = {row["id"]: row for row in map(json.loads, lines)}
    differences: dict[tuple[str, str], list[float]] = {}
    for one, other in zip(ours, theirs, strict=True):
        row = gold[one["id"]]
        mine, its = score(row, one), score(row, other)
        for key in ("F1_page", "paragraphs", "clean", "headline", "suffix", "authors", "date"):
            if mine.get(key) is not None and its.get(key) is not None:
                differences.setdefault((row["dataset"], key), []).append(mine[key] - its[key])
    draw = random.Random(0)
    for (dataset, key), values in sorted(differences.items()):
        means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(2000))
        mean = sum(values) / len(values)
        print(f"{dataset} {key}: {mean:+.4f} [{means[50]:+.4f}, {means[1949]:+.4f}], {len(values)} pages")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", type=Path, help="write the records here, to look at")
    parser.add_argument("--dataset", default="sh,fundus,evaldata")
    parser.add_argument("--every", type=int, default=1, help="take every Nth page only")
    parser.add_argument("--no-timing", action="store_true", help="do not run trafilatura beside it")
    args = parser.parse_args()
    prefixes = tuple(
        {"sh": "sh_", "fundus": "fu_", "evaldata": "tr_"}[name] for name in args.dataset.split(",")
    )
    chosen = [page for page in pages("pages") if page["id"].startswith(prefixes)][:: args.every]
    ours, theirs, spent = [], [], Counter[str]()
    record(chosen[0])  # imports and caches are no part of a page's cost
    trafilatura_record(chosen[0])
    for page in chosen:
        start = time.process_time()
        ours.append(record(page))
        spent["normalize"] += time.process_time() - start
        if not args.no_timing:
            start = time.process_time()
            theirs.append(trafilatura_record(page))
            spent["trafilatura"] += time.process_time() - start
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(exist_ok=True, parents=True)
        for name, records in (("normalize", ours), ("trafilatura", theirs)):
            path = folder / f"{name}.jsonl"
            path.write_text(
                "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8"
            )
            if records:
                print(f"== {name}")
                scorer = [sys.executable, BENCH / "score_pages.py", BENCH / "pages", path]
                subprocess.run([*scorer, "--dataset", args.dataset], check=True)
    print("failed:", dict(Counter(r["error"] for r in ours if "error" in r)))
    for name, seconds in spent.items():
        print(f"{name}: {1000 * seconds / len(chosen):.1f} ms of CPU a page")
    if theirs:
        intervals(ours, theirs)
        print(f"ratio: {spent['normalize'] / spent['trafilatura']:.3f}")


if __name__ == "__main__":
    main()
