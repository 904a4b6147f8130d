"""Train the line scorer: train_lines.py [--out FOLDER]

Lexicon: logistic regression over word n-grams seen in at least three domains, every domain's lines weighted
down by their number. Trees: gradient boosting with logistic loss over the features of
`normalize.strip.scorer`; the lexical figures of a training document come from a lexicon that never saw its
fold, as they will at run time (stacking: Wolpert 1992). The same input gives the same files. Takes about
two minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from lines_data import (
    FOLDS,
    Document,
    Row,
    bench_folder,
    documents,
    fold_of,
    hand_labelled,
    labelled_rows,
    read,
    weak_rows,
)
from lines_left import left_by_rules
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from normalize.strip.scorer import LineScorer
from normalize.strip.scorer.features import FEATURES, NAMES, Page, vectors
from normalize.strip.scorer.guards import spared
from normalize.strip.scorer.lexicon import Lexicon, anchored_grams, loose_grams
from normalize.strip.scorer.model import WEIGHTS
from normalize.strip.scorer.trees import LEAVES, Trees

# Scores from which a line is junk. Read off the cross-validated curve (`lines.py curve`); `docs/scorer.md`
# says why.
POINTS = {"cautious": (0.85, 0.97), "default": (0.58, 0.87), "thorough": (0.12, 0.62)}
MOST = {"cautious": 0.5, "default": 0.8, "thorough": 0.9}
DOMAINS = 3
PENALTY = 0.5
SMALLEST = 0.1
# One natural text counts like four of an extractor: there are few, and they are what the product is for.
TIERS = {"natural": 4.0, "texts": 4.0, "pages": 0.4, "extractor": 1.0, "naive": 0.6}
TREES: dict[str, Any] = {
    "max_iter": 100,
    "max_leaf_nodes": LEAVES,
    "learning_rate": 0.1,
    "min_samples_leaf": 150,
    "l2_regularization": 5.0,
    "monotonic_cst": [constraint for _, constraint in FEATURES],
    "early_stopping": False,
    "random_state": 0,
}


class Data(NamedTuple):
    """All that is trained on."""

    docs: list[Document]
    rows: list[Row]


def load(folder: Path) -> Data:
    """Read the open half. Whole pages (`hard`) teach words only: their lines stand in no article. The
    lexicon learns from all lines, the trees from those that rules leave.
    """
    docs = documents(folder)
    texts = read(folder / "texts" / "input.jsonl.gz")
    hand = hand_labelled(folder, texts)
    rows = labelled_rows([*docs, *hand]) + weak_rows(texts)
    return Data(left_by_rules([doc for doc in docs if doc.tier in TIERS] + hand), rows)


def fit_lexicon(rows: list[Row]) -> Lexicon:
    """Weights of n-grams seen in at least `DOMAINS` domains."""
    grams = [(anchored_grams(list(row.words)), loose_grams(list(row.words))) for row in rows]
    domains: dict[str, set[str]] = defaultdict(set)
    for row, (anchored, loose) in zip(rows, grams, strict=True):
        for gram in (*anchored, *loose):
            domains[gram].add(row.domain)
    index = {gram: i for i, gram in enumerate(sorted(g for g, d in domains.items() if len(d) >= DOMAINS))}
    at: list[int] = []
    column: list[int] = []
    value: list[float] = []
    for i, (anchored, loose) in enumerate(grams):
        for some, weight in ((anchored, 1.0), (loose, max(len(loose), 1) ** -0.5)):
            known = [index[gram] for gram in some if gram in index]
            at += [i] * len(known)
            column += known
            value += [weight] * len(known)
    matrix = csr_matrix((value, (at, column)), shape=(len(rows), len(index)))
    lines = Counter((row.domain, row.junk) for row in rows)
    weight = np.array([lines[row.domain, row.junk] ** -0.5 for row in rows])
    model = LogisticRegression(C=PENALTY, solver="liblinear", random_state=0, max_iter=200)
    model.fit(matrix, [row.junk for row in rows], sample_weight=weight / weight.mean())
    weights = {gram: round(float(model.coef_[0, i]), 2) for gram, i in index.items()}
    kept = {gram: weight for gram, weight in weights.items() if abs(weight) >= SMALLEST}
    return Lexicon(kept, round(float(model.intercept_[0]), 3))


class Examples(NamedTuple):
    """Lines to train the trees on."""

    vectors: list[list[float]]
    junk: list[bool]
    weights: list[float]


def examples(docs: list[Document], lexicons: dict[int, Lexicon]) -> Examples:
    """The suspicious lines of documents whose labels are charged; `lexicons` gives each fold's own."""
    pages = Counter((doc.domain, doc.tier) for doc in docs)
    out = Examples([], [], [])
    for doc in docs:
        page, lexicon = Page.of(doc.lines, doc.headline, doc.company), lexicons[doc.fold]
        picked = page.suspicious()
        exempt = spared(page, picked, lexicon)
        picked = (
            [i for i in picked if doc.labels[i] in ("content", "junk") and i not in exempt]
            if doc.tier not in ("texts", "pages")
            else picked
        )
        figures, _ = vectors(page, picked, lexicon)
        weight = TIERS[doc.tier] * pages[doc.domain, doc.tier] ** -0.5
        for i, vector in zip(picked, figures, strict=True):
            if doc.labels[i] in ("content", "junk") and i not in exempt:
                out.vectors.append(vector)
                out.junk.append(doc.labels[i] == "junk")
                out.weights.append(weight)
    return out


