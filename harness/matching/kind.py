"""The kind of a comment, and whether it denies, lists or claims: weighted sums over manner, meaning and pairs of words.

Whether a question asks for a fact or points at a defect is known only when the comment has been held against the
issues: what fits one well is a claim, however it is put.
"""

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
KIND_STEPS, _MOST, _CLEARLY = 1024, 6.0, 1.5
KindWeights = tuple[tuple[int, ...], ...]
"""For each of KINDS a start and a weight for each of `kind_row`, in steps of 1/KIND_STEPS; whole sums are exact."""


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


def no_claim(voices: Sequence[float]) -> bool:
    """Whether a comment speaks clearly as something else than a claim, whatever it stands on and whatever it names."""
    return max(voices[1 : len(KINDS)]) - voices[0] > _CLEARLY


def kind_row(voices: Sequence[float], best: float) -> tuple[float, ...]:
    """What the kind is decided on: the voices, and the score of the issue that fits best."""
    return tuple(max(-_MOST, min(_MOST, value)) for value in (*voices, best))


def kind_beside(voices: Sequence[float], best: float, weights: KindWeights) -> Kind:
    """The kind of a comment that was held against issues; the first of equals."""
    steps = [round(value * KIND_STEPS) for value in kind_row(voices, best)]
    sums = [row[0] * KIND_STEPS + sum(w * s for w, s in zip(row[1:], steps, strict=True)) for row in weights]
    return Kind(KINDS[sums.index(max(sums))])


def kind_of(scores: Sequence[float]) -> Kind:
    """The kind with the highest score; the first of equals."""
    own = scores[: len(KINDS)]
    return Kind(KINDS[own.index(max(own))])
