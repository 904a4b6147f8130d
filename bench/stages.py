"""Measure where the time of cleaning goes: CPU microseconds a document, by stage.

    bench/stages.py [--count 4000] [--clean]

The corpus is that of `bench/speed.py`: articles of about 3.3 KB, half of them with junk, one in twelve with
damaged text; `--clean` takes articles without damage and junk. A quarter of them is cleaned first, so that
what is made once a process is not counted. Beside it the compiled calls are timed alone that each article
needs, whatever is done in Python around them. Needs the benchmark data (`NORMALIZE_BENCH`, or
`../shared/bench` next to the clone).
"""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from speed import BENCH, clean_corpus, tool

from normalize.article import Document
from normalize.pipeline import Pipeline
from normalize.repair.lines import odd_characters
from normalize.run.process import spare_collector
from normalize.write import json_line

BATCH = 64  # documents, as in a run
NAMES = {"strip.prepare": "strip, search", "again": "repair, again", "article": "settle", "write": "write"}

clock = time.process_time


class Clock:
    """Sums what calls of functions cost, by name."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)

    def watch(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that does the same and is timed."""

        def timed(*args: Any, **named: Any) -> Any:
            start = clock()
            try:
                return function(*args, **named)
            finally:
                self.spent[name] += clock() - start
                self.calls[name] += 1

        return timed


def watched(pipeline: Pipeline, watch: Clock) -> Pipeline:
    """A pipeline each of whose stages is timed."""
    for group in pipeline._groups:
        for number, made in enumerate(group.stages):
            prepare = made.prepare and watch.watch(f"{made.name}.prepare", made.prepare)
            group.stages[number] = made._replace(stage=watch.watch(made.name, made.stage), prepare=prepare)
    pipeline._again = [
        one._replace(again=watch.watch("again", one.again)) for one in pipeline._again if one.again
    ]
    pipeline._article = watch.watch("article", pipeline._article)  # type: ignore[method-assign]
    return pipeline


def clean(pipeline: Pipeline, documents: Sequence[Document], watch: Clock) -> None:
    """Clean documents in batches, and write their records to nowhere."""
    for start in range(0, len(documents), BATCH):
        for article in pipeline.clean_batch(documents[start : start + BATCH]):
            if isinstance(article, Exception):
                raise article
            begun = clock()
            json_line(article.record("spans"))
            watch.spent["write"] += clock() - begun


def floor(lines: Sequence[bytes], pipeline: Pipeline) -> dict[str, float]:
    """CPU seconds of single calls of compiled code that no way of cleaning in Python can do without: its own
    code would come to them.
    """
    stripper = next(made.stage for group in pipeline._groups for made in group.stages if made.name == "strip")
    automaton = stripper.engine._general._automaton
    records = [json.loads(line) for line in lines]
    texts = [record["text"] for record in records]
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    calls: dict[str, Callable[[], object]] = {
        "JSON, in and out": lambda: [json_line(json.loads(line)) for line in lines],
        "lines": lambda: [[line.strip() for line in text.splitlines()] for text in texts],
        "odd characters": lambda: [odd_characters(text.encode("utf-8", "surrogatepass")) for text in texts],
        "one automaton": lambda: [
            automaton.find_matches_as_indexes("\n".join(batch).encode(), overlapping=True)
            for batch in batches
        ],
    }
    spent = {}
    for name, call in calls.items():
        begun = clock()
        call()
        spent[name] = clock() - begun
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--clean", action="store_true", help="articles without damage and junk")
    args = parser.parse_args()
    if not (BENCH / "speed" / "make_corpus.py").is_file():
        raise SystemExit(f"no benchmark data at {BENCH}; set NORMALIZE_BENCH to where they are")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "corpus.jsonl"
        if args.clean:
            clean_corpus(path, args.count)
        else:
            tool("make_corpus.py", path, "--count", str(args.count))
        lines = path.read_bytes().splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    documents = [Document(text, str(number), format="text") for number, text in enumerate(texts)]
    watch = Clock()
    pipeline = Pipeline.load({})
    pipeline.warm()
    pipeline = watched(pipeline, watch)
    first = len(documents) // 4
    clean(pipeline, documents[:first], watch)
    gc.collect()
    spare_collector()  # as a worker of a run does
    watch.spent.clear()
    watch.calls.clear()
    begun = clock()
    clean(pipeline, documents[first:], watch)
    total = clock() - begun
    count = len(documents) - first
    size = sum(len(text.encode()) for text in texts[first:])
    rows = {NAMES.get(part, part): 1e6 * spent / count for part, spent in watch.spent.items()}
    rows["between"] = 1e6 * total / count - sum(rows.values())
    for part, spent in sorted(rows.items(), key=lambda row: -row[1]):
        print(f"{part:14} {spent:8.1f} µs a document {spent * count / 1e6 / total:6.1%}")
    filled = sum(1 for text in texts[first:] for line in text.splitlines() if line.strip())
    for part in ("strip", "describe", "prune"):
        print(f"{part} is asked {watch.calls[part] / count:.2f} times")
    print(f"{filled / count:.1f} lines a document")
    print(f"all {1e6 * total / count:.0f} µs a document, {size / 1e6 / total:.2f} MB per CPU second")
    least = floor(lines[first:], Pipeline.load({}))
    print("compiled calls that each article needs, alone:")
    for part, seconds in [*least.items(), ("together", sum(least.values()))]:
        print(f"{part:16} {1e6 * seconds / count:6.1f} µs a document {seconds / total:6.1%}")
    print(
        json.dumps({"us": rows, "mb_per_s": size / 1e6 / total, "floor": 1e6 * sum(least.values()) / count})
    )


if __name__ == "__main__":
    main()
