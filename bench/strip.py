"""Measure stripping as a whole: rules, captures, line scorer.

    strip.py [cv | sample | langs | removed | kickers | gate] [--point default] [--scorers FILE]

cv       every document cleaned with a line scorer that never saw its domain (the rules are as they are)
sample   the shipped scorer, which was trained on these documents
langs    `cv` by language
removed  what goes from the texts and pages whose lines were labelled by hand, or judged when they were read:
         precision by family, as in `cv`
kickers  how many headlines on top of a text would be taken for a label above the headline, and how many other
         first lines are
gate     `sample`, with exit status 1 where a figure is worse than its floor in `floors.json`

The whole pipeline runs, as `normalize run` would; figures are those of the benchmark's own scorer
(`score_junk.py`). `--scorers FILE` keeps what `cv` trained, so that the next run need not.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lines_data import FOLDS, JUDGED, LABELS, bench_folder, fold_of, hand_labelled, read
from train_lines import load, train_without

import normalize.strip.scorer
from normalize.errors import DocumentError
from normalize.pipeline import Pipeline
from normalize.strip.kicker import TOP, is_kicker
from normalize.strip.scorer import LineScorer

FLOORS = Path(__file__).with_name("floors.json")
TIERS = ("natural", "extractor", "naive")
SHOWN = (
    "recall",
    "line_loss",
    "perfect",
    "damaged",
    "clean_damaged",
    "headline_loss",
    "macro_recall",
    "macro_line_loss",
)
Pairs = list[tuple[dict[str, Any], dict[str, Any]]]


def judge(folder: Path) -> Any:
    """The benchmark's scorer, as a module."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    import score_junk

    return score_junk


def pairs(folder: Path, tiers: tuple[str, ...] = TIERS) -> Pairs:
    """Texts of `junk/` with what is known of them."""
    both = zip(read(folder / "junk" / "input.jsonl.gz"), read(folder / "junk" / "gold.jsonl.gz"), strict=True)
    return [(text, gold) for text, gold in both if gold["tier"] in tiers]


@cache
def pipeline(point: str) -> Pipeline:
    return Pipeline.load({"prune": {"level": point}})


def use(scorer: LineScorer) -> None:
    """Let the stage `prune` ask this scorer."""
    normalize.strip.scorer.default_scorer = lambda: scorer  # type: ignore[assignment]


def cleaned(text: dict[str, Any], point: str) -> str:
    """Headline and body, as the benchmark's scorer wants them; what cannot be cleaned is left as it is."""
    try:
        article = pipeline(point).clean(text["text"], id=text["id"], url=text.get("url"), format="text")
    except DocumentError:
        return str(text["text"])
    return "\n".join(part for part in (article.headline, article.body) if part)


def counted(
    folder: Path, some: Pairs, point: str, scorers: dict[int, LineScorer]
) -> Iterator[tuple[dict[str, Any], Counter[str]]]:
    """What is known of each text, and the benchmark's counts for it."""
    score = judge(folder).score
    for text, gold in sorted(some, key=lambda pair: fold_of(pair[1]["domain"])):
        use(scorers[fold_of(gold["domain"])])
        yield gold, score(text["text"], gold["lines"], cleaned(text, point))


def figures(
    folder: Path, some: Pairs, point: str, scorers: dict[int, LineScorer], by: str
) -> dict[str, dict[str, Any]]:
    """Rates in percent for every group of texts."""
    groups: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for gold, counts in counted(folder, some, point, scorers):
        name = gold["tier"] if by == "tier" else f"{gold['lang']} {gold['tier']}"
        groups[name][gold["domain"]].update(counts)
    rates = judge(folder).figures
    return {name: {**rates(groups[name]), "domains": len(groups[name])} for name in sorted(groups)}


def scorers_without(folder: Path, kept: Path | None) -> dict[int, LineScorer]:
    """For each fold of domains a scorer that never saw it."""
    if kept and kept.exists():
        return dict(pickle.loads(kept.read_bytes()))
    data = load(folder)
    out = {fold: train_without(data, fold) for fold in range(FOLDS)}
    if kept:
        kept.write_bytes(pickle.dumps(out))
    return out


