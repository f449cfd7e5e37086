"""What training leaves: decision forests as tables, worked without a library, all trees of all rows at once.

Every tree is laid out as a full one: the children of node n are 2n + 1 and 2n + 2. A tree that ends earlier is filled
with cuts that nothing exceeds, and has its value at the leftmost leaf below.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from harness.matching.embedding import Matrix

_STEPS = float(2**20)
_AT_ONCE = 64
"""Rows worked in one go: enough to outweigh the overhead, few enough to stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Forest:
    """All trees of one depth; the values of leaves are binary steps, so sums are exact in any order."""

    depth: int
    feature: npt.NDArray[np.int64]
    """trees × inner nodes, flat."""
    cut: Matrix
    value: Matrix
    """trees × leaves, flat."""

    def values(self, rows: Matrix) -> Matrix:
        """The sum of one leaf of each tree, for each row."""
        inner, leaves = 2**self.depth - 1, 2**self.depth
        trees = len(self.value) // leaves
        if not len(rows) or not trees:
            return np.zeros(len(rows))
        if len(rows) > _AT_ONCE:
            return np.concatenate([self.values(rows[i : i + _AT_ONCE]) for i in range(0, len(rows), _AT_ONCE)])
        flat = np.ascontiguousarray(rows, dtype=np.float64).ravel()
        base = (np.arange(len(rows)) * rows.shape[1])[:, None]
        first = np.arange(trees) * inner
        node = np.zeros((len(rows), trees), dtype=np.int64)
        for _ in range(self.depth):
            at = node + first
            above = flat.take(self.feature.take(at) + base) > self.cut.take(at)
            node = 2 * node + 1 + above
        total: Matrix = self.value.take(node - inner + np.arange(trees) * leaves).sum(axis=1)
        return np.round(total, 4)


def forest_of(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Forest:
    """The forest that three stored arrays describe."""
    value = arrays[f"{name}.value"]
    return Forest(
        int(value.shape[1]).bit_length() - 1,
        arrays[f"{name}.feature"].astype(np.int64).ravel(),
        arrays[f"{name}.cut"].astype(np.float64).ravel(),
        (np.rint(value.astype(np.float64) * _STEPS) / _STEPS).ravel(),
    )


def logistic(x: float) -> float:
    """Log odds to probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
