"""The block scorer: small regression trees over the figures of `features`, and why a block got its score.

Gradient-boosted trees (Friedman, 2001: Greedy function approximation: a gradient boosting machine), trained
by `bench/train_blocks.py` and kept as plain numbers in `blocks.json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, TypeAlias

from normalize.extract.features import NAMES

Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"
"""A leaf's value, or a figure's index, its threshold, and the trees for `<=` and for `>`."""


class Scorer:
    """Trees over named figures.

    Attributes:
        bias: log-odds of a block of which nothing is known; each tree adds its leaf's value.
        trees: over the figures of `NAMES`.
        keep, prose, rescue: the scores from which a block is kept, prose is kept, a lost block taken in.
    """

    __slots__ = ("_sum", "bias", "keep", "prose", "rescue", "trees")

    def __init__(
        self, bias: float, trees: tuple[Tree, ...], *, keep: float, prose: float, rescue: float
    ) -> None:
        self.bias, self.trees = bias, trees
        self.keep, self.prose, self.rescue = keep, prose, rescue
        self._sum = _compiled(bias, trees)

    def score(self, figures: Sequence[float]) -> float:
        """How likely a block with these figures is part of the article, from 0 to 1."""
        return 1 / (1 + exp(-self._sum(figures)))

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


def _compiled(bias: float, trees: tuple[Tree, ...]) -> Callable[[Sequence[float]], float]:
    """The sum of the trees as one Python expression.

    Walking the tuples took seven times as long, and was half of the fast engine's time. The source is made of
    numbers only.
    """
    terms = [repr(float(bias)), *map(_source, trees)]
    sums: list[Callable[[Sequence[float]], float]] = [
        # Python's parser bounds the nesting of an expression: a few trees at a time.
        eval(f"lambda f: {'+'.join(terms[at : at + _TREES_AT_ONCE])}", {"__builtins__": {}})
        for at in range(0, len(terms), _TREES_AT_ONCE)
    ]
    return lambda figures: sum([part(figures) for part in sums])


_TREES_AT_ONCE = 30


def _source(tree: Tree) -> str:
    if isinstance(tree, tuple):
        index, threshold, low, high = tree
        return f"({_source(low)} if f[{int(index)}]<={float(threshold)!r} else {_source(high)})"
    return f"({float(tree)!r})"


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

    return Scorer(
        data["bias"],
        tuple(map(tree, data["trees"])),
        keep=data["keep"],
        prose=data["prose"],
        rescue=data["rescue"],
    )
