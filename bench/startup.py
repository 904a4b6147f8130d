"""Measure what it takes to begin: `--help`, and the time from the command to the first record.

    bench/startup.py [--rounds 15]

Each figure is the least of some rounds, in seconds of wall clock time, since anything else that the
machine does only adds to it; beside it CPU seconds. `import argparse` is what `--help` is held against.
`first run ever` is the time to the first record where nothing is in the cache of compiled rules: with what
the package brings, as `pip install` compiled it, and with a rule of one's own beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RULE = """
[[rule]]
id = "any.test.label"
why = "A label above the picture."
since = "0.1.0"
languages = ["*"]
equals = ["Harbour picture desk"]
strip = ["Harbour picture desk"]
keep = ["The harbour picture desk closed"]
"""
STORY = "Ferry fares rise\n\nThe ferry will cost more from June, the company said on Monday.\n"


def children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def least(
    rounds: int, command: list[str], folder: Path, first_line: bool = False, anew: bool = False
) -> tuple[float, float]:
    """The least wall clock and CPU seconds of a command: until it ends, or until its first line is there.

    `anew`: with a cache of its own, which is empty.
    """
    best = (9e9, 9e9)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its byte code
    for number in range(rounds):
        if anew:
            env["NORMALIZE_CACHE"] = str(folder / f"cache-{number}")
        before, start = children(), time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout
        if first_line:
            process.stdout.readline()
            wall = time.perf_counter() - start
            process.communicate()
        else:
            process.communicate()
            wall = time.perf_counter() - start
        best = (min(best[0], wall), min(best[1], children() - before))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    record = ["run", "in.jsonl", "-o", "-", "-q", "--limit", "100"]
    python, program = [sys.executable, "-c"], [sys.executable, "-m", "normalize"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [{"id": i, "text": STORY.replace("June", f"June {i % 28 + 1}")} for i in range(20_000)]
        (folder / "own.toml").write_text(RULE, encoding="utf-8")
        (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        found = {}
        anew = ("first run ever", "first, own rule")
        for label, command, first, rounds in (
            ("import argparse", [*python, "import argparse"], False, args.rounds),
            ("--help", [*program, "--help"], False, args.rounds),
            ("run --help", [*program, "run", "--help"], False, args.rounds),
            ("first record", [*program, *record], True, args.rounds),
            ("first run ever", [*program, *record], True, 5),
            ("first, own rule", [*program, *record, "--rules", "own.toml"], True, 3),
        ):
            wall, cpu = least(rounds, command, folder, first, label in anew)
            found[label] = {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3)}
            print(f"{label:16} {wall:6.3f} s wall clock {cpu:6.3f} s CPU")
    ratio = found["--help"]["wall_s"] / found["import argparse"]["wall_s"]
    print(json.dumps({"help_ratio": round(ratio, 2), **found}))


if __name__ == "__main__":
    main()
