"""The sentences of an answer key and of the rubric, prepared once for many comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from harness.domain.class_rubric import ClassRubric
from harness.domain.match import Case, DecoyText, IssueText
from harness.matching.concepts import Lexicon, lexicon
from harness.matching.embedding import (
    DIMENSIONS,
    Matrix,
    part_sums,
    token_vectors,
    unit_rows,
    weights_of,
)
from harness.matching.spoken import Spoken, content_stems, spoken, together

FIELDS = ("description", "mechanism", "trigger", "consequence", "remedy")
_NONE = np.zeros((1, DIMENSIONS))


def text_vector(text: str) -> Matrix:
    """The vector of a text; zeros for nothing."""
    pieces, _ = spoken(text).pieces()
    row: Matrix = unit_rows(part_sums(pieces, [(0, len(pieces))]))[0]
    return row


@dataclass(frozen=True, slots=True)
class KeyTexts:
    """One issue: vectors of its fields and of groups of them, its word pieces, stems, names of code and concepts."""

    issue: IssueText
    fields: Matrix
    groups: Matrix
    """All sentences, then what is wrong (description, mechanism), then what comes of it (trigger, consequence)."""
    wordings: Matrix
    near: Matrix
    pieces: tuple[int, ...]
    words: frozenset[str]
    names: frozenset[str]
    concepts: Matrix


@lru_cache(maxsize=512)
def key_texts(issue: IssueText, rubric: ClassRubric) -> KeyTexts:
    """Prepare an issue."""
    fields = [spoken(getattr(issue, name)) for name in FIELDS]
    wordings = [spoken(text) for text in issue.wordings]
    sums = _sums(fields)
    wide = together([*fields, *wordings])
    about, remedy = together([*fields[:4], *wordings]), fields[4]
    lex = lexicon(rubric)
    return KeyTexts(
        issue,
        unit_rows(sums),
        unit_rows(np.stack([sums.sum(axis=0), sums[0] + sums[1], sums[2] + sums[3]])),
        unit_rows(_sums(wordings)) if wordings else _NONE,
        unit_rows(_sums([spoken(text) for text in issue.near_misses])) if issue.near_misses else _NONE,
        tuple(dict.fromkeys(wide.pieces()[0])) or (0,),
        content_stems(wide.stems(), wide.words),
        wide.names,
        # What only the remedy mentions counts for less.
        np.maximum(lex.vector(lex.mentions(about)), 0.6 * lex.vector(lex.mentions(remedy))),
    )


def _sums(texts: Sequence[Spoken]) -> Matrix:
    """The weighted sum of the pieces of each text."""
    pieces: list[int] = []
    bounds = []
    for said in texts:
        own, _ = said.pieces()
        bounds.append((len(pieces), len(pieces) + len(own)))
        pieces += own
    return part_sums(pieces, bounds)


@lru_cache(maxsize=512)
def decoy_texts(decoy: DecoyText, rubric: ClassRubric) -> tuple[Matrix, Matrix]:
    """What a decoy looks like and why it is right: its vector and its concepts."""
    text = f"{decoy.looks_like} {decoy.right_because}"
    return text_vector(text), lexicon(rubric).of(text)


@dataclass(frozen=True, slots=True)
class RubricTexts:
    """The phrases of the rubric as vectors, and which class or kind each belongs to."""

    vectors: Matrix
    owners: tuple[str, ...]
    phrases: tuple[str, ...]
    of_classes: int
    """So many phrases, the first ones, are of classes; the others are of kinds."""
    starts: tuple[int, ...]
    names: tuple[str, ...]
    concepts: Matrix
    """One row for each name: the concepts of its phrases."""
    idf: Matrix
    """How much a concept says: less where the phrases of many classes mention it."""


@lru_cache(maxsize=4)
def rubric_texts(rubric: ClassRubric) -> RubricTexts:
    """Prepare a rubric: classes under their id, kinds under `kind:` and their name."""
    groups = [(c.id, (c.means, *c.words)) for c in rubric.classes]
    classes = len(groups)
    groups += [(f"kind:{name}", phrases) for name, phrases in rubric.kinds if phrases]
    flat = [(name, phrase) for name, phrases in groups for phrase in phrases]
    starts, at = [], 0
    for _, phrases in groups:
        starts.append(at)
        at += len(phrases)
    lex = lexicon(rubric)
    rows = np.array([np.max([lex.of(p) for p in phrases], axis=0) for _, phrases in groups])
    spread = (rows[:classes] > 0).sum(axis=0)
    idf = np.round(np.log((classes + 2.0) / (spread + 1.0)), 2) if rubric.concepts else np.zeros(0)
    return RubricTexts(
        unit_rows(_sums([spoken(phrase) for _, phrase in flat])),
        tuple(n for n, _ in flat),
        tuple(p for _, p in flat),
        sum(not name.startswith("kind:") for name, _ in flat),
        tuple(starts),
        tuple(name for name, _ in groups),
        rows,
        idf,
    )


@dataclass(frozen=True, slots=True)
class CaseTexts:
    """All keys of a case side by side, as the comparison needs them."""

    case: Case
    keys: tuple[KeyTexts, ...]
    rubric: RubricTexts
    lexicon: Lexicon
    fields: Matrix
    groups: Matrix
    tokens: np.ndarray
    lengths: Matrix
    weights: Matrix
    totals: Matrix
    """The weights of each issue's word pieces together."""
    starts: tuple[int, ...]
    """Where the word pieces of each issue begin in `tokens`."""
    concepts: Matrix
    class_concepts: Matrix
    rival_concepts: Matrix
    """For each issue the concepts of all others."""
    holders: Mapping[str, tuple[int, ...]]
    """For each stem the issues whose sentences hold it."""
    lone_names: tuple[frozenset[str], ...]
    """For each issue the names of code that no other mentions."""
    rival_names: tuple[frozenset[str], ...]
    """For each issue the names of code that only others mention."""
    decoys: Matrix
    decoy_concepts: Matrix


