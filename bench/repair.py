"""Measure text repair: restoration, harm, ftfy's own cases, speed against ftfy.

    bench/repair.py [--every N] [--folds]

Needs the benchmark data (`NORMALIZE_BENCH`, or `../shared/bench` next to the clone). With `--folds` each
damaged
text is repaired with a character model that has not seen its document: four models are trained on three
quarters of the clean texts each. Speeds are CPU seconds of one run in which the tools take turns, so only
their ratios mean anything.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ftfy
from train_charmodel import FOLDS, fold_of

from normalize.repair import by_ftfy, charmodel, repair_text
from normalize.repair.lines import lines

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[2] / "shared" / "bench")
HERE = Path(__file__).parent
# Differences that the article policy asks for, as the scorer folds them: quotes, widths, kinds of blanks.
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
PLAIN = dict.fromkeys(map(ord, "ʼ‘’‚‛"), "'") | dict.fromkeys(map(ord, "“”„‟"), '"')
SPEED_LANGUAGES = ("en", "de", "fr", "es", "pl", "ru", "ar", "ja")
COMMON_MOJIBAKE = ("u8>cp1252 sloppy", "u8>latin1", "u8>cp1252 x2", "u8>macroman", "cp1252>latin1(C1)")
ROUNDS = 5  # of timing; the best of them counts


def rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(BENCH / "repair" / name, "rt", encoding="utf-8") as found:
        for line in found:
            yield json.loads(line)


def lenient(text: str) -> str:
    return unicodedata.normalize("NFC", SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(PLAIN)))


def use_model(path: Path) -> None:
    """Let the character model read its figures from another file."""
    blobs = charmodel.read(path.read_bytes())
    charmodel.blobs = lambda: blobs  # type: ignore[assignment]
    charmodel.language.cache_clear()
    charmodel.step.cache_clear()


def restoration(
    items: list[tuple[dict[str, Any], str, str]],
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Counts by group: all, restored strictly, restored leniently; and lines harmed."""
    total: Counter[str] = Counter()
    strict: Counter[str] = Counter()
    loose: Counter[str] = Counter()
    for gold, text, clean in items:
        out = repair_text(text).text
        same = out == clean
        for group in (
            gold["kind"],
            "lossy" if gold["kind"].startswith("LOSSY") else "all",
            f"scope {gold['scope']}",
        ):
            total[group] += 1
            strict[group] += same
            loose[group] += same or lenient(out) == lenient(clean)
        before, want, got = text.split("\n"), clean.split("\n"), out.split("\n")
        if gold["scope"] != "doc" and not same and len(before) == len(want) == len(got):
            harmed = any(b == w != g for b, w, g in zip(before, want, got, strict=True))
            total["with a sound line changed"] += harmed
    return total, strict, loose


def accuracy(every: int, folds: bool) -> None:
    clean = {row["doc"]: row["text"] for row in rows("clean.jsonl.gz")}
    pairs = zip(rows("input.jsonl.gz"), rows("gold.jsonl.gz"), strict=True)
    items = [(gold, row["text"], clean[gold["doc"]]) for row, gold in pairs][::every]
    counts = (Counter[str](), Counter[str](), Counter[str]())
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS) if folds else [None]:
            part = items
            if fold is not None:
                model = Path(folder) / f"{fold}.bin"
                train = [sys.executable, str(HERE / "train_charmodel.py"), str(model), "--without", str(fold)]
                subprocess.run(train, check=True, stdout=subprocess.DEVNULL)
                use_model(model)
                part = [item for item in items if fold_of(item[0]["doc"]) == fold]
            for total, more in zip(counts, restoration(part), strict=True):
                total.update(more)
    total, strict, loose = counts
    harmed = total.pop("with a sound line changed", 0)
    print(f"{'damage':24} {'n':>6} {'strict %':>9} {'lenient %':>9}")
    for group in sorted(total):
        n = total[group]
        print(f"{group:24} {n:6} {100 * strict[group] / n:9.2f} {100 * loose[group] / n:9.2f}")
    print(f"damaged texts in which a sound line changed: {harmed}")


def harm() -> None:
    """Clean texts that change, those on which the model is asked, and lines that differ from ftfy's."""
    changed = asked = differ = count = compared = 0
    for row in rows("clean.jsonl.gz"):
        charmodel.language.cache_clear()
        changed += bool(repair_text(row["text"]).edits)
        asked += charmodel.language.cache_info().currsize > 0
        count += 1
    seen: set[str] = set()
    for row in [*rows("input.jsonl.gz"), *rows("clean.jsonl.gz")]:
        for _, line in lines(row["text"]):
            if line not in seen:
                seen.add(line)
                compared += 1
                differ += by_ftfy.fix_line(line).text != ftfy.fix_and_explain(line, by_ftfy.config()).text
    print(f"clean texts: {count}, changed {changed}, the model was asked on {asked}")
    print(f"lines compared with ftfy: {compared}, different {differ}")


def ftfy_cases() -> None:
    passed = cases = known = failures = 0
    for path in sorted((BENCH / "repair" / "ftfy_cases").glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            out = repair_text(case["original"]).text
            good = lenient(out) == lenient(case["fixed"]) or out == case.get("fixed-encoding")
            if case["expect"] == "pass":
                cases += 1
                passed += good
                if not good:
                    print(f"  differs from ftfy: {case['label']}: {case['fixed']!r} {out!r}")
            else:
                failures += 1
                known += good
    print(f"ftfy's cases: {passed} of {cases}, and {known} of its {failures} known failures")


def speed() -> None:
    """CPU time of `ftfy.fix_text` over that of `repair_text`, on the same texts in turn."""
    clean = list(rows("clean.jsonl.gz"))
    texts = {code: [row["text"] for row in clean if row["lang"] == code] for code in SPEED_LANGUAGES}
    damaged: dict[str, list[str]] = {kind: [] for kind in COMMON_MOJIBAKE}
    for row, gold in zip(rows("input.jsonl.gz"), rows("gold.jsonl.gz"), strict=True):
        if gold["kind"] in damaged and gold["scope"] == "doc" and gold["lang"] in ("en", "de", "fr", "es"):
            damaged[gold["kind"]].append(row["text"])
    for name, group in [*((f"clean {code}", found) for code, found in texts.items()), *damaged.items()]:
        ours, theirs = best(repair_text, group), best(ftfy.fix_text, group)
        size = sum(map(len, group)) / 1e6
        rate = f"{size / ours:.0f} million characters a second"
        print(f"{name:24} {theirs / ours:7.1f} times as fast as ftfy ({rate})")


def best(function: Callable[[str], object], texts: list[str]) -> float:
    least = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            function(text)
        least = min(least, time.process_time() - start)
    return least


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, help="take every n-th damaged text only")
    parser.add_argument("--folds", action="store_true", help="repair with models that have not seen the text")
    args = parser.parse_args()
    if not (BENCH / "repair").is_dir():
        sys.exit(f"no benchmark data at {BENCH}")
    speed()
    ftfy_cases()
    harm()
    accuracy(args.every, args.folds)


if __name__ == "__main__":
    main()
