"""Measure a run over plain text against what people use: how much a CPU second cleans, and where it goes.

    bench/speed.py [--count 20000] [--rules 300] [--least 1000] [--directory] [--peers PYTHON] [--workers 1,2]
        [--clean]

All read the same made-up corpus, clean it and write JSON lines, one after the other; loading rules is not
counted where it can be told apart. Times are CPU seconds of a process and its children, and only their ratios
mean something on another machine. Rows:

    limit       reading, decoding, one scan, encoding, writing: nothing that cleans can be faster
    normalize   a run with the default stages and the shipped rules, and as many made-up ones as make them
                `--least`; wall clock also with more workers
    naive       ftfy, then every rule on every line (of the benchmark data)
    ftfy + C4   a plain loop of ftfy and the line rules of C4 (Raffel et al. 2020, section 2.2), written here
    datatrove   its FTFYFormatter and C4QualityFilter with their defaults, if the Python of --peers has it

`--clean` measures articles without damage and junk too. Needs the benchmark data (`NORMALIZE_BENCH`, or
`../shared/bench` next to the clone), which make the corpus and hold the naive loop.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[2] / "shared" / "bench")
MOST_OF_SLOW = 1000  # articles that the slow ones are measured on

Row = dict[str, Any]

DATATROVE = """
import json, sys, time
from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter
from datatrove.pipeline.formatters import FTFYFormatter
formatter, quality = FTFYFormatter(), C4QualityFilter()
start, done = time.process_time(), 0
with open(sys.argv[1], "rb") as given, open(sys.argv[2], "w") as taken:
    for number, line in enumerate(given):
        if number >= int(sys.argv[3]):
            break
        record = json.loads(line)
        document = Document(text=formatter.format(record["text"]), id=record["id"])
        quality.filter(document)
        taken.write(json.dumps({"id": document.id, "text": document.text}) + "\\n")
        done += 1
print(json.dumps({"documents": done, "cpu_s": time.process_time() - start}))
"""

# C4's line rules: a line ends in a terminal mark, has three words or more, no 'javascript' and no policy.
TERMINAL = (".", "?", "!", '"')
POLICY = re.compile(
    r"terms of use|privacy policy|cookie policy|uses cookies|use of cookies|use cookies", re.I
)


def tool(name: str, *arguments: str | Path) -> Row:
    """Run a script of the benchmark; its last line is a JSON object, or nothing."""
    command = [sys.executable, str(BENCH / "speed" / name), *map(str, arguments)]
    return _last(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _last(shown: str) -> Row:
    lines = shown.splitlines()
    found: Row = json.loads(lines[-1]) if lines else {}
    return found


def cpu() -> float:
    """CPU seconds of this process and of its children that ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def ours(corpus: Path, out: Path, workers: int, rules: Path) -> Row:
    """Run `normalize` over a corpus in a process of its own, to tell its memory, and give its figures."""
    command = [sys.executable, __file__, "--ours", str(corpus), str(out), str(workers), str(rules)]
    env = {**os.environ, "NORMALIZE_CACHE": str(rules.with_suffix(".cache"))}
    return _last(subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout)


def more_rules(folder: Path, least: int) -> Path:
    """A rule file with as many made-up rules as the shipped ones lack."""
    from normalize.ruleset import RuleSet
    from rules import rule_file  # here, since it brings large texts

    out = folder / "more.toml"
    tool("make_rules.py", str(max(least - len(RuleSet.load()), 1)), folder / "more.json")
    rule_file(json.loads((folder / "more.json").read_text(encoding="utf-8")), out)
    few = folder / "few.jsonl"
    few.write_text(json.dumps({"text": "A line.\n\nAnother line."}) + "\n", encoding="utf-8")
    ours(few, folder / "few", 1, out)  # what they compile to is kept, and so not counted
    return out