def case_texts(case: Case, rubric: ClassRubric) -> CaseTexts:
    """Prepare a case: everything that does not depend on a comment."""
    keys = tuple(key_texts(issue, rubric) for issue in case.issues)
    texts, lex = rubric_texts(rubric), lexicon(rubric)
    pieces = [piece for key in keys for piece in key.pieces]
    tokens, lengths = token_vectors(pieces)
    starts, at = [], 0
    for key in keys:
        starts.append(at)
        at += len(key.pieces)
    decoys = [decoy_texts(decoy, rubric) for decoy in case.decoys]
    none = np.zeros(len(lex.names))
    concepts = np.array([key.concepts for key in keys]).reshape(len(keys), len(none))
    elsewhere = [frozenset(name for other in keys if other is not key for name in other.names) for key in keys]
    return CaseTexts(
        case,
        keys,
        texts,
        lex,
        np.array([key.fields for key in keys]).reshape(len(keys), len(FIELDS), DIMENSIONS),
        np.array([key.groups for key in keys]).reshape(len(keys), 3, DIMENSIONS),
        tokens,
        lengths,
        weights_of(pieces),
        np.array([weights_of(list(key.pieces)).sum() for key in keys]),
        tuple(starts),
        concepts,
        np.array([_class_concepts(texts, key.issue.defect_class, none) for key in keys]).reshape(len(keys), len(none)),
        np.array([np.delete(concepts, i, axis=0).max(axis=0, initial=0.0) for i in range(len(keys))]),
        _holders(keys),
        tuple(key.names - others for key, others in zip(keys, elsewhere, strict=True)),
        tuple(others - key.names for key, others in zip(keys, elsewhere, strict=True)),
        np.array([vector for vector, _ in decoys]).reshape(len(decoys), DIMENSIONS),
        np.array([row for _, row in decoys]).reshape(len(decoys), len(none)),
    )


def _holders(keys: Sequence[KeyTexts]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for i, key in enumerate(keys):
        for stem in key.words:
            found[stem] = (*found.get(stem, ()), i)
    return found


def _class_concepts(texts: RubricTexts, name: str, none: Matrix) -> Matrix:
    return texts.concepts[texts.names.index(name)] if name in texts.names else none