def fit_trees(lines: Examples) -> tuple[float, list[Any]]:
    """The base log odds and the trees, as they are written."""
    weights = np.array(lines.weights)
    model = HistGradientBoostingClassifier(**TREES)
    model.fit(np.array(lines.vectors), np.array(lines.junk), sample_weight=weights / weights.mean())
    trees = [_export(rounds[0].nodes, 0)[0] for rounds in model._predictors]
    return round(float(model._baseline_prediction.ravel()[0]), 4), trees


def _export(nodes: Any, at: int) -> tuple[Any, float, int]:
    """A node as JSON, with its mean value and the number of lines in it."""
    node = nodes[at]
    count = int(node["count"])
    if node["is_leaf"]:
        value = round(float(node["value"]), 4)
        return value, value, count
    low, low_mean, low_count = _export(nodes, node["left"])
    high, high_mean, high_count = _export(nodes, node["right"])
    mean = (low_mean * low_count + high_mean * high_count) / max(low_count + high_count, 1)
    threshold = float(f"{float(node['num_threshold']):.6g}")
    return [int(node["feature_idx"]), threshold, low, high, round(mean, 4)], mean, count


def lexicons_without(rows: list[Row], out: int | None) -> dict[int, Lexicon]:
    """For each fold a lexicon that saw neither it nor fold `out`."""
    return {
        fold: fit_lexicon([row for row in rows if fold_of(row.domain) not in (fold, out)])
        for fold in range(FOLDS)
    }


def scorer(lexicon: Lexicon, base: float, trees: list[Any]) -> LineScorer:
    return LineScorer(lexicon, Trees(base, trees), POINTS, MOST)


def train_without(data: Data, out: int) -> LineScorer:
    """A scorer that saw nothing of the domains of fold `out`."""
    lexicons = lexicons_without(data.rows, out)
    base, trees = fit_trees(examples([doc for doc in data.docs if doc.fold != out], lexicons))
    return scorer(lexicons[out], base, trees)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    data = load(bench_folder())
    lines = examples(data.docs, lexicons_without(data.rows, None))
    base, trees = fit_trees(lines)
    lexicon = fit_lexicon(data.rows)
    rows = [("", lexicon.bias), *sorted(lexicon.weights.items())]
    (out / "lexicon.tsv").write_text("".join(f"{g}\t{w:g}\n" for g, w in rows), encoding="utf-8")
    head = {"features": NAMES, "points": POINTS, "most": MOST, "base": base}
    text = (
        json.dumps(head)[:-1] + ', "trees": [\n' + ",\n".join(json.dumps(tree) for tree in trees) + "\n]}\n"
    )
    (out / "trees.json").write_text(text, encoding="utf-8")
    print(
        f"{len(lines.junk)} lines, {sum(lines.junk)} junk; {len(lexicon.weights)} n-grams, {len(trees)} trees"
    )


if __name__ == "__main__":
    main()
