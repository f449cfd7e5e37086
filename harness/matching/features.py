"""Turns a comment into numbers: what it is by itself, and how it stands to each issue of the pull request.

The order of the numbers is the order in which the model was trained; they are rounded, so that no processor's last
digit decides.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from harness.domain.class_rubric import ClassRubric
from harness.domain.match import Case, CommentText
from harness.domain.remark import Kind, Remark
from harness.matching.embedding import (
    STOP,
    Matrix,
    in_steps,
    pieces_of,
    sentence_vector,
    token_vectors,
    weights_of,
    words_of,
)
from harness.matching.key_texts import KeyTexts, RubricTexts, decoy_vector, key_texts, rubric_texts, stem
from harness.matching.place import FAR, Relation, distance, relation
from harness.matching.remarks import blocks_of, label_given, label_of, remarks_of, sounds_negated

_STYLE = re.compile(
    r"\b(nam(e|es|ed|ing)|renam\w*|docstrings?|imports?|indent\w*|quotes?|typo|spell\w*|wrap|columns?|"
    r"snake.?case|camel.?case|abbreviat\w*|"
    r"readab\w*|pythonic|pep.?8|e\d{3}|lint\w*|format(ter|ting)?|comprehension|constant|magic number|"
    r"helper|extract|dataclass|enum|"
    r"f-?strings?|pathlib|type hints?|annotat\w*|alias|shorter|simpler|cleaner|nicer|reads? (better|"
    r"nicer|odd)|blank|whitespace|"
    r"capitals?|plural|consisten\w*|grammar|wording|refactor\w*|nested|nesting|split (this|it)|"
    r"one.?liner|unused|idiom\w*)\b",
    re.I,
)
_PRAISE = re.compile(
    r"\b(nice(ly)?|great|lgtm|thanks?|thank you|well done|love|chapeau|congrat\w*|neat|kudos|lovely|"
    r"beautiful|clean)\b|👏|🎉|👍|❤",
    re.I,
)
_FIX = re.compile(
    r"\b(should|please|pls|use|add|put|make|cap|bound|limit|move|return|store|set|count|check|replace|"
    r"keep|clamp|round|instead|"
    r"needs?|better|suggest|would|expire|copy|reject|pass|just|wrap|sort|take|why not|could we|let'?s|"
    r"i'?d)\b",
    re.I,
)
_EFFECT = re.compile(
    r"\b(so|then|until|therefore|hence|thus|because|means?|after|every|each|forever|never|nobody|twice|"
    r"lost|lose|crash\w*|oom|"
    r"grows?|slow\w*|wait\w*|wrong|silently|users?|customers?|memory|if|when|while|as soon as|once)\b|=>|"
    r"->|→|\d",
    re.I,
)
_BUZZ = re.compile(
    r"\b(races?|race conditions?|thread.?safety|concurrency|memory|leaks?|time-?outs?|retr(y|ies)|"
    r"error handling|exceptions?|edge cases?|"
    r"security|performance|scalab\w*|overflow|time.?zones?|validation|idempoten\w*|deadlocks?|null|"
    r"encoding|injection|cancellation|"
    r"reproducib\w*|stability|unit tests|locking|caching|logging)\b",
    re.I,
)

# How much a remark is like some decoy as a rule; stands in where a pull request has none.
_USUAL_DECOY = 0.2


@dataclass(frozen=True, slots=True)
class PreparedCase:
    """A case with everything computed that does not depend on a comment."""

    case: Case
    keys: tuple[KeyTexts, ...]
    decoys: tuple[Matrix, ...]
    rubric: RubricTexts


@dataclass(frozen=True, slots=True)
class Reading:
    """A comment as numbers: `own` of the comment alone, one row for each issue, and what explanations need."""

    own: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]
    relations: tuple[Relation, ...]
    best_unit: tuple[int, ...]
    units: tuple[tuple[int, int], ...]
    remarks: tuple[Remark, ...]
    field_sims: Matrix
    """issues × fields, of the unit that fits the issue best."""
    decoy: int | None
    class_name: str
    class_phrase: str
    kind_row: tuple[float, ...]
    """What the kind is read from: `own` and the comment's meaning."""


def prepare(case: Case, rubric: ClassRubric) -> PreparedCase:
    """Compute what all comments of a case share."""
    return PreparedCase(
        case, tuple(map(key_texts, case.issues)), tuple(map(decoy_vector, case.decoys)), rubric_texts(rubric)
    )


