"""Train the trees of the fast engine (`normalize/extract/fast.json`) on the open half of the benchmark.

    bench/train_fast.py [-o normalize/extract/fast.json] [--keep DIR]

Pages with a gold body are labelled by it, the others (`evaldata`, `more_pages`) by what the careful engine
took from them, at half the weight: diverse pages are worth more here than sure labels. Prints what
cross-validation by domain says, with and without the careful engine for pages of low scores; then trains on
everything. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pages import BENCH, pages
from train_blocks import FOLDS, by_gold, fold_of, readable

from normalize.errors import StageError
from normalize.extract import ExtractConfig, extract
from normalize.extract.article import declared_body, without_headline
from normalize.extract.blocks import Block, blocks_of, headline_index
from normalize.extract.fast import WITHOUT, Chosen, fast, reach, seeds
from normalize.extract.features import NAMES, Features
from normalize.extract.headline import headline
from normalize.extract.jsonld import folded
from normalize.extract.page import parse
from normalize.extract.scorer import Scorer
from normalize.extract.scorer import parse as parse_scorer
from normalize.extract.signals import gather

SETTINGS = {
    "max_iter": 110,
    "max_leaf_nodes": 15,
    "learning_rate": 0.12,
    "min_samples_leaf": 30,
    "l2_regularization": 1.0,
}
TAUGHT_WEIGHT = 0.5
# Shorter texts of the careful engine are pages that are no articles.
TAUGHT_CHARS = 400


class Page(NamedTuple):
    """What the engine is given, and the text that labels it."""

    id: str
    domain: str
    gold: bool
    blocks: list[Block]
    title: str | None
    descriptions: list[str]
    declared: str
    text: str
    fallback: str

    def chosen(self, model: Scorer | None = None) -> Chosen:
        """What the fast engine takes from the page."""
        return fast(self.blocks, self.title, self.descriptions, self.declared, model)


def prepared() -> Iterator[Page]:
    """All pages with a text to learn from."""
    with gzip.open(BENCH / "pages" / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = {row["id"]: row for row in map(json.loads, lines)}
    for page in [*pages("pages"), *pages("more_pages")]:
        row = gold.get(page["id"], {})
        try:
            found = extract(page["html"], url=page["url"])
            taught = found.body if found.engine == "trafilatura" else ""
        except StageError:
            taught = ""
        text = row.get("body") or (taught if len(taught) >= TAUGHT_CHARS else "")
        if not text:
            continue
        signals = gather(parse(page["html"], page["url"], ExtractConfig()))
        title = headline(signals)
        described = (signals.first("og:description", "description"), signals.declared("description"))
        yield Page(
            page["id"],
            row.get("domain") or domain_of(page["url"]),
            "body" in row,
            blocks_of(signals.page.tree, WITHOUT),
            title.text if title else None,
            [one for one in described if one],
            folded(" ".join(line.text for line in declared_body(signals))),
            text,
            taught,
        )


def domain_of(url: str) -> str:
    """The registered domain, by the rule of thumb that `co.uk` and its kin have short second labels."""
    labels = (urlsplit(url).hostname or "").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])


def rows(page: Page) -> Iterator[tuple[list[float], int]]:
    """Figures and labels of the blocks in the reach of a page's seeds."""
    found = seeds(page.blocks, headline_index(page.blocks, page.title), page.declared)
    if found:
        features = Features(page.blocks, found, page.title, page.descriptions)
        label = by_gold(page.text)
        for index in reach(page.blocks, found):
            told = label(page.blocks[index].text)
            if told is not None:
                yield features.of(index), told


def train(data: list[tuple[Page, list[tuple[list[float], int]]]]) -> str:
    """The model of some pages, as JSON."""
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier

    flat = [(*row, 1.0 if page.gold else TAUGHT_WEIGHT) for page, own in data for row in own]
    figures, labels, weights = (np.array(column) for column in zip(*flat, strict=True))
    model = HistGradientBoostingClassifier(random_state=0, **SETTINGS)
    return readable(model.fit(figures, labels, sample_weight=weights), NAMES)


def validate(data: list[tuple[Page, list[tuple[list[float], int]]]], folder: Path) -> None:
    """Score the pages with gold bodies, each by a model that never saw its domain."""
    models = [
        parse_scorer(train([one for one in data if fold_of(one[0].domain) != fold])) for fold in range(FOLDS)
    ]
    alone, together, doubts = [], [], 0
    for page, _ in data:
        if not page.gold:
            continue
        chosen = page.chosen(models[fold_of(page.domain)])
        body = "\n".join(line.text for line in without_headline(chosen.lines, page.title))
        doubts += chosen.doubt is not None
        alone.append({"id": page.id, "body": body})
        together.append({"id": page.id, "body": page.fallback if chosen.doubt else body})
    print(f"low scores on {doubts} of {len(alone)} pages")
    for name, records in (("fast alone", alone), ("with the careful engine for low scores", together)):
        path = folder / f"{name.replace(' ', '-')}.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        print(f"== {name}, unseen domains", flush=True)
        scorer = [sys.executable, BENCH / "score_pages.py", BENCH / "pages", path, "--dataset", "sh,fundus"]
        subprocess.run(scorer, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--keep", type=Path, help="write the records of the cross-validation here")
    args = parser.parse_args()
    data = [(page, list(rows(page))) for page in prepared()]
    print(f"{len(data)} pages, {sum(page.gold for page, _ in data)} of them with gold bodies")
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        validate(data, folder)
    if args.output:
        args.output.write_text(train(data), encoding="utf-8")


if __name__ == "__main__":
    main()
