"""The block scorer: small regression trees over the figures of `features`, and why a block got its score.

Gradient-boosted trees (Friedman, 2001: Greedy function approximation: a gradient boosting machine), trained
by `bench/train_blocks.py` and kept as plain numbers in `blocks.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, NamedTuple, TypeAlias

from normalize.extract.features import NAMES

Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"
"""A leaf's value, or a figure's index, its threshold, and the trees for `<=` and for `>`."""


class Scorer(NamedTuple):
    """Trees over named figures.

    From the three scores on, a block is kept, prose is kept, a lost block taken in.
    """

    bias: float
    trees: tuple[Tree, ...]
    keep: float
    prose: float
    rescue: float

    def score(self, figures: Sequence[float]) -> float:
        """How likely a block with these figures is part of the article, from 0 to 1."""
        total = self.bias
        for tree in self.trees:
            while type(tree) is tuple:
                index, threshold, low, high = tree
                tree = low if figures[index] <= threshold else high
            total += tree  # type: ignore[operator]
        return 1 / (1 + exp(-total))

    def reasons(self, figures: Sequence[float], most: int = 3) -> list[tuple[str, float]]:
        """The figures that moved the score most, with the log-odds that they added, strongest first.

        A step down a tree counts for the figure that it looks at (Saabas: the change of the node's mean
        value).
        """
        moved: dict[str, float] = {}
        for tree in self.trees:
            while type(tree) is tuple:
                index, threshold, low, high = tree
                below = low if figures[index] <= threshold else high
                moved[NAMES[index]] = moved.get(NAMES[index], 0.0) + _mean(below) - _mean(tree)
                tree = below
        return sorted(moved.items(), key=lambda item: (-abs(item[1]), item[0]))[:most]


def _mean(tree: Tree) -> float:
    return (_mean(tree[2]) + _mean(tree[3])) / 2 if isinstance(tree, tuple) else tree


@cache
def load(name: str = "blocks.json") -> Scorer:
    """A shipped scorer: `blocks.json` over trafilatura's choice, `fast.json` over the fast engine's seeds."""
    return parse(files("normalize.extract").joinpath(name).read_text(encoding="utf-8"))


def parse(text: str) -> Scorer:
    """Read a scorer from JSON: `names` of figures, `bias`, thresholds, and `trees` as nested lists."""
    data = json.loads(text)
    indexes = [NAMES.index(name) for name in data["names"]]

    def tree(node: Any) -> Tree:
        if isinstance(node, list):
            index, threshold, low, high = node
            return indexes[index], float(threshold), tree(low), tree(high)
        return float(node)

    return Scorer(data["bias"], tuple(map(tree, data["trees"])), data["keep"], data["prose"], data["rescue"])