def read_comment(prepared: PreparedCase, comment: CommentText) -> Reading:
    """Read one comment against the whole case."""
    units = _units(comment.body)
    pieces = [pieces_of(comment.body[a:b]) for a, b in units]
    vectors = np.stack([sentence_vector(p) for p in pieces])
    groups = np.maximum.reduceat(vectors @ prepared.rubric.vectors.T, prepared.rubric.starts, axis=1)
    near, decoy = _decoy(prepared, comment, vectors)
    own = _own(prepared.rubric, comment, groups, near)
    pairs = _pairs(prepared, comment, pieces, vectors, groups)
    relations = tuple(relation(comment, k.issue.places, k.issue.also_at) for k in prepared.keys)
    rows = tuple(
        tuple(round(float(x), 4) for x in (*_place(relations, i), *pairs.rows[i], *own)) for i in range(len(relations))
    )
    name, phrase = _nearest_class(prepared.rubric, vectors[0])
    return Reading(
        own,
        rows,
        relations,
        pairs.best,
        units,
        remarks_of(comment),
        pairs.fields,
        decoy,
        name,
        phrase,
        kind_row(own, vectors[0]),
    )


def kind_row(own: tuple[float, ...], vector: Matrix) -> tuple[float, ...]:
    """The numbers from which a kind is read."""
    return (*own, *(round(float(x) * 5, 4) for x in vector))


def _units(body: str) -> tuple[tuple[int, int], ...]:
    """The whole comment first, then its list items and paragraphs, then its sentences; at most a dozen."""
    start = label_of(body)[1]
    whole = (start if body[start:].strip() else 0, len(body))
    sentences = [r.span for r in remarks_of(CommentText("", body))]
    return tuple(dict.fromkeys([whole, *blocks_of(body), *sentences]))[:12]


def _own(rubric: RubricTexts, comment: CommentText, groups: Matrix, near: tuple[float, float]) -> tuple[float, ...]:
    body, label = comment.body, label_given(comment)
    words = [w for w in words_of(body) if w.isalnum()]
    count = max(len(words), 1)
    kinds = [groups[0, i] for i, name in enumerate(rubric.names) if name.startswith("kind:")]
    classes = [groups[0, i] for i, name in enumerate(rubric.names) if not name.startswith("kind:")]
    hits = [len(pattern.findall(body)) for pattern in (_STYLE, _PRAISE, _FIX, _EFFECT, _BUZZ)]
    values = [
        math.log1p(count),
        body.count("?"),
        float("?" in body and body.rstrip().endswith("?")),
        body.count("`") / 2,
        *hits,
        *(n / count for n in hits),
        float(sounds_negated(body)),
        float(label in ("nit", "nitpick", "polish", "quibble", "typo")),
        float(label == "praise"),
        float(label == "question"),
        float(label in ("issue", "todo")),
        float(label == "suggestion"),
        *kinds,
        max(classes, default=0.0),
        max(classes, default=0.0) - max(kinds, default=0.0),
        len(re.findall(r"\d+", body)),
        float(comment.path is None),
        float(comment.line is None),
        *near,
        len(remarks_of(comment)),
    ]
    return tuple(round(float(v), 4) for v in values)


def _decoy(prepared: PreparedCase, comment: CommentText, vectors: Matrix) -> tuple[tuple[float, float], int | None]:
    if not prepared.decoys:
        return (20.0, _USUAL_DECOY), None
    gaps = [distance(comment, d.places) for d in prepared.case.decoys]
    sims = [float(vector @ vectors[0]) for vector in prepared.decoys]
    at = min(range(len(gaps)), key=lambda i: (gaps[i], -sims[i]))
    return (float(min(gaps[at], 20)), round(sims[at], 4)), (at if gaps[at] <= 3 else None)


def _place(relations: tuple[Relation, ...], i: int) -> list[float]:
    mine = relations[i]
    others = [min(r.planted, r.also) for j, r in enumerate(relations) if j != i]
    nearest = min(mine.planted, mine.also)
    rival = min(others, default=FAR)
    return [
        min(mine.planted, 20),
        min(mine.also, 20),
        float(mine.same_file),
        float(mine.whole_review),
        min(nearest, 20),
        min(rival, 20),
        max(-20, min(20, rival - nearest)),
        float(nearest <= 3 and rival > 3),
        float(nearest > 3 and rival <= 3),
    ]


@dataclass(frozen=True, slots=True)
class _Pairs:
    rows: list[list[float]]
    best: tuple[int, ...]
    fields: Matrix


