"""Train the block scorer (`normalize/extract/blocks.json`) on the open half of the benchmark.

    bench/train_blocks.py [-o normalize/extract/blocks.json] [--examples FILE]

Blocks of pages with a gold body are labelled by it: content when at least half of their 4-word shingles are
in it, junk under a fifth, else left out. Prints what cross-validation by domain says, then trains on
everything. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pages import BENCH, pages

sys.path.insert(0, str(BENCH))
FOLDS = 5
THRESHOLDS = {"keep": 0.55, "prose": 0.3, "rescue": 0.8}
"""Scores from which blocks are kept, and taken in; by cross-validation (see `docs/html.md`)."""
SETTINGS = {
    "max_iter": 70,
    "max_leaf_nodes": 10,
    "learning_rate": 0.12,
    "min_samples_leaf": 30,
    "l2_regularization": 1.0,
}


class Example(NamedTuple):
    """A page: figures and labels (1 content, 0 junk) of its blocks."""

    page: str
    domain: str
    figures: list[list[float]]
    labels: list[int]


def examples() -> Iterator[Example]:
    """Figures and labels of the blocks that the engine took, and of those in the reach of its text."""
    from normalize.extract import ExtractConfig
    from normalize.extract.blocks import blocks_of
    from normalize.extract.engine import careful
    from normalize.extract.features import Features
    from normalize.extract.headline import headline
    from normalize.extract.page import parse
    from normalize.extract.refine import place
    from normalize.extract.signals import gather

    with gzip.open(BENCH / "pages" / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = {row["id"]: row for row in map(json.loads, lines)}
    for page in pages("pages"):
        row = gold[page["id"]]
        if "body" not in row:
            continue
        parsed = parse(page["html"], page["url"], ExtractConfig())
        blocks = blocks_of(parsed.tree)
        placed = place(careful(parsed.tree, page["url"])[0], blocks)
        signals = gather(parsed)
        title = headline(signals)
        described = [text for text in (signals.first("og:description", "description"),) if text]
        features = Features(blocks, (r[0] for _, r in placed if r), title.text if title else None, described)
        label = by_gold(row["body"])
        reach = range(max(features.first - 10, 0), min(features.last + 15, len(blocks)))
        labelled = [(features.of(i), label(blocks[i].text)) for i in sorted({*reach, *features.chosen})]
        known = [(figures, told) for figures, told in labelled if told is not None]
        yield Example(page["id"], row["domain"], [k[0] for k in known], [k[1] for k in known])


def by_gold(body: str) -> Callable[[str], int | None]:
    from score_pages import shingles, tokens

    known, flat = set(shingles(body)), f" {' '.join(tokens(body))} ".casefold()

    def label(text: str) -> int | None:
        words = tokens(text)
        if len(words) < 4:
            return int(f" {' '.join(words)} ".casefold() in flat) if words else None
        grams = shingles(text)
        share = sum(n for gram, n in grams.items() if gram in known) / grams.total()
        return 1 if share >= 0.5 else 0 if share < 0.2 else None

    return label


def fold_of(domain: str) -> int:
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS


def train(data: list[Example]) -> Any:
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier

    figures = np.array([row for example in data for row in example.figures])
    labels = np.array([label for example in data for label in example.labels])
    return HistGradientBoostingClassifier(random_state=0, **SETTINGS).fit(figures, labels)


def validate(data: list[Example], folder: Path) -> None:
    """Score the pages with gold bodies, each by a model that never saw its domain; the records go to
    `folder`.
    """
    from normalize.extract import ExtractConfig
    from normalize.extract.article import without_headline
    from normalize.extract.blocks import blocks_of
    from normalize.extract.engine import careful
    from normalize.extract.features import NAMES
    from normalize.extract.headline import headline
    from normalize.extract.page import parse
    from normalize.extract.refine import refine
    from normalize.extract.scorer import parse as parse_scorer
    from normalize.extract.signals import gather

    models = [
        parse_scorer(readable(train([e for e in data if fold_of(e.domain) != fold]), NAMES))
        for fold in range(FOLDS)
    ]
    domains = {example.page: example.domain for example in data}
    records = []
    for page in pages("pages"):
        if page["id"] in domains:
            parsed = parse(page["html"], page["url"], ExtractConfig())
            signals = gather(parsed)
            title = headline(signals)
            name = title.text if title else None
            described = [text for text in (signals.first("og:description", "description"),) if text]
            taken = careful(parsed.tree, page["url"])[0]
            lines, _ = refine(
                blocks_of(parsed.tree), taken, name, described, models[fold_of(domains[page["id"]])]
            )
            body = "\n".join(line.text for line in without_headline(lines, name))
            records.append({"id": page["id"], "headline": name, "body": body})
    path = folder / "unseen-domains.jsonl"
    path.write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8"
    )
    scorer = [sys.executable, BENCH / "score_pages.py", BENCH / "pages", path, "--dataset", "sh,fundus"]
    subprocess.run(scorer, check=True)


def readable(model: Any, names: tuple[str, ...]) -> str:
    """The model as JSON: one tree a line."""

    def tree(nodes: Any, at: int) -> list[Any] | float:
        node = nodes[at]
        if node["is_leaf"]:
            return round(float(node["value"]), 4)
        threshold = float(f"{float(node['num_threshold']):.6g}")
        return [int(node["feature_idx"]), threshold, tree(nodes, node["left"]), tree(nodes, node["right"])]

    trees = [json.dumps(tree(step[0].nodes, 0), separators=(",", ":")) for step in model._predictors]
    head = {"names": list(names), "bias": round(float(model._baseline_prediction[0][0]), 4), **THRESHOLDS}
    return json.dumps(head, indent=1)[:-2] + ',\n "trees": [\n  ' + ",\n  ".join(trees) + "\n ]\n}\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument(
        "--examples", type=Path, help="keep the labelled figures here, or take them from here"
    )
    parser.add_argument("--keep", type=Path, help="write the records of the cross-validation here")
    args = parser.parse_args()
    from normalize.extract.features import NAMES

    if args.examples and args.examples.exists():
        data = pickle.loads(args.examples.read_bytes())
    else:
        data = list(examples())
        if args.examples:
            args.examples.write_bytes(pickle.dumps(data))
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        validate(data, folder)
    if args.output:
        args.output.write_text(readable(train(data), NAMES), encoding="utf-8")


if __name__ == "__main__":
    main()
