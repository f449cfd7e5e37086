"""How well each part of a comment fits each issue, by text alone: a table of parts × issues × features.

Stages: likeness of meaning, words and names of code in common, concepts in common, the class's everyday phrases, a
learned likeness. Contrast then puts each of the main ones against the best other issue of the pull request.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from harness.matching.contrast import CONTRASTED, LONE, margin, rivals
from harness.matching.embedding import Matrix, in_steps, part_sums, token_vectors, unit_rows, weights_of
from harness.matching.key_texts import FIELDS, CaseTexts
from harness.matching.remarks import Span
from harness.matching.spoken import Spoken, content_stems

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
    "learned:score",
    "decoy:meaning",
    "decoy:concepts",
    "near:meaning",
)
TEXT = (*FIT, *(f"contrast:{name}" for name in CONTRASTED), "size:words", "size:concepts")
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
    concepts: Matrix
    """parts × concepts"""


def fit(texts: CaseTexts, said: Spoken, parts: tuple[Span, ...], learned: Matrix) -> Fit:
    """Compare. `learned` holds the weights of the learned likeness, its constant first."""
    bounds = [said.between(span) for span in parts]
    pieces, firsts = said.pieces()
    cuts = [(firsts[a], firsts[b]) for a, b in bounds]
    vectors = unit_rows(part_sums(pieces, cuts))
    mentions = texts.lexicon.mentions(said)
    concepts = np.array([texts.lexicon.vector(mentions, a, b) for a, b in bounds])
    phrase = vectors @ texts.rubric.vectors.T
    groups = np.maximum.reduceat(phrase, texts.rubric.starts, axis=1)
    if not texts.keys:
        return Fit(
            np.zeros((len(parts), 0, len(TEXT))), vectors, np.zeros((len(parts), 0, len(FIELDS))), groups, concepts
        )
    fields = np.einsum("pd,ifd->pif", vectors, texts.fields)
    columns = _meaning(texts, vectors, fields)
    columns |= _cover(texts, pieces, cuts)
    columns |= _words(texts, said, bounds)
    columns |= _concepts(texts, concepts)
    columns |= _classes(texts, groups)
    columns["learned:score"] = learned_likeness(vectors, texts.groups, learned)
    columns |= _decoys(texts, vectors, concepts, columns)
    return Fit(_table(columns, bounds, concepts), vectors, fields, groups, concepts)


def _table(columns: dict[str, Matrix], bounds: list[tuple[int, int]], concepts: Matrix) -> Matrix:
    """All columns side by side, then their contrasts, then the size of each part."""
    shape = columns["meaning:all"].shape
    table = np.empty((*shape, len(TEXT)))
    for at, name in enumerate(FIT):
        table[:, :, at] = columns[name]
    some = table[:, :, [FIT.index(name) for name in CONTRASTED]]
    table[:, :, len(FIT) : len(FIT) + len(CONTRASTED)] = margin(some, LONE)
    table[:, :, -2] = np.array([np.log1p(b - a) for a, b in bounds])[:, None]
    table[:, :, -1] = concepts.sum(axis=1)[:, None]
    return table


def learned_likeness(vectors: Matrix, groups: Matrix, learned: Matrix) -> Matrix:
    """A weighted sum over what two vectors have in common and where they part; exact, being sums of binary steps."""
    common = in_steps(vectors[:, None, None] * groups[None])  # parts × issues × 3 × dimensions
    apart = np.abs(vectors[:, None] - groups[None, :, 0])
    size = vectors.shape[1]
    weights = learned[1:].reshape(4, size)
    score = np.einsum("pigd,gd->pi", common, weights[:3]) + apart @ weights[3] + learned[0]
    rounded: Matrix = np.round(score, 4)
    return rounded


def _meaning(texts: CaseTexts, vectors: Matrix, fields: Matrix) -> dict[str, Matrix]:
    whole = vectors @ texts.groups[:, 0].T
    wordings = [(vectors @ key.wordings.T).max(axis=1) for key in texts.keys]
    whole = np.maximum(whole, np.stack(wordings, axis=1))
    found = {f"meaning:{name}": fields[:, :, f] for f, name in enumerate(FIELDS)}
    return found | {"meaning:all": whole, "meaning:best": np.maximum(fields[:, :, :4].max(axis=2), whole)}


def _cover(texts: CaseTexts, pieces: list[int], bounds: list[tuple[int, int]]) -> dict[str, Matrix]:
    """How much of a part the key's words account for, and the other way round; what rivals account for better."""
    shape = (len(bounds), len(texts.keys))
    found = {name: np.zeros(shape) for name in ("cover:said", "cover:key", "cover:residue", "cover:rivals")}
    if not pieces:
        return found
    rows, lengths = token_vectors(pieces)
    # Whole numbers below 2**24: exact in single precision in any order of adding.
    alike = in_steps((rows @ texts.tokens.T).astype(np.float64) / np.outer(lengths, texts.lengths))
    nearest = np.maximum.reduceat(alike, texts.starts, axis=1)
    others = np.maximum(rivals(nearest, 0.0) - nearest, 0.0)
    weights = weights_of(pieces)
    for p, (a, b) in enumerate(bounds):
        if a == b:
            continue
        mine, total = weights[a:b], weights[a:b].sum()
        found["cover:said"][p] = mine @ nearest[a:b] / total
        found["cover:residue"][p] = mine @ (nearest[a:b] < _ALIKE) / total
        found["cover:rivals"][p] = mine @ others[a:b] / total
        back = alike[a:b].max(axis=0) * texts.weights
        found["cover:key"][p] = np.add.reduceat(back, texts.starts) / texts.totals
    return found


def _words(texts: CaseTexts, said: Spoken, bounds: list[tuple[int, int]]) -> dict[str, Matrix]:
    keys, stems = texts.keys, said.stems()
    share, rare = np.zeros((len(bounds), len(keys))), np.zeros((len(bounds), len(keys)))
    names, foreign = np.zeros_like(rare), np.zeros_like(rare)
    for p, (a, b) in enumerate(bounds):
        here = content_stems(stems[a:b], said.words[a:b])
        holders = {s: [i for i, key in enumerate(keys) if s in key.words] for s in here}
        for owners in holders.values():
            for i in owners:
                rare[p, i] += 1.0 / len(owners)
        share[p] = rare[p] / np.sqrt(len(here) + 3.0)
    if said.names:
        names[:] = [len(said.names & lone) for lone in texts.lone_names]
        foreign[:] = [len(said.names & others) for others in texts.rival_names]
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
    of_classes = [i for i, name in enumerate(names) if not name.startswith("kind:")]
    mine, ahead = [], []
    for key in texts.keys:
        at = names.index(key.issue.defect_class) if key.issue.defect_class in names else None
        if at is None:
            mine.append(np.full(len(groups), 0.3))
            ahead.append(np.zeros(len(groups)))
            continue
        mine.append(groups[:, at])
        ahead.append(groups[:, at] - groups[:, [i for i in of_classes if i != at]].max(axis=1))
    return {"class:mine": np.stack(mine, axis=1), "class:margin": np.stack(ahead, axis=1)}


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