def _pairs(
    prepared: PreparedCase, comment: CommentText, pieces: list[list[int]], vectors: Matrix, groups: Matrix
) -> _Pairs:
    keys = prepared.keys
    if not keys:
        return _Pairs([], (), np.zeros((0, 5)))
    sims = np.stack([vectors @ k.fields.T for k in keys])  # issues × units × fields
    whole = np.stack([vectors @ k.whole for k in keys])  # issues × units
    whole = np.maximum(whole, np.stack([(vectors @ k.wordings.T).max(axis=1) for k in keys]))
    cover = np.array([_cover(pieces[0], k) for k in keys])
    lexical = np.array(_overlap(comment.body, keys))
    classes = np.array([_class_fit(prepared.rubric, groups, k.issue.defect_class) for k in keys])
    near = np.array([float((k.near @ vectors[0]).max()) for k in keys])
    columns = [sims[:, 0, f] for f in range(5)]
    columns += [
        whole[:, 0],
        whole.max(axis=1),
        sims[:, 0].max(axis=1),
        sims.max(axis=(1, 2)),
        cover[:, 0],
        cover[:, 1],
        lexical[:, 0],
    ]
    contrasts = [
        _margin(c) for c in (whole[:, 0], whole.max(axis=1), sims[:, 0].max(axis=1), cover[:, 0], lexical[:, 0])
    ]
    unit_margin = (whole - np.stack([_rival(whole, i) for i in range(len(keys))])).max(axis=1)
    decoy = max((float(d @ vectors[0]) for d in prepared.decoys), default=_USUAL_DECOY)
    columns += [
        *contrasts,
        unit_margin,
        whole[:, 0] - decoy,
        near - whole[:, 0] * (near > 0),
        lexical[:, 1],
        *classes.T,
    ]
    best = whole.argmax(axis=1)
    return _Pairs(
        np.stack(columns, axis=1).tolist(),
        tuple(int(b) for b in best),
        np.stack([sims[i, b] for i, b in enumerate(best)]),
    )


def _rival(whole: Matrix, i: int) -> Matrix:
    return np.delete(whole, i, axis=0).max(axis=0) if len(whole) > 1 else np.zeros(whole.shape[1])


def _margin(column: Matrix) -> Matrix:
    if len(column) == 1:
        return column - 0.2
    return np.array([column[i] - np.delete(column, i).max() for i in range(len(column))])


def _cover(pieces: list[int], key: KeyTexts) -> tuple[float, float]:
    """How much of the comment the key's words account for, and the other way round."""
    if not pieces:
        return 0.0, 0.0
    rows, lengths = token_vectors(pieces)
    # Whole numbers below 2**24: exact in single precision in any order of adding.
    sims = in_steps((rows @ key.tokens.T).astype(np.float64) / np.outer(lengths, key.lengths))
    weights = weights_of(pieces)
    there = (sims.max(axis=1) * weights).sum() / weights.sum()
    back = (sims.max(axis=0) * key.weights).sum() / key.weights.sum()
    return float(there), float(back)


def _overlap(body: str, keys: tuple[KeyTexts, ...]) -> list[tuple[float, float]]:
    stems = {stem(w) for w in words_of(body) if len(w) > 2 and w not in STOP}
    in_keys = [k.words for k in keys]
    scores = []
    for words in in_keys:
        shared = stems & words
        rare = sum(1.0 / sum(s in w for w in in_keys) for s in shared)
        scores.append((rare / math.sqrt(len(stems) + 3), rare))
    return scores


def _class_fit(rubric: RubricTexts, groups: Matrix, class_id: str) -> tuple[float, float, float]:
    names = [n for n in rubric.names if not n.startswith("kind:")]
    if class_id not in names:
        return 0.3, 0.0, 0.0
    mine = rubric.names.index(class_id)
    others = [rubric.names.index(n) for n in names if n != class_id]
    best = groups[:, others].max(axis=1)
    return float(groups[0, mine]), float(groups[0, mine] - best[0]), float((groups[:, mine] - best).max())


def _nearest_class(rubric: RubricTexts, vector: Matrix) -> tuple[str, str]:
    sims = rubric.vectors @ vector
    for i in np.argsort(-sims, kind="stable"):
        if not rubric.owners[i].startswith("kind:"):
            return rubric.owners[i], rubric.phrases[i]
    return "", ""


KINDS = tuple(kind.value for kind in Kind)
