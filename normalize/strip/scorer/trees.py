"""Boosted decision trees in plain Python, as `bench/train_lines.py` exports them.

Trees are not walked. The leaves of each tree, from left to right, are the bits of one byte, and all bytes
stand in one integer. A test that fails rules out the leaves on its left; which tests on one feature fail
follows from where its value stands among their thresholds. So one bisection and one `and` for each feature
leave, as the lowest bit of each byte, the leaf that its tree ends in (QuickScorer: Lucchese and others, SIGIR
2015).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from operator import getitem
from typing import Any, Final

# Leaves of a tree: as many as a byte has bits.
LEAVES: Final = 8
# The number of the lowest bit that is set.
_LOWEST: Final = [0, *((byte & -byte).bit_length() - 1 for byte in range(1, 256))]
# What features add to a score is summed for all groups at once: each has a field of this many bits in one
# integer, in steps of the log odds, and an offset so that no field is below 0.
_FIELD: Final = 32
_STEPS: Final = 10_000
_OFFSET: Final = 1 << 20


class Trees:
    """A sum of trees, read as log odds (gradient boosting with logistic loss: Friedman 2001).

    Args:
        base: the log odds that the sum starts with.
        trees: a leaf is its value; a split is a list of feature, threshold, where values up to the
            threshold go, where others go, and the mean of its lines.
    """

    def __init__(self, base: float, trees: list[Any]) -> None:
        self.base = base
        self.trees = trees
        self._size = len(trees)
        self._values: list[list[float]] = []
        tests: dict[int, list[tuple[float, int]]] = {}
        self._all = 0
        for number, tree in enumerate(trees):
            leaves: list[float] = []
            self._read(tree, number * LEAVES, leaves, tests)
            if len(leaves) > LEAVES:
                message = f"tree {number} has {len(leaves)} leaves, and only {LEAVES} fit"
                raise ValueError(message)
            self._all |= ((1 << len(leaves)) - 1) << number * LEAVES
            leaves += [0.0] * (LEAVES - len(leaves))
            self._values.append([leaves[low] for low in _LOWEST])
        self._features: list[tuple[int, list[float], list[int]]] = []
        for feature, found in sorted(tests.items()):
            found.sort()
            masks = [self._all]
            for _, mask in found:
                masks.append(masks[-1] & mask)
            self._features.append((feature, [threshold for threshold, _ in found], masks))
        self._told: list[list[int]] = []
        self._groups: tuple[tuple[int, ...], int] = ((), 0)

    def _read(
        self, node: Any, shift: int, leaves: list[float], tests: dict[int, list[tuple[float, int]]]
    ) -> None:
        """Number the leaves of a tree from the left, and note for each test which leaves stay if it fails."""
        if not isinstance(node, list):
            leaves.append(float(node))
            return
        feature, threshold, low, high = node[:4]
        first = len(leaves)
        self._read(low, shift, leaves, tests)
        gone = (1 << len(leaves)) - (1 << first)
        tests.setdefault(feature, []).append((float(threshold), ~(gone << shift)))
        self._read(high, shift, leaves, tests)

    def _exits(self, vector: Sequence[float]) -> bytes:
        """For each tree the leaves that no failed test rules out."""
        left = self._all
        for feature, thresholds, masks in self._features:
            left &= masks[bisect_left(thresholds, vector[feature])]
        return left.to_bytes(self._size, "little")

    def log_odds(self, vector: Sequence[float]) -> float:
        """Natural log odds of junk."""
        return sum(map(getitem, self._values, self._exits(vector)), self.base)

    def contributions(self, vector: Sequence[float], groups: tuple[int, ...], count: int) -> list[float]:
        """What each group of features added to the log odds: changes of the mean along paths (Saabas 2014).

        Args:
            groups: the group of each feature, from 0 to `count` - 1.
        """
        if self._groups != (groups, count):
            self._told = [self._sums(tree, groups, count) for tree in self.trees]
            self._groups = (groups, count)
        total = sum(map(getitem, self._told, self._exits(vector)))
        field = (1 << _FIELD) - 1
        offset = _OFFSET * self._size
        return [((total >> group * _FIELD & field) - offset) / _STEPS for group in range(count)]

    def _sums(self, tree: Any, groups: tuple[int, ...], count: int) -> list[int]:
        """For each byte of `_exits` what the groups add on the way to its leaf, in one integer."""
        start = sum(_OFFSET << group * _FIELD for group in range(count))
        leaves: list[int] = []

        def walk(node: Any, told: int) -> None:
            if not isinstance(node, list):
                leaves.append(told)
                return
            shift = groups[node[0]] * _FIELD
            for child in (node[2], node[3]):
                walk(child, told + (round((_mean(child) - node[4]) * _STEPS) << shift))

        walk(tree, start)
        leaves += [start] * (LEAVES - len(leaves))
        return [leaves[low] for low in _LOWEST]


def probability(log_odds: float) -> float:
    """The logistic function, safe for large magnitudes."""
    return 1.0 / (1.0 + math.exp(-max(min(log_odds, 500.0), -500.0)))


def _mean(node: Any) -> float:
    return float(node[4] if isinstance(node, list) else node)
