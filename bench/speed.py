"""Measure a run over plain text against the loop that most people write: ftfy, then every rule on every line.

    bench/speed.py [--count 1000] [--rules 300] [--directory]

Both read the same made-up corpus, clean it and write JSON lines, one after the other in one process each;
loading rules is not counted. Times are CPU seconds, and only their ratio means something on another machine.
Needs the benchmark data (`NORMALIZE_BENCH`, or `../shared/bench` next to the clone), which make the corpus
and hold the other loop.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from normalize.pipeline import Pipeline
from normalize.run import run

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[2] / "shared" / "bench")


def tool(name: str, *arguments: str | Path) -> dict[str, Any] | None:
    """Run a script of the benchmark; its last line is a JSON object, or nothing."""
    command = [sys.executable, str(BENCH / "speed" / name), *map(str, arguments)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found: dict[str, Any] | None = json.loads(shown[-1]) if shown else None
    return found


def ours(corpus: Path, out: Path) -> dict[str, Any]:
    """Run `normalize` over a corpus and give the figures that `naive.py` gives."""
    pipeline = Pipeline.load({})
    start = time.process_time()
    summary = run([corpus], out, pipeline)
    spent = time.process_time() - start
    if summary.failures:
        raise SystemExit(f"{summary.failures} documents failed: {dict(summary.failed)}")
    return {"documents": summary.written, "cpu_s": spent, "rules": len(pipeline.rules.rules)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--count", type=int, default=1000, help="articles in the corpus, of about 3.3 KB each"
    )
    parser.add_argument(
        "--rules", type=int, default=300, help="rules of the other loop; ours has what is shipped"
    )
    parser.add_argument(
        "--directory", action="store_true", help="a directory of files instead of one JSONL file"
    )
    args = parser.parse_args()
    if not (BENCH / "speed" / "naive.py").is_file():
        raise SystemExit(f"no benchmark data at {BENCH}; set NORMALIZE_BENCH to where they are")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / ("corpus" if args.directory else "corpus.jsonl")
        made = tool("make_corpus.py", corpus, "--count", str(args.count)) or {}
        tool("make_rules.py", str(args.rules), folder / "rules.json")
        rows = {
            "normalize": ours(corpus, folder / "out"),
            "naive": {**(tool("naive.py", corpus, folder / "rules.json", folder / "naive.jsonl") or {})},
        }
    rows["naive"]["rules"] = args.rules
    print(f"{'':10} {'rules':>6} {'CPU s':>8} {'docs/s':>8} {'MB/s':>8}")
    for label, row in rows.items():
        row["docs_per_s"] = row["documents"] / row["cpu_s"]
        row["mb_per_s"] = made["bytes"] / 1e6 / row["cpu_s"]
        figures = f"{row['cpu_s']:8.2f} {row['docs_per_s']:8.0f} {row['mb_per_s']:8.2f}"
        print(f"{label:10} {row['rules']:6} {figures}")
    ratio = rows["naive"]["cpu_s"] / rows["normalize"]["cpu_s"]
    print(json.dumps({"ratio": round(ratio, 3), "megabytes": made["bytes"] / 1e6, **rows}))


if __name__ == "__main__":
    main()
