"""How well each part of a comment fits each issue, by text alone: a table of parts × issues × features.

Stages: likeness of meaning, words and names of code in common, concepts in common, the class's everyday phrases, a
learned likeness. Contrast then puts each of the main ones against the best other issue of the pull request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from harness.matching.class_model import ClassModel
from harness.matching.contrast import CONTRASTED, LONE, margin, rivals
from harness.matching.embedding import Matrix, between, in_steps, part_sums, token_vectors, unit_rows, weights_of
from harness.matching.key_texts import FIELDS, CaseTexts
from harness.matching.remarks import Span
from harness.matching.spoken import Spoken, content_words

Ints = npt.NDArray[np.int64]
FIT = (
    *(f"meaning:{name}" for name in FIELDS),
    "meaning:all",
    "meaning:best",
    "cover:said",
    "cover:key",
    "cover:residue",
    "cover:rivals",
    "words:share",
    "words:rare",
    "words:names",
    "words:foreign",
    "concepts:shared",
    "concepts:share",
    "concepts:class-share",
    "concepts:beyond",
    "concepts:rivals",
    "concepts:class",
    "class:mine",
    "class:margin",
    "class:learned",
    "class:none",
    "learned:score",
    "decoy:meaning",
    "decoy:concepts",
    "near:meaning",
)
TEXT = (*FIT, *(f"contrast:{name}" for name in CONTRASTED), "size:words", "size:concepts")
COVER = ("cover:said", "cover:key", "cover:residue", "cover:rivals")
_USUAL_DECOY = 0.2
_ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class Fit:
    """Features of every part against every issue, and what explanations need of them."""

    table: Matrix
    """parts × issues × TEXT"""
    vectors: Matrix
    """One row for each part."""
    field_likeness: Matrix
    """parts × issues × FIELDS"""
    groups: Matrix
    """parts × names of the rubric: the likest phrase of each class and kind."""
    phrases: Matrix
    """parts × phrases of the rubric"""
    concepts: Matrix
    """parts × concepts"""


@dataclass(frozen=True, slots=True)
class _Heap:
    """The pieces of many comments in one row, and where each part of them begins and ends in it."""

    pieces: list[int]
    cuts: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Learned:
    """What training leaves for the comparison of texts."""

    likeness: Matrix
    """The weights of the learned likeness, its constant first."""
    classes: ClassModel


Parts = tuple[Span, ...]


def fit(texts: CaseTexts, said: Spoken, parts: Parts, learned: Learned) -> Fit:
    """Compare one comment."""
    return fits(texts, [(said, parts)], learned)[0]


def fits(texts: CaseTexts, comments: Sequence[tuple[Spoken, Parts]], learned: Learned) -> list[Fit]:
    """Compare many comments, all their parts at once; what comes out for one does not depend on the others."""
    bounds = [[said.between(span) for span in parts] for said, parts in comments]
    heap = _heap(comments, bounds)
    vectors = unit_rows(part_sums(heap.pieces, heap.cuts))
    concepts = _mentioned(texts, comments, bounds)
    phrases = vectors @ texts.rubric.vectors.T
    groups = np.maximum.reduceat(phrases, texts.rubric.starts, axis=1)
    if texts.keys:
        fields = (vectors @ texts.fields.reshape(-1, vectors.shape[1]).T).reshape(len(vectors), -1, len(FIELDS))
        columns = _meaning(texts, vectors, fields)
        columns |= _cover(texts, heap)
        columns |= _words(texts, comments, bounds)
        columns |= _concepts(texts, concepts)
        columns |= _classes(texts, groups)
        columns |= learned_classes(texts, vectors, concepts, learned.classes)
        columns["learned:score"] = learned_likeness(vectors, texts.groups, learned.likeness)
        columns |= _decoys(texts, vectors, concepts, columns)
        table = _table(columns, [b - a for some in bounds for a, b in some], concepts)
    else:
        table, fields = np.zeros((len(vectors), 0, len(TEXT))), np.zeros((len(vectors), 0, len(FIELDS)))
    ends = list(accumulate((len(some) for some in bounds), initial=0))
    whole = (table, vectors, fields, groups, phrases, concepts)
    return [Fit(*(rows[a:b] for rows in whole)) for a, b in pairwise(ends)]


def _heap(comments: Sequence[tuple[Spoken, Parts]], bounds: list[list[tuple[int, int]]]) -> _Heap:
    pieces: list[int] = []
    cuts = []
    for (said, _), some in zip(comments, bounds, strict=True):
        own, firsts = said.pieces()
        start = len(pieces)
        cuts += [(start + firsts[a], start + firsts[b]) for a, b in some]
        pieces += own
    return _Heap(pieces, cuts)


def _mentioned(
    texts: CaseTexts, comments: Sequence[tuple[Spoken, Parts]], bounds: list[list[tuple[int, int]]]
) -> Matrix:
    rows = []
    for (said, _), some in zip(comments, bounds, strict=True):
        mentions = texts.lexicon.mentions(said)
        rows += [texts.lexicon.vector(mentions, a, b) for a, b in some]
    return np.array(rows)


def _table(columns: dict[str, Matrix], words: list[int], concepts: Matrix) -> Matrix:
    """All columns side by side, then their contrasts, then the size of each part."""
    shape = columns["meaning:all"].shape
    table = np.empty((*shape, len(TEXT)))
    for at, name in enumerate(FIT):
        table[:, :, at] = columns[name]
    some = table[:, :, [FIT.index(name) for name in CONTRASTED]]
    table[:, :, len(FIT) : len(FIT) + len(CONTRASTED)] = margin(some, LONE)
    table[:, :, -2] = np.log1p(np.array(words, dtype=np.float64))[:, None]
    table[:, :, -1] = concepts.sum(axis=1)[:, None]
    return table


def learned_likeness(vectors: Matrix, groups: Matrix, learned: Matrix) -> Matrix:
    """A weighted sum over what two vectors have in common and where they part; exact, being sums of binary steps."""
    size = vectors.shape[1]
    common, apart = learned[1 : 1 + 3 * size], learned[1 + 3 * size :]
    score = np.full((len(vectors), len(groups)), learned[0])
    for i, group in enumerate(groups):
        score[:, i] += in_steps(vectors[:, None] * group).reshape(len(vectors), 3 * size) @ common
        score[:, i] += np.abs(vectors - group[0]) @ apart
    rounded: Matrix = np.round(score, 4)
    return rounded


def _meaning(texts: CaseTexts, vectors: Matrix, fields: Matrix) -> dict[str, Matrix]:
    whole = vectors @ texts.groups[:, 0].T
    wordings = [(vectors @ key.wordings.T).max(axis=1) for key in texts.keys]
    whole = np.maximum(whole, np.stack(wordings, axis=1))
    found = {f"meaning:{name}": fields[:, :, f] for f, name in enumerate(FIELDS)}
    return found | {"meaning:all": whole, "meaning:best": np.maximum(fields[:, :, :4].max(axis=2), whole)}


def _cover(texts: CaseTexts, heap: _Heap) -> dict[str, Matrix]:
    """How much of a part the key's words account for, and the other way round; what rivals account for better."""
    found = {name: np.zeros((len(heap.cuts), len(texts.keys))) for name in COVER}
    if not heap.pieces:
        return found
    rows, lengths = token_vectors(heap.pieces)
    # Whole numbers below 2**24: exact in single precision in any order of adding.
    alike = in_steps((rows @ texts.tokens.T).astype(np.float64) / np.outer(lengths, texts.lengths))
    nearest = np.maximum.reduceat(alike, texts.starts, axis=1)
    others = np.maximum(rivals(nearest, 0.0) - nearest, 0.0)
    weights = weights_of(heap.pieces)[:, None]
    some = np.array([a < b for a, b in heap.cuts])
    total = np.maximum(between(weights, heap.cuts), 1.0)
    found["cover:said"] = between(weights * nearest, heap.cuts) / total
    found["cover:residue"] = between(weights * (nearest < _ALIKE), heap.cuts) / total
    found["cover:rivals"] = between(weights * others, heap.cuts) / total
    back = _highest(alike, heap.cuts) * texts.weights
    found["cover:key"][some] = (np.add.reduceat(back, texts.starts, axis=1) / texts.totals)[some]
    return found


