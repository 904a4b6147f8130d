"""Measure what rules cost: the whole pipeline by their number, and hostile rules and documents.

    bench/rules.py [--count 600] [--rules 50 5000] [--no-hostile]

The first part cleans a made-up corpus by the made-up rules of the benchmark data (`NORMALIZE_BENCH`, or
`../shared/bench` next to the clone), leading wildcards and `contains` among them, with all default stages;
the numbers of rules take turns, and the median of the ratios counts. The second part gives the matcher
patterns that backtrack without end and documents of 10 MB, each in a process of its own, and tells CPU
seconds, the peak of memory above that of an empty run, and how it ended.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from normalize.article import Document
from normalize.pipeline import Pipeline

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[2] / "shared" / "bench")
ROUNDS = 5
BATCH = 64
LONGEST = 120  # seconds of a hostile case
WILD = 10  # one in so many made-up regexes gets a leading wildcard

EVIL = {
    "(a+)+$": "a" * 5_000 + "b",
    "(a|aa)+$": "a" * 5_000 + "b",
    "(.*a){20}$": "ab" * 2_000,
    r"(\w+\s?)*:$": "word " * 2_000,
    "^(([a-z])+.)+[A-Z]([a-z])+$": "a" * 5_000,
}
LARGE = {
    "10 MB in one line of words": "word and more " * 750_000,
    "10 MB in one line of one letter": "a" * 10_000_000,
    "1 million lines": "A short line\n" * 1_000_000,
    "1 million junk lines": "Read also: the tide is late again\n" * 1_000_000,
    "10 MB of figures and brackets": "([{1.2.3}]) " * 833_333,
}

ONE = """
import json, resource, sys, time
from normalize.errors import DocumentError
from normalize.pipeline import Pipeline
pipeline = Pipeline.load(json.loads(sys.argv[1]))
text = sys.stdin.read()
pipeline.clean("A headline\\n\\nA first paragraph that says a little.\\n\\nA second one.")
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    article = pipeline.clean(text, format="text")
    end = f"cleaned, {len(article.edits)} edits"
except DocumentError as error:
    end = f"{error.code}: {error}"
spent = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps({"cpu_s": round(spent, 2), "peak_mb": round(peak / 1024), "end": end[:90]}))
"""


def made(script: str, *arguments: str | Path) -> None:
    command = [sys.executable, str(BENCH / "speed" / script), *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def rule_file(rules: list[dict[str, str]], path: Path) -> None:
    """Write made-up rules as a rule file; their examples are of no use here and are left to the loader's
    mercy: a regex has its own text for one.
    """
    blocks = []
    for number, rule in enumerate(rules):
        pattern = rule["pattern"]
        if rule["kind"] == "regex" and number % WILD == 0:
            pattern = f".*{pattern.removeprefix('^')}"
        text = json.dumps(pattern, ensure_ascii=False)
        blocks.append(
            f'[[rule]]\nid = "en.made.r{number}"\nwhy = "For the benchmark."\nsince = "0.1.0"\n'
            f'languages = ["en"]\nunit = "block"\naction = "strip"\n{rule["kind"]} = [{text}]\n'
            f'strip = [{text}]\nkeep = ["A sentence that stays."]\n'
        )
    path.write_text("\n".join(blocks), encoding="utf-8")


def cost(pipeline: Pipeline, documents: list[Document]) -> float:
    """CPU seconds."""
    start = time.process_time()
    for first in range(0, len(documents), BATCH):
        pipeline.clean_batch(documents[first : first + BATCH])
    return time.process_time() - start


def by_number(folder: Path, counts: list[int], documents: list[Document]) -> dict[str, Any]:
    pipelines = {}
    for count in counts:
        made("make_rules.py", str(count), folder / "rules.json")
        rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
        rule_file(rules, folder / f"made{count}.toml")
        named = {"packs": [], "directories": [str(folder / f"made{count}.toml")]}
        pipelines[count] = Pipeline.load({"rules": named})
        cost(pipelines[count], documents)  # what is made when it is first needed
    spent = [{count: cost(one, documents) for count, one in pipelines.items()} for _ in range(ROUNDS)]
    least, most = min(counts), max(counts)
    size = sum(len(str(document.data).encode()) for document in documents) / 1e6
    return {
        "mb_per_cpu_s": {count: round(size / min(one[count] for one in spent), 2) for count in counts},
        "ratio": round(statistics.median(one[most] / one[least] for one in spent), 3),
    }


def hostile(folder: Path) -> dict[str, Any]:
    found = {}
    for number, (pattern, text) in enumerate(EVIL.items()):
        file = folder / f"evil{number}.toml"
        rule_file([{"kind": "regex", "pattern": pattern}], file)
        line = file.read_text(encoding="utf-8").replace(f".*{pattern.removeprefix('^')}", pattern)
        file.write_text(line, encoding="utf-8")
        named = {"rules": {"packs": [], "directories": [str(file)]}}
        found[pattern] = alone(named, pattern, text)
    for name, text in LARGE.items():
        found[name] = alone({}, name, text)
    return found


def alone(config: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    result = ended(config, f"A headline\n\nA paragraph that stays.\n\n{text}")
    print(f"{name:34} {result}", flush=True)
    return result


def ended(config: dict[str, Any], text: str) -> dict[str, Any]:
    command = [sys.executable, "-c", ONE, json.dumps(config)]
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return {"end": f"stopped after {LONGEST} s"}
    if done.returncode:
        return {"end": (done.stderr.strip().splitlines() or ["killed"])[-1]}
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=600, help="documents, of about 3.3 KB each")
    parser.add_argument("--rules", type=int, nargs="+", default=[50, 5000])
    parser.add_argument("--no-hostile", action="store_true", help="leave the second part out")
    args = parser.parse_args()
    if not (BENCH / "speed").is_dir():
        raise SystemExit(f"no benchmark data at {BENCH}; set NORMALIZE_BENCH to where they are")
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made("make_corpus.py", folder / "corpus.jsonl", "--count", str(args.count))
        rows = map(json.loads, (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines())
        documents = [Document(row["text"], row["id"], format="text") for row in rows]
        report["by_number"] = by_number(folder, args.rules, documents)
        print("whole pipeline:", report["by_number"])
        if not args.no_hostile:
            report["hostile"] = hostile(folder)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
