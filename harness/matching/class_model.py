"""Which class of defect a text speaks of, learned from labelled comments and keys: weighted sums over meaning and concepts.

Pictures and roundabout talk share few words with a key, but they speak of the same sort of harm as other comments on
that class do. An issue whose class is not known has the class that its own sentences sound like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from harness.matching.embedding import Matrix

CLASS_STEPS = 1024.0


@dataclass(frozen=True, slots=True)
class ClassModel:
    """Weights for each known class and, last, for no defect at all, in binary steps: sums are exact in any order."""

    classes: tuple[str, ...]
    concepts: tuple[str, ...]
    """The concepts that it has weights for; a rubric may hold others and lack some of these."""
    start: Matrix
    meaning: Matrix
    """dimensions × (classes and none)"""
    spoken: Matrix
    """concepts × (classes and none)"""

    def scores(self, vectors: Matrix, concepts: Matrix, names: Sequence[str]) -> Matrix:
        """For each text a score for each class and for none; `names` says which concepts the columns are."""
        at = {name: column for column, name in enumerate(names)}
        known = [(at[name], row) for row, name in enumerate(self.concepts) if name in at]
        found: Matrix = self.start + vectors @ self.meaning
        if known:
            columns, rows = (list(side) for side in zip(*known, strict=True))
            found += concepts[:, columns] @ self.spoken[rows]
        return found

    def towards(self, scores: Matrix, wanted: Sequence[int]) -> tuple[Matrix, Matrix]:
        """How far each text is ahead with each of the wanted classes, and with none, of the best other class."""
        classes = scores[:, : len(self.classes)]
        order = np.sort(classes, axis=1)
        best, second = order[:, -1:], order[:, -2:-1]
        mine = classes[:, list(wanted)]
        ahead: Matrix = mine - np.where(mine == best, second, best)
        return np.round(ahead, 4), np.round(scores[:, -1:] - best, 4)

    def place_of(self, name: str, vector: Matrix, concepts: Matrix, names: Sequence[str]) -> int:
        """Where a class stands; for an unknown one the class that the text sounds like."""
        if name in self.classes:
            return self.classes.index(name)
        return int(self.scores(vector[None], concepts[None], names)[0, : len(self.classes)].argmax())
