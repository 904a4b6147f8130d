"""Boosted decision trees in plain Python, as `bench/train_lines.py` exports them."""

from __future__ import annotations

import math
from typing import Any, Final

# A leaf is its value; a split is (feature, threshold, where values up to the threshold go, where others go,
# and by how much the mean changes on either way).
Node = float | tuple[int, float, "Node", "Node", float, float]
# Trees that are evaluated before asking whether the rest can still matter.
_STRIDE: Final = 10


class Trees:
    """A sum of trees, read as log odds (gradient boosting with logistic loss: Friedman 2001)."""

    def __init__(self, base: float, trees: list[Any]) -> None:
        self.base = base
        self.trees = [_frozen(tree) for tree in trees]
        # The most that the trees from each point on can still add.
        self._rest = [0.0]
        for tree in reversed(self.trees):
            self._rest.append(self._rest[-1] + _highest(tree))
        self._rest.reverse()

    def log_odds(self, vector: list[float], floor: float = -math.inf) -> float:
        """Natural log odds of junk. Once the sum cannot reach `floor` any more, some value below it is
        given.
        """
        total = self.base
        for start in range(0, len(self.trees), _STRIDE):
            if total + self._rest[start] < floor:
                return total + self._rest[start]
            for tree in self.trees[start : start + _STRIDE]:
                node = tree
                while node.__class__ is tuple:
                    node = node[2] if vector[node[0]] <= node[1] else node[3]
                total += node
        return total

    def contributions(self, vector: list[float]) -> list[float]:
        """What each feature added to the log odds: the changes of the mean along each path (Saabas 2014)."""
        out = [0.0] * len(vector)
        for tree in self.trees:
            node = tree
            while node.__class__ is tuple:
                if vector[node[0]] <= node[1]:
                    out[node[0]] += node[4]
                    node = node[2]
                else:
                    out[node[0]] += node[5]
                    node = node[3]
        return out


def probability(log_odds: float) -> float:
    """The logistic function, safe for large magnitudes."""
    return 1.0 / (1.0 + math.exp(-max(min(log_odds, 500.0), -500.0)))


def _frozen(node: Any) -> Any:
    """JSON lists as tuples: `node.__class__ is tuple` is the cheapest test for a split."""
    if isinstance(node, list):
        feature, threshold, low, high, mean = node
        changes = (_mean(low) - mean, _mean(high) - mean)
        return (feature, threshold, _frozen(low), _frozen(high), *changes)
    return float(node)


def _highest(node: Any) -> float:
    return max(_highest(node[2]), _highest(node[3])) if isinstance(node, tuple) else node


def _mean(node: Any) -> float:
    """The mean value of a node as JSON."""
    return float(node[4] if isinstance(node, list) else node)
