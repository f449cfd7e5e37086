"""Contrast: what speaks for an issue rather than for the other issues of the pull request.

A remark on the subject of a file is near to all its issues. What tells them apart is how much nearer it is to one of them.
"""

from __future__ import annotations

import numpy as np

from harness.matching.embedding import Matrix

CONTRASTED = (
    "meaning:all",
    "meaning:best",
    "cover:said",
    "cover:key",
    "words:rare",
    "concepts:shared",
    "concepts:class",
    "class:mine",
    "class:learned",
    "learned:score",
)
"""The features that are put against the other issues."""
LONE = np.array([-3.0 if "learned" in name else 0.2 for name in CONTRASTED])
"""What stands in for the best other issue where there is no other."""


def margin(column: Matrix, lone: float | Matrix) -> Matrix:
    """Each value less the best of the other issues; less `lone` where there is no other issue."""
    return column - rivals(column, lone)


def rivals(column: Matrix, lone: float | Matrix) -> Matrix:
    """For parts × issues (× features) the best value among the other issues."""
    if column.shape[1] == 1:
        return np.broadcast_to(lone, column.shape)
    order = np.sort(column, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.where(column == best, second, best)
