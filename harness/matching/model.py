"""What training leaves, read from the files that ship with the harness."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from harness.matching.bands import Bands, Curve
from harness.matching.class_model import CLASS_STEPS, ClassModel
from harness.matching.fit import Learned
from harness.matching.forest import Forest, forest_of
from harness.matching.kind import KindModel, KindWeights, kind_model

_WEIGHT_STEPS = 1024.0


@dataclass(frozen=True, slots=True)
class Model:
    """The learned likeness, the weights of kinds, three forests and the bands."""

    learned: Learned
    kinds: KindModel
    kind_weights: KindWeights
    """From the voices and the best score of `pair` to the kind of a comment."""
    text: Forest
    """How far a part of a comment speaks of an issue, the place left aside."""
    pair: Forest
    level: Forest
    bands: Bands
    curve: Curve
    """From scores of `pair` to probabilities."""
    cuts: tuple[float, float, float]


def model_of(data: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[np.generic]]) -> Model:
    """The model that a JSON document and its tables of numbers describe."""
    return Model(
        learned=Learned(arrays["learned"].astype(np.float64) / _WEIGHT_STEPS, class_model(data, arrays)),
        kinds=kind_model(data["grams"], arrays),
        kind_weights=tuple(tuple(row) for row in data["kind_weights"]),
        text=forest_of(arrays, "text"),
        pair=forest_of(arrays, "pair"),
        level=forest_of(arrays, "level"),
        bands=Bands(data["match_from"], data["look_from"], data["plain"]),
        curve=Curve(*data["curve"]),
        cuts=tuple(data["cuts"]),
    )


def class_model(data: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[np.generic]]) -> ClassModel:
    """The weights of classes: one row that they start from, then rows for the meaning, then rows for concepts."""
    rows = arrays["classes"].astype(np.float64) / CLASS_STEPS
    classes, concepts = tuple(data["classes"]), tuple(data["concepts"])
    return ClassModel(classes, concepts, rows[0], rows[1 : -len(concepts)], rows[-len(concepts) :])


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model that comes with the harness."""
    folder = files("harness.matching") / "model"
    data = json.loads((folder / "matcher.json").read_text(encoding="utf-8"))
    with (folder / "matcher.npz").open("rb") as stored:
        return model_of(data, dict(np.load(stored, allow_pickle=False)))