def _highest(rows: Matrix, cuts: list[tuple[int, int]]) -> Matrix:
    """The highest of each column between each two cuts; nothing of worth where the cuts meet."""
    closed = np.vstack([rows, np.zeros((1, rows.shape[1]))])
    found: Matrix = np.maximum.reduceat(closed, np.array(cuts).ravel(), axis=0)[::2]
    return found


def _words(
    texts: CaseTexts, comments: Sequence[tuple[Spoken, Parts]], bounds: list[list[tuple[int, int]]]
) -> dict[str, Matrix]:
    shape = (sum(map(len, bounds)), len(texts.keys))
    share, rare, names, foreign = (np.zeros(shape) for _ in range(4))
    at = 0
    for (said, _), some in zip(comments, bounds, strict=True):
        content = content_words(said.stems(), said.words)
        for row, (a, b) in enumerate(some, start=at):
            here = set(content[a:b]) - {""}
            for owners in filter(None, map(texts.holders.get, here)):
                for i in owners:
                    rare[row, i] += 1.0 / len(owners)
            share[row] = rare[row] / np.sqrt(len(here) + 3.0)
        if said.names:
            names[at : at + len(some)] = [len(said.names & lone) for lone in texts.lone_names]
            foreign[at : at + len(some)] = [len(said.names & others) for others in texts.rival_names]
        at += len(some)
    return {"words:share": share, "words:rare": rare, "words:names": names, "words:foreign": foreign}


