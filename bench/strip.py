"""Measure stripping as a whole: rules, captures, line scorer.

    strip.py [cv | sample | langs] [--point default] [--scorers FILE]

cv       every document cleaned with a line scorer that never saw its domain (the rules are as they are)
sample   the shipped scorer, which was trained on these documents
langs    `cv` by language

The whole pipeline runs, as `normalize run` would; figures are those of the benchmark's own scorer
(`score_junk.py`). `--scorers FILE` keeps what `cv` trained, so that the next run need not.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lines_data import FOLDS, bench_folder, fold_of, read
from train_lines import load, train_without

import normalize.strip.scorer
from normalize.errors import DocumentError
from normalize.pipeline import Pipeline
from normalize.strip.scorer import LineScorer

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


def show(title: str, rows: dict[str, dict[str, Any]]) -> None:
    for name, row in rows.items():
        told = "".join(f" {key} {row[key]:6.2f}" for key in SHOWN if row[key] is not None)
        print(f"{title:9} {name:14} {row['docs']:5} texts{told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["cv", "sample", "langs"])
    parser.add_argument("--point", action="append", choices=["cautious", "default", "thorough"])
    parser.add_argument("--scorers", type=Path)
    args = parser.parse_args()
    folder = bench_folder()
    shipped = args.what == "sample"
    scorers = (
        dict.fromkeys(range(FOLDS), LineScorer.read()) if shipped else scorers_without(folder, args.scorers)
    )
    for point in args.point or ["default"]:
        by = "lang" if args.what == "langs" else "tier"
        show(point, figures(folder, pairs(folder), point, scorers, by))


if __name__ == "__main__":
    main()
