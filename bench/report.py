"""What a report costs: time and memory for more and more records, and the size of the file.

    python bench/report.py [--counts 1000 10000 100000] [--against]

Made-up articles are cleaned once, and their records written again and again under other ids and sites, so
that what is measured is the report alone. Each report is made by a process of its own; its peak memory is
what the system tells (`ru_maxrss`). The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

ORIGINALS = 1000


def write_run(folder: Path, many: int) -> None:
    """Write an output directory of so many records."""
    from normalize.config import load_config
    from normalize.pipeline import Pipeline
    from tests.browser.corpus import article

    pipeline = Pipeline(load_config(None, {"rules": {"packs": ["any", "en"]}}))
    made = []
    for number in range(ORIGINALS):
        one = article(number)
        record = pipeline.clean(one["text"], id=one["id"], url=one["url"], headline=one["headline"])
        made.append(record.record("text"))
    folder.mkdir()
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
        for number in range(many):
            record = made[number % ORIGINALS]
            record["id"] = f"{number:08}"
            record["source"]["path"] = f"{number:08}.txt"
            record["metadata"]["site"] = f"site-{number % max(many // 20, 1)}.example"
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def measured(folder: Path, against: bool) -> dict[str, float]:
    """Make the report in a process of its own."""
    other = ["--against", str(folder)] if against else []
    command = [sys.executable, __file__, "--inner", str(folder), *other]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def inner(folder: Path, against: Path | None) -> None:
    from normalize.config import load_config
    from normalize.pipeline import rules_of
    from normalize.report.corpus import ReportOptions, write_report

    config = load_config(None, {"rules": {"packs": ["any", "en"]}})
    rules = rules_of(config)
    start = time.perf_counter()
    built = write_report(folder, config, rules, ReportOptions(against=against))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "bytes": built.bytes, "texts": built.texts}))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--against", nargs="?", const="same", help="also compare, with the run itself")
    parser.add_argument("--inner", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inner:
        inner(options.inner, Path(options.against) if options.against else None)
        return
    results = {}
    print(f"{'records':>9}  {'seconds':>8}  {'ms each':>8}  {'peak MB':>8}  {'file MB':>8}  {'texts':>6}")
    for many in options.counts:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "out"
            write_run(folder, many)
            one = results[many] = measured(folder, bool(options.against))
        each = 1000 * one["seconds"] / many
        print(
            f"{many:>9,}  {one['seconds']:>8.1f}  {each:>8.3f}  {one['peak_mb']:>8.0f}  "
            f"{one['bytes'] / 1e6:>8.1f}  {one['texts']:>6,}",
            flush=True,
        )
    print(json.dumps(results))


if __name__ == "__main__":
    main()
