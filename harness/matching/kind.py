"""The kind of a comment, and whether it denies, lists or claims: weighted sums over manner, meaning and pairs of words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from harness.domain.remark import Kind
from harness.matching.embedding import Matrix

KINDS = tuple(kind.value for kind in Kind)
SIGNS = ("denied", "hollow", "claim")
"""Says that something is no problem; names no mechanism (lists, buzzwords, vague doubts); claims a defect."""
VOICES = (*KINDS, *SIGNS)
_FINE, _COARSE = float(2**20), float(2**10)


@dataclass(frozen=True, slots=True)
class KindModel:
    """Weights for each of VOICES: where they start, for each number of a comment, for each gram.

    All are binary steps, and so are the numbers when they are used: sums are exact in any order.
    """

    start: Matrix
    numbers: Matrix
    rows: Mapping[str, int]
    idf: Matrix
    grams: Matrix

    def scores(self, numbers: Matrix, words: Sequence[str]) -> tuple[float, ...]:
        """One score for each of VOICES."""
        known = [self.rows[gram] for gram in grams(words) if gram in self.rows]
        idf = self.idf[known]
        length = max(float(np.sqrt((idf * idf).sum())), 1.0)
        spoken = (idf @ self.grams[known]) / length
        plain = np.rint(numbers * _COARSE) / _COARSE @ self.numbers
        return tuple(round(float(x), 3) for x in self.start + plain + spoken)


def kind_model(names: Sequence[str], arrays: Mapping[str, npt.NDArray[np.generic]]) -> KindModel:
    """The model that the names of its grams and three stored tables describe."""
    weights = arrays["kinds.grams"].astype(np.float64)
    return KindModel(
        arrays["kinds.start"].astype(np.float64),
        np.rint(arrays["kinds.numbers"].astype(np.float64) * _FINE) / _FINE,
        {gram: row for row, gram in enumerate(names)},
        np.rint(weights[:, 0] * _COARSE) / _COARSE,
        np.rint(weights[:, 1:] * _FINE) / _FINE,
    )


def grams(words: Sequence[str]) -> frozenset[str]:
    """The single words and signs of a text, and each two that follow one another."""
    return frozenset(words) | {f"{a} {b}" for a, b in itertools.pairwise(words)}


def kind_of(scores: Sequence[float]) -> Kind:
    """The kind with the highest score; the first of equals."""
    own = scores[: len(KINDS)]
    return Kind(KINDS[own.index(max(own))])
