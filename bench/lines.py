"""Measure the line scorer: lines.py [cv | sample | curve | traps | speed] [--point default] [--records FILE]

cv       every document judged by a scorer that never saw its domain (the honest figures)
sample   the shipped scorer on the data it was trained on; the difference to `cv` is what does not carry over
curve    recall and loss of `cv` for many thresholds: where the operating points come from
traps    the shipped scorer on the traps
speed    time a document, as a ratio to reading it word by word

Stripping is repeated until nothing more goes, as in the pipeline. Figures are those of the benchmark's own
scorer. `--records` also writes the cleaned texts, to be scored with it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from lines_data import FOLDS, Document, bench_folder, documents
from train_lines import Data, load, train_without

from normalize.strip.scorer import LineScorer

TIERS = ("natural", "extractor", "naive")
ROUNDS = 20
CURVE = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.84, 0.88, 0.9, 0.92, 0.94, 0.96)
Cleaner = Callable[[Document], list[int]]


def stripped(scorer: LineScorer, doc: Document, point: str) -> tuple[list[int], int]:
    """Indices of the lines that go, and the rounds it took."""
    left = list(range(len(doc.lines)))
    rounds = 0
    while rounds < ROUNDS:
        headline = left.index(doc.headline) if doc.headline in left else None
        junk = scorer.junk_lines([doc.lines[i] for i in left], headline=headline, point=point)
        if not junk:
            break
        rounds += 1
        left = [i for at, i in enumerate(left) if at not in junk]
    return sorted(set(range(len(doc.lines))) - set(left)), rounds


def count(doc: Document, gone: list[int]) -> Counter[str]:
    """The benchmark's counts for one document from which whole lines were taken."""
    out: Counter[str] = Counter(docs=1)
    taken = set(gone)
    for i, label in enumerate(doc.labels):
        out[label] += 1
        out[label + "_gone"] += i in taken
    out["damaged"] = int(out["content_gone"] > 0)
    if out["junk"] or out["comment"]:
        out["junk_docs"] = 1
        out["perfect"] = int(out["junk_gone"] == out["junk"] and not out["content_gone"])
    else:
        out["clean_docs"] = 1
        out["clean_damaged"] = out["damaged"]
    return out


def figures(docs: list[Document], gone: dict[str, list[int]]) -> dict[str, float]:
    """Percentages over documents and, as `macro_*`, means over domains."""
    domains: dict[str, Counter[str]] = defaultdict(Counter)
    for doc in docs:
        domains[doc.domain].update(count(doc, gone[doc.id]))
    total: Counter[str] = sum(domains.values(), Counter())

    def share(part: str, whole: str) -> float:
        return round(100 * total[part] / max(total[whole], 1), 2)

    def macro(part: str, whole: str) -> float:
        shares = [counts[part] / counts[whole] for counts in domains.values() if counts[whole]]
        return round(100 * sum(shares) / max(len(shares), 1), 2)

    return {
        "recall": share("junk_gone", "junk"),
        "loss": share("content_gone", "content"),
        "perfect": share("perfect", "junk_docs"),
        "damaged": share("damaged", "docs"),
        "clean_damaged": share("clean_damaged", "clean_docs"),
        "meta_gone": share("meta_gone", "meta"),
        "macro_recall": macro("junk_gone", "junk"),
        "macro_loss": macro("content_gone", "content"),
    }


def report(docs: list[Document], gone: dict[str, list[int]], title: str) -> None:
    for tier in TIERS:
        row = figures([doc for doc in docs if doc.tier == tier], gone)
        print(f"{title:14} {tier:10}" + "".join(f" {name} {value:6.2f}" for name, value in row.items()))


def strip_all(docs: list[Document], scorers: dict[int, LineScorer], point: str) -> dict[str, list[int]]:
    rounds: Counter[int] = Counter()
    out = {}
    for doc in docs:
        out[doc.id], took = stripped(scorers[doc.fold], doc, point)
        rounds[took] += 1
    print("rounds:", dict(sorted(rounds.items())))
    return out


def cross_validated(data: Data) -> dict[int, LineScorer]:
    return {fold: train_without(data, fold) for fold in range(FOLDS)}


def at(scorer: LineScorer, threshold: float, most: float) -> LineScorer:
    return LineScorer(scorer.lexicon, scorer.trees, {"here": (threshold, threshold)}, {"here": most})


def curve(docs: list[Document], scorers: dict[int, LineScorer]) -> None:
    for threshold in CURVE:
        here = {fold: at(scorer, threshold, scorer.most["default"]) for fold, scorer in scorers.items()}
        report(docs, strip_all(docs, here, "here"), f"{threshold}")


def write_records(path: Path, docs: list[Document], gone: dict[str, list[int]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for doc in docs:
            taken = set(gone[doc.id])
            body = [line for i, line in enumerate(doc.lines) if i not in taken and i != doc.headline]
            headline = None if doc.headline is None else doc.lines[doc.headline]
            file.write(json.dumps({"id": doc.id, "headline": headline, "body": "\n\n".join(body)}) + "\n")


def traps(folder: Path, scorer: LineScorer) -> None:
    """Spans that must survive and look-alikes that should go, at each operating point."""
    for point in scorer.points:
        counts: Counter[str] = Counter()
        for row in (folder / "junk" / "traps.jsonl").read_text(encoding="utf-8").splitlines():
            trap = json.loads(row)
            lines = [line.strip() for line in trap["text"].split("\n") if line.strip()]
            doc = Document(trap["id"], "traps", "", "", lines, ["unknown"] * len(lines), 0)
            taken = [lines[i] for i in stripped(scorer, doc, point)[0]]
            for kind in ("keep", "strip"):
                for start, end in trap[kind]:
                    span = trap["text"][start:end].strip()
                    counts[kind] += 1
                    counts[kind + "_gone"] += any(span in line for line in taken)
        print(
            f"{point:10} lost {counts['keep_gone']} of {counts['keep']};"
            f" stripped {counts['strip_gone']} of {counts['strip']}"
        )


def speed(docs: list[Document], scorer: LineScorer) -> None:
    """Time of one round a document against a pass of `str.split`, in one run."""
    for tier in TIERS:
        some = [doc for doc in docs if doc.tier == tier]
        chars = sum(len(line) for doc in some for line in doc.lines)
        start = time.perf_counter()
        for doc in some:
            scorer.junk_lines(doc.lines, headline=doc.headline)
        scored = time.perf_counter() - start
        start = time.perf_counter()
        for doc in some:
            for line in doc.lines:
                line.split()
        split = time.perf_counter() - start
        print(
            f"{tier:10} {len(some)} documents, {chars / len(some):.0f} characters each:"
            f" {1e6 * scored / len(some):.0f} microseconds, {scored / split:.1f} times splitting into words"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["cv", "sample", "curve", "traps", "speed"])
    parser.add_argument("--point", default="default", choices=["cautious", "default", "thorough"])
    parser.add_argument("--records", type=Path)
    args = parser.parse_args()
    folder = bench_folder()
    if args.what == "traps":
        traps(folder, LineScorer.read())
        return
    docs = [doc for doc in documents(folder) if doc.tier in TIERS]
    if args.what == "speed":
        speed(docs, LineScorer.read())
        return
    shipped = args.what == "sample"
    scorers = dict.fromkeys(range(FOLDS), LineScorer.read()) if shipped else cross_validated(load(folder))
    if args.what == "curve":
        curve(docs, scorers)
        return
    gone = strip_all(docs, scorers, args.point)
    report(docs, gone, args.what)
    if args.records:
        write_records(args.records, docs, gone)


if __name__ == "__main__":
    main()