def removed(folder: Path, scorers: dict[int, LineScorer], point: str) -> None:
    """Print how many of the removed lines that were labelled by hand are content, by family of rules."""
    families: dict[str, Counter[str]] = defaultdict(Counter)
    for doc in hand_labelled(folder, read(folder / "texts" / "input.jsonl.gz"), (JUDGED, LABELS)):
        use(scorers[doc.fold])
        try:
            article = pipeline(point).clean("\n\n".join(doc.lines), id=doc.id, format="text")
        except DocumentError:
            continue
        gone = {
            article.source_text[edit.start : edit.end].strip(): edit.rule
            for edit in article.edits
            if edit.action in ("strip", "capture")
        }
        for line, label in zip(doc.lines, doc.labels, strict=True):
            if line in gone and label not in ("unknown", "unsure"):
                parts = gone[line].split(".")
                name = parts[1] if len(parts) > 2 else f"{gone[line]} {doc.tier}"
                families[name][label] += 1
    families["all"] = sum(families.values(), Counter())
    for name, counts in sorted(families.items(), key=lambda one: -one[1].total()):
        kept = counts["content"]
        right = 100 - 100 * kept / max(counts.total(), 1)
        print(f"{point:9} {name:22} {counts.total():5} lines {kept:4} of content, precision {right:5.1f}")


def kickers(folder: Path) -> None:
    """Print what `is_kicker` takes: of the headlines of `texts/`, and of first lines by tier and label."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in read(folder / "texts" / "input.jsonl.gz"):
        lines = [line.strip() for line in row["text"].splitlines() if line.strip()]
        if row["headline"] and lines[:1] == [" ".join(row["headline"].split())]:
            counts["texts headline"][is_kicker(lines[: TOP + 1], row["url"])] += 1
    for text, gold in pairs(folder):
        spans = [text["text"][line["start"] : line["end"]].strip() for line in gold["lines"]]
        lines = [line for line in spans if line]
        label = next(one["label"] for one, line in zip(gold["lines"], spans, strict=True) if line)
        counts[f"{gold['tier']} {label}"][is_kicker(lines[: TOP + 1], text.get("url"))] += 1
    for name, taken in sorted(counts.items()):
        print(f"{name:20} {taken.total():5} first lines {taken[True]:4} taken for a label")


def gate(rows: dict[str, dict[str, Any]], point: str) -> list[str]:
    """What is worse than its floor: `recall` and `perfect` may not be lower, all else not higher."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    return [
        f"{point} {tier}: {name} is {rows[tier][name]}, its floor {floor}"
        for tier, figures in floors[point].items()
        for name, floor in figures.items()
        if (rows[tier][name] < floor if name in ("recall", "perfect") else rows[tier][name] > floor)
    ]


def show(title: str, rows: dict[str, dict[str, Any]]) -> None:
    for name, row in rows.items():
        told = "".join(f" {key} {row[key]:6.2f}" for key in SHOWN if row[key] is not None)
        print(f"{title:9} {name:14} {row['docs']:5} texts{told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["cv", "sample", "langs", "removed", "kickers", "gate"])
    parser.add_argument("--point", action="append", choices=["cautious", "default", "thorough"])
    parser.add_argument("--scorers", type=Path)
    args = parser.parse_args()
    folder = bench_folder()
    if args.what == "kickers":
        kickers(folder)
        return
    shipped = args.what in ("sample", "gate")
    scorers = (
        dict.fromkeys(range(FOLDS), LineScorer.read()) if shipped else scorers_without(folder, args.scorers)
    )
    worse: list[str] = []
    for point in args.point or (["default", "cautious"] if args.what == "gate" else ["default"]):
        if args.what == "removed":
            removed(folder, scorers, point)
            continue
        by = "lang" if args.what == "langs" else "tier"
        rows = figures(folder, pairs(folder), point, scorers, by)
        show(point, rows)
        if args.what == "gate":
            worse += gate(rows, point)
    if worse:
        sys.exit("\n".join(worse))


if __name__ == "__main__":
    main()
