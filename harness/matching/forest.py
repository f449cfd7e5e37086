"""What training leaves: small decision forests and linear scores, stored as JSON and worked without a library."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

Tree = Sequence[Sequence[float]]
"""Nodes as [feature, threshold, left, right], leaves as [-1, value]."""


@dataclass(frozen=True, slots=True)
class Forest:
    """A start value and trees whose leaves add up."""

    start: float
    trees: tuple[Tree, ...]

    def value(self, row: Sequence[float]) -> float:
        """The sum for one row of features."""
        return self.start + sum(_leaf(tree, row) for tree in self.trees)


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum. `math.fsum` makes it the same in any order."""

    start: float
    weights: tuple[float, ...]

    def value(self, row: Sequence[float]) -> float:
        """The score of one row."""
        return round(self.start + math.fsum(w * x for w, x in zip(self.weights, row, strict=True)), 4)


def _leaf(tree: Tree, row: Sequence[float]) -> float:
    node = tree[0]
    while node[0] >= 0:
        node = tree[int(node[2] if row[int(node[0])] <= node[1] else node[3])]
    return node[1]


def logistic(x: float) -> float:
    """Log odds to probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


@dataclass(frozen=True, slots=True)
class Model:
    """What training leaves: forests for pairs, kinds and levels, and the thresholds of the bands."""

    pair: Forest
    kinds: Mapping[str, Linear]
    level: Forest
    match_from: float
    look_from: float
    scale: float
    shift: float
    cuts: tuple[float, float, float]


def model_of(data: Mapping[str, Any]) -> Model:
    """The model that a JSON document describes."""
    return Model(
        pair=_forest(data["pair"]),
        kinds={kind: Linear(f["start"], tuple(f["weights"])) for kind, f in data["kinds"].items()},
        level=_forest(data["level"]),
        match_from=data["match_from"],
        look_from=data["look_from"],
        scale=data["scale"],
        shift=data["shift"],
        cuts=tuple(data["cuts"]),
    )


def _forest(data: Mapping[str, Any]) -> Forest:
    return Forest(data["start"], tuple(data["trees"]))


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model that comes with the harness."""
    return model_of(json.loads((files("harness.matching") / "model" / "matcher.json").read_text(encoding="utf-8")))
