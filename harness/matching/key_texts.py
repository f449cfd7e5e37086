"""The sentences of an answer key and of the rubric, prepared once for many comments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from harness.domain.class_rubric import ClassRubric
from harness.domain.match import DecoyText, IssueText
from harness.matching.embedding import (
    Matrix,
    pieces_of,
    sentence_vector,
    text_vector,
    token_vectors,
    weights_of,
    words_of,
)

FIELDS = ("description", "mechanism", "trigger", "consequence", "remedy")


@dataclass(frozen=True, slots=True)
class KeyTexts:
    """One issue: a vector for each field, for all together and for wordings and near misses; its word pieces."""

    issue: IssueText
    fields: Matrix
    whole: Matrix
    wordings: Matrix
    near: Matrix
    tokens: np.ndarray
    lengths: Matrix
    weights: Matrix
    words: frozenset[str]


def stem(word: str) -> str:
    """A word without the endings that grammar puts on it."""
    for ending in ("ingly", "edly", "ings", "ing", "ies", "ied", "es", "ed", "ly", "s", "er", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def key_texts(issue: IssueText) -> KeyTexts:
    """Prepare an issue."""
    texts = [getattr(issue, name) for name in FIELDS]
    pieces = list(dict.fromkeys(i for text in (*texts, *issue.wordings) for i in pieces_of(text))) or [0]
    tokens, lengths = token_vectors(pieces)
    everything = " ".join(texts)
    return KeyTexts(
        issue,
        np.stack([text_vector(text) for text in texts]),
        text_vector(everything),
        _stack(issue.wordings),
        _stack(issue.near_misses),
        tokens,
        lengths,
        weights_of(pieces),
        frozenset(stem(word) for word in words_of(everything) if len(word) > 2),
    )


def decoy_vector(decoy: DecoyText) -> Matrix:
    """What a decoy looks like and why it is right, as one vector."""
    return sentence_vector(pieces_of(decoy.looks_like) + pieces_of(decoy.right_because))


def _stack(texts: tuple[str, ...]) -> Matrix:
    return np.stack([text_vector(text) for text in texts]) if texts else np.zeros((1, 256))


@dataclass(frozen=True, slots=True)
class RubricTexts:
    """The phrases of the rubric as vectors, and which class or kind each belongs to."""

    vectors: Matrix
    owners: tuple[str, ...]
    phrases: tuple[str, ...]
    starts: tuple[int, ...]
    names: tuple[str, ...]


@lru_cache(maxsize=4)
def rubric_texts(rubric: ClassRubric) -> RubricTexts:
    """Prepare a rubric: classes under their id, kinds under `kind:` and their name."""
    groups = [(c.id, (c.means, *c.words)) for c in rubric.classes]
    groups += [(f"kind:{name}", phrases) for name, phrases in rubric.kinds if phrases]
    flat = [(name, phrase) for name, phrases in groups for phrase in phrases]
    starts, at = [], 0
    for _, phrases in groups:
        starts.append(at)
        at += len(phrases)
    vectors = np.stack([text_vector(phrase) for _, phrase in flat])
    owners, phrases_ = tuple(n for n, _ in flat), tuple(p for _, p in flat)
    return RubricTexts(vectors, owners, phrases_, tuple(starts), tuple(name for name, _ in groups))
