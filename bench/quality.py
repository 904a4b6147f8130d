"""What language, quality and duplicates cost, next to cleaning alone.

    bench/quality.py [--count 2000]

Cleans a made-up corpus of plain texts (`speed/make_corpus.py` of the benchmark data) without the stages
`language` and `assess`, with them, and with all signals; then finds copies among the records. Prints
microseconds of CPU time an article, the least of three rounds, and the share that is added to cleaning
alone. Needs the benchmark data (`NORMALIZE_BENCH`, or `../shared/bench` next to the clone).
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

from normalize.dedup import dedup
from normalize.pipeline import Pipeline
from normalize.write import json_line

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[2] / "shared" / "bench")
ROUNDS = 3
CLEANING = ["decode", "extract", "repair", "segment", "strip", "describe", "prune"]


def corpus(count: int, folder: Path) -> list[str]:
    """Texts of the made-up corpus."""
    file = folder / "corpus.jsonl"
    command = [sys.executable, str(BENCH / "speed/make_corpus.py"), str(file), "--count", str(count)]
    subprocess.run(command, check=True, capture_output=True)
    return [json.loads(line)["text"] for line in file.open(encoding="utf-8")]


def clean(pipeline: Pipeline, texts: list[str], out: Path | None = None) -> float:
    """CPU seconds of cleaning all texts, and writing them if asked."""
    start = time.process_time()
    lines = [json_line(pipeline.clean(text, id=str(number)).record()) for number, text in enumerate(texts)]
    spent = time.process_time() - start
    if out:
        out.write_bytes(b"".join(lines))
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2000, help="articles")
    count = parser.parse_args().count
    folder = Path(tempfile.mkdtemp(prefix="normalize-quality-"))
    texts = corpus(count, folder)
    stages: dict[str, Any] = {
        "cleaning alone": {"stages": CLEANING},
        "with language": {"stages": [*CLEANING, "language"]},
        "with language and quality": {},
        "with all signals": {"assess": {"signals": True}},
    }
    pipelines = {name: Pipeline.load(overrides) for name, overrides in stages.items()}
    for pipeline in pipelines.values():
        clean(pipeline, texts[:50])
    least = dict.fromkeys(pipelines, float("inf"))
    for _ in range(ROUNDS):  # in turn, so that a busy machine slows all of them
        for name, pipeline in pipelines.items():
            least[name] = min(least[name], clean(pipeline, texts))
    clean(pipelines["with language and quality"], texts, folder / "articles.jsonl")
    spent = []
    for number in range(ROUNDS):
        start = time.process_time()
        dedup([folder / "articles.jsonl"], folder / f"out{number}")
        spent.append(time.process_time() - start)
    least["all, with duplicates"] = least["with language and quality"] + min(spent)
    alone = least["cleaning alone"]
    for name, seconds in least.items():
        print(f"{name:28} {1e6 * seconds / count:8.1f} µs  {100 * (seconds / alone - 1):+6.1f} %")
    print(json.dumps({name: round(1e6 * seconds / count, 1) for name, seconds in least.items()}))


if __name__ == "__main__":
    main()