def run_ours(corpus: Path, out: Path, workers: int, rules: Path) -> Row:
    from normalize.pipeline import Pipeline
    from normalize.run import RunOptions, run

    pipeline = Pipeline.load({"rules": {"directories": [str(rules)]}})
    spent, start = cpu(), time.perf_counter()
    summary = run([corpus], out, pipeline, RunOptions(workers=workers))
    if summary.failures:
        raise SystemExit(f"{summary.failures} documents failed: {dict(summary.failed)}")
    return {
        "documents": summary.written,
        "cpu_s": cpu() - spent,
        "wall_s": time.perf_counter() - start,
        "rules": len(pipeline.rules.rules),
        "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3,
        "lead_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


def limit(corpus: Path, out: Path) -> Row:
    """Read, decode, scan once, encode and write each line."""
    scan = re.compile(r"\x00|\x01|\x02")
    files = sorted(corpus.rglob("*.txt")) if corpus.is_dir() else [corpus]
    spent, done = cpu(), 0
    with out.open("wb") as taken:
        for file in files:
            with file.open("rb") as given:
                for line in given:
                    text = line.decode()
                    scan.search(text)
                    taken.write(text.encode())
                    done += not corpus.is_dir()
            done += corpus.is_dir()
    return {"documents": done, "cpu_s": cpu() - spent}


def ftfy_and_c4(corpus: Path, out: Path, most: int) -> Row:
    """ftfy and C4's line rules, over the records of a JSONL file."""
    import ftfy

    spent, done = cpu(), 0
    with corpus.open("rb") as given, out.open("w") as taken:
        for number, line in enumerate(given):
            if number >= most:
                break
            record = json.loads(line)
            text = ftfy.fix_text(record["text"])
            kept = [one for one in text.splitlines() if _stays(one.strip())]
            taken.write(json.dumps({"id": record["id"], "text": "\n".join(kept)}) + "\n")
            done += 1
    return {"documents": done, "cpu_s": cpu() - spent}


def _stays(line: str) -> bool:
    return (
        line.endswith(TERMINAL)
        and not line.endswith("...")
        and len(line.split()) >= 3
        and "javascript" not in line.lower()
        and not POLICY.search(line)
    )


def datatrove(python: str, corpus: Path, out: Path, most: int) -> Row | None:
    """datatrove in the Python that has it; None if it has not."""
    command = [python, "-c", DATATROVE, str(corpus), str(out), str(most)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print("datatrove:", done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None
    return _last(done.stdout)


def clean_corpus(path: Path, count: int) -> None:
    """The articles of the corpus without the damage and junk that are put into them."""
    sys.path.insert(0, str(BENCH / "speed"))
    import make_corpus

    make_corpus.BLOCKS = [[""]]
    make_corpus.misread = str
    make_corpus.html = SimpleNamespace(escape=lambda text, quote: text.replace("&#8217;", "’"))
    r, groups = random.Random(7), make_corpus.read_articles()
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = make_corpus.make_article(r, groups, [""] * 3)
            print(json.dumps({"id": number, "text": text}, ensure_ascii=False), file=out)


def measure(folder: Path, args: argparse.Namespace, corpus: Path) -> dict[str, Row]:
    """All rows over one corpus."""
    count = sum(1 for _ in corpus.open("rb")) if corpus.is_file() else sum(1 for _ in corpus.rglob("*.txt"))
    size = (
        corpus.stat().st_size
        if corpus.is_file()
        else sum(one.stat().st_size for one in corpus.rglob("*.txt"))
    )
    slow = min(MOST_OF_SLOW, count)
    rules = folder / "rules.json"
    tool("make_rules.py", str(args.rules), rules)
    rows: dict[str, Row | None] = {"limit": limit(corpus, folder / "limit")}
    more = more_rules(folder, args.least)
    for workers in map(int, args.workers.split(",")):
        rows[f"normalize, {workers}"] = ours(corpus, folder / f"out-{corpus.name}-{workers}", workers, more)
    naive = tool("naive.py", corpus, rules, folder / "naive.jsonl", "--limit", str(slow))
    rows["naive"] = {**naive, "rules": args.rules}
    if corpus.is_file():
        rows["ftfy + C4"] = ftfy_and_c4(corpus, folder / "c4.jsonl", slow)
        rows["datatrove"] = datatrove(args.peers, corpus, folder / "datatrove.jsonl", slow)
    found = {name: row for name, row in rows.items() if row}
    for row in found.values():
        row["mb_per_s"] = size / 1e6 * row["documents"] / count / row["cpu_s"]
    return found


def show(title: str, rows: dict[str, Row]) -> Row:
    """Print a table; give the ratios."""
    ours_row = next(row for name, row in rows.items() if name.startswith("normalize"))
    print(
        f"{title:14} {'rules':>6} {'docs':>7} {'CPU s':>8} {'wall s':>8} {'MB/CPU s':>9} {'ratio':>7} RSS MB"
    )
    for name, row in rows.items():
        row["ratio"] = ours_row["mb_per_s"] / row["mb_per_s"]
        wall = f"{row['wall_s']:8.2f}" if "wall_s" in row else " " * 8
        memory = f"{row['worker_mb']:9.0f}" if "worker_mb" in row else ""
        print(
            f"{name:14} {row.get('rules', ''):>6} {row['documents']:7} {row['cpu_s']:8.2f} {wall} "
            f"{row['mb_per_s']:9.2f} {row['ratio']:7.2f} {memory}"
        )
    walls = [row["wall_s"] for row in rows.values() if "wall_s" in row]
    return {"speedup": walls[0] / walls[-1], **rows}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add: Callable[..., Any] = parser.add_argument
    add("--count", type=int, default=1000, help="articles in the corpus, of about 3.3 KB each")
    add("--rules", type=int, default=300, help="rules of the naive loop")
    add("--least", type=int, default=1000, help="rules of normalize: the shipped ones, and made-up ones")
    add("--directory", action="store_true", help="a directory of files instead of one JSONL file")
    add("--workers", default="1,2", help="numbers of workers, parted by commas")
    add("--peers", default=sys.executable, metavar="PYTHON", help="a Python that has datatrove")
    add("--clean", action="store_true", help="also articles without damage and junk")
    add("--ours", nargs=4, help=argparse.SUPPRESS)
    add("--make-clean", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ours:
        corpus, out, workers, rules = args.ours
        print(json.dumps(run_ours(Path(corpus), Path(out), int(workers), Path(rules))))
        return
    if args.make_clean:
        clean_corpus(args.make_clean, args.count)
        return
    if not (BENCH / "speed" / "naive.py").is_file():
        raise SystemExit(f"no benchmark data at {BENCH}; set NORMALIZE_BENCH to where they are")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / ("corpus" if args.directory else "corpus.jsonl")
        tool("make_corpus.py", corpus, "--count", str(args.count))
        told = {"mixed": show("mixed", measure(folder, args, corpus))}
        if args.clean:
            # In a process of its own: a process that begins counts the memory of the one that began it.
            command = [sys.executable, __file__, "--make-clean", str(folder / "clean.jsonl")]
            subprocess.run([*command, "--count", str(args.count)], check=True)
            told["clean"] = show("clean", measure(folder, args, folder / "clean.jsonl"))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
