"""Meaning: static word-piece vectors that ship with the matcher.

The vectors are whole numbers and so are the weights, and what is divided is rounded to a binary step, so every sum is
exact and the same on every machine, whatever the order in which a processor adds.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
DIMENSIONS = 256
LONGEST_WORD = 100
_STEPS = float(2**20)
STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "having",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "me",
        "him",
        "her",
        "us",
        "them",
        "my",
        "your",
        "his",
        "its",
        "our",
        "their",
        "this",
        "that",
        "these",
        "those",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "about",
        "into",
        "as",
        "and",
        "or",
        "but",
        "if",
        "then",
        "than",
        "so",
        "because",
        "there",
        "here",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "where",
        "why",
        "how",
        "will",
        "would",
        "can",
        "could",
        "should",
        "shall",
        "may",
        "might",
        "must",
        "also",
        "just",
        "only",
        "please",
        "kindly",
        "ok",
        "lol",
        "hmm",
        "wait",
        "well",
        "s",
        "t",
        "re",
        "ll",
        "ve",
        "d",
        "m",
    ]
) | frozenset(".,:;!?'\"`()[]{}-_/\\*#=+<>")


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, int], npt.NDArray[np.int8], npt.NDArray[np.float64]]:
    folder = files("harness.matching") / "model"
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    vectors = np.frombuffer((folder / "vectors.bin").read_bytes(), dtype=np.int8).reshape(len(pieces), DIMENSIONS)
    rank = np.arange(len(pieces), dtype=np.float64)
    # Frequent pieces stand first in the vocabulary; a smooth inverse frequency makes them count for less.
    weights = np.rint(200 * (rank + 50) / (rank + 1500)) + 1
    for piece in STOP & set(pieces):
        weights[pieces.index(piece)] = 6
    return {piece: i for i, piece in enumerate(pieces)}, vectors, weights


@lru_cache(maxsize=65536)
def pieces_of_word(word: str) -> tuple[int, ...]:
    """The pieces of a lower-case word, longest first from the left; none where it cannot be made of pieces.

    Nobody's word has more than LONGEST_WORD characters, and the search takes the third power of that.
    """
    if len(word) > LONGEST_WORD:
        return ()
    index = _table()[0]
    found: list[int] = []
    start = 0
    while start < len(word):
        end = len(word)
        while end > start and (("##" if start else "") + word[start:end]) not in index:
            end -= 1
        if end == start:
            return ()
        found.append(index[("##" if start else "") + word[start:end]])
        start = end
    return tuple(found)


def in_steps(values: Matrix) -> Matrix:
    """The values in steps of 2**-20. Their products then add up exactly, whatever the order."""
    steps: Matrix = np.rint(values * _STEPS) / _STEPS
    return steps


def token_vectors(pieces: list[int]) -> tuple[npt.NDArray[np.float32], Matrix]:
    """The vectors of the pieces as exact whole numbers, and their lengths."""
    rows = _table()[1][pieces].astype(np.float32)
    return rows, np.sqrt((rows * rows).sum(axis=1, dtype=np.float64)) + 1e-9


def weights_of(pieces: list[int]) -> Matrix:
    """How much each piece says."""
    found: Matrix = _table()[2][pieces]
    return found


def part_sums(pieces: list[int], bounds: list[tuple[int, int]]) -> Matrix:
    """The weighted sum of the pieces between each two bounds; whole numbers, so exact in any order."""
    _, vectors, weights = _table()
    return between(vectors[pieces] * weights[pieces][:, None], bounds)


def between(rows: Matrix, bounds: list[tuple[int, int]]) -> Matrix:
    """The sum of the rows between each two bounds, for rows in binary steps, of which every sum is exact."""
    sums = np.zeros((rows.shape[1], len(rows) + 1))
    np.cumsum(np.ascontiguousarray(rows.T), axis=1, out=sums[:, 1:])  # along rows of memory: four times as quick
    cuts = np.array(bounds, dtype=np.int64).reshape(len(bounds), 2)
    found: Matrix = np.ascontiguousarray((sums[:, cuts[:, 1]] - sums[:, cuts[:, 0]]).T)
    return found


def unit_rows(sums: Matrix) -> Matrix:
    """Rows brought to length one, in steps; a row of zeros stays."""
    lengths = np.maximum(np.sqrt((sums * sums).sum(axis=1)), 1.0)
    return in_steps(sums / lengths[:, None])