def _concepts(texts: CaseTexts, concepts: Matrix) -> dict[str, Matrix]:
    idf, keys, classes = texts.rubric.idf, texts.concepts, texts.class_concepts
    shared = np.minimum(concepts[:, None], keys[None]) @ idf
    wide = np.minimum(concepts[:, None], np.maximum(keys, 0.5 * classes)[None]) @ idf
    total = (concepts @ idf)[:, None]
    beyond = np.maximum(concepts[:, None] - keys[None], 0.0)  # parts × issues × concepts
    return {
        "concepts:shared": shared,
        "concepts:share": shared / np.sqrt(total + 2.0),
        "concepts:class-share": wide / (total + 1.0),
        "concepts:beyond": total - shared,
        "concepts:rivals": np.minimum(beyond, texts.rival_concepts[None]) @ idf,
        "concepts:class": np.minimum(concepts[:, None], classes[None]) @ idf,
    }


def _classes(texts: CaseTexts, groups: Matrix) -> dict[str, Matrix]:
    """The likest phrase of the issue's class, and how far it is above those of all other classes."""
    names = texts.rubric.names
    classes = groups[:, : sum(not name.startswith("kind:") for name in names)]
    mine, ahead = np.full((len(groups), len(texts.keys)), 0.3), np.zeros((len(groups), len(texts.keys)))
    best = rivals(classes, 0.0)
    for i, key in enumerate(texts.keys):
        if key.issue.defect_class in names:
            at = names.index(key.issue.defect_class)
            mine[:, i] = classes[:, at]
            ahead[:, i] = classes[:, at] - best[:, at]
    return {"class:mine": mine, "class:margin": ahead}


def learned_classes(texts: CaseTexts, vectors: Matrix, concepts: Matrix, model: ClassModel) -> dict[str, Matrix]:
    """How far each part speaks of the class of each issue rather than of another class, and of no defect at all."""
    names = texts.lexicon.names
    wanted = [model.place_of(key.issue.defect_class, key.groups[0], key.concepts, names) for key in texts.keys]
    mine, none = model.towards(model.scores(vectors, concepts, names), wanted)
    return {"class:learned": mine, "class:none": np.broadcast_to(none, mine.shape)}


def _decoys(texts: CaseTexts, vectors: Matrix, concepts: Matrix, columns: dict[str, Matrix]) -> dict[str, Matrix]:
    near = np.stack([(vectors @ key.near.T).max(axis=1) for key in texts.keys], axis=1)
    if len(texts.decoys):
        likeness = (vectors @ texts.decoys.T).max(axis=1)[:, None]
        shared = (np.minimum(concepts[:, None], texts.decoy_concepts[None]) @ texts.rubric.idf).max(axis=1)[:, None]
    else:
        likeness, shared = np.full((len(vectors), 1), _USUAL_DECOY), np.zeros((len(vectors), 1))
    return {
        "decoy:meaning": columns["meaning:all"] - likeness,
        "decoy:concepts": columns["concepts:shared"] - shared,
        "near:meaning": np.where(near > 0, near - columns["meaning:all"], 0.0),
    }
