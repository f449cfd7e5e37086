"""Turns a comment into numbers: what it is by itself, and how it stands to each issue of the pull request.

The order of the numbers is the order in which the model was trained; they are rounded, so that no processor's last
digit decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from harness.domain.match import CommentText
from harness.domain.remark import Remark
from harness.matching.embedding import Matrix
from harness.matching.fit import TEXT, Fit, Learned, fits
from harness.matching.forest import Forest
from harness.matching.key_texts import CaseTexts
from harness.matching.kind import VOICES, KindModel
from harness.matching.manner import manner
from harness.matching.place import PLACE, Relation, distance, place_row, relation
from harness.matching.remarks import Span, parts_of, remarks_of
from harness.matching.spoken import Spoken, spoken

HEARD = ("whole", "whole-ahead", "part", "part-ahead", "ahead-most", "parts-for", "best-of-parts")
"""What the text model heard: in the whole comment, in the part that fits best, and how far above the other issues."""
_AT_ONCE = 16
"""Comments compared in one go: enough to outweigh the overhead, few enough for the processor's cache."""
_FAR_DECOY = (20.0, 0.2)
_UNHEARD, _FAINT = -8.0, -1.7
_NEAR, _ALL, _BEST = (TEXT.index(name) for name in ("near:meaning", "meaning:all", "meaning:best"))
_SAID = [TEXT.index(name) for name in ("words:share", "words:names", "concepts:shared")]
_CLOSE_TO_MISS, _MISS_AHEAD = 0.45, 0.05


@dataclass(frozen=True, slots=True)
class Heard:
    """A comment before the models have judged it."""

    comment: CommentText
    parts: tuple[Span, ...]
    words: tuple[str, ...]
    names: frozenset[str]
    """Names of code that it mentions."""
    fit: Fit
    own: tuple[float, ...]
    relations: tuple[Relation, ...]
    places: Matrix
    decoy: int | None
    """A decoy at most three lines away."""
    said: Spoken

    def words_of(self, part: int) -> tuple[str, ...]:
        """The words of a part."""
        first, end = self.said.between(self.parts[part])
        return self.said.words[first:end]

    @property
    def numbers(self) -> Matrix:
        """What the kind is read from: the manner and the meaning."""
        return kind_numbers(self.own, self.fit.vectors[0])


def kind_numbers(own: tuple[float, ...], vector: Matrix) -> Matrix:
    """Manner and meaning in one row."""
    return np.concatenate([own, vector * 5])


@dataclass(frozen=True, slots=True)
class Reading:
    """A comment as numbers, one row for each issue, and what explanations need."""

    heard: Heard
    remarks: tuple[Remark, ...]
    voices: tuple[float, ...]
    text_scores: Matrix
    """parts × issues: what the text model makes of each part, the place left aside."""
    rows: Matrix
    """issues × features"""

    @property
    def best_part(self) -> tuple[int, ...]:
        """For each issue the part of the comment that speaks for it most, the whole only where there are no parts."""
        first = min(1, len(self.text_scores) - 1)
        return tuple(int(i) + first for i in self.text_scores[first:].argmax(axis=0))


def near_misses(reading: Reading) -> tuple[bool, ...]:
    """For each issue whether the part that speaks for it is nearer to a near miss of the key than to its sentences."""
    table, found = reading.heard.fit.table, []
    for issue, part in enumerate(reading.best_part):
        row = table[part, issue]
        ahead = float(row[_NEAR])  # how far the near miss is above the key as a whole; nought without near misses
        near = ahead + float(row[_ALL])
        found.append(ahead != 0.0 and near >= _CLOSE_TO_MISS and near > float(row[_BEST]) + _MISS_AHEAD)
    return tuple(found)


def says_nothing_of(reading: Reading) -> tuple[bool, ...]:
    """For each issue whether the comment has no word, name or concept in common with its sentences, and no concept at all.

    Then only the place speaks, and it would for any noise, unless the text model hears something in it all the same.
    """
    found = reading.heard.fit
    silent = not found.concepts.any()
    faint = reading.text_scores.max(axis=0, initial=_UNHEARD) < _FAINT
    return tuple(
        bool(silent and faint[i] and not row.any()) for i, row in enumerate(found.table[:, :, _SAID].transpose(1, 0, 2))
    )


def hear(texts: CaseTexts, comment: CommentText, learned: Learned) -> Heard:
    """Everything about a comment that needs no model but the learned likeness."""
    return hear_all(texts, [comment], learned)[0]


def hear_all(texts: CaseTexts, comments: Sequence[CommentText], learned: Learned) -> list[Heard]:
    """The same for many comments, some at a time, which is quicker and says of each the same."""
    heard = []
    for first in range(0, len(comments), _AT_ONCE):
        some = comments[first : first + _AT_ONCE]
        spoken_parts = [(spoken(comment.body), parts_of(comment.body)) for comment in some]
        found = fits(texts, spoken_parts, learned)
        heard += [_heard(texts, c, *said, f) for c, said, f in zip(some, spoken_parts, found, strict=True)]
    return heard


def _heard(texts: CaseTexts, comment: CommentText, said: Spoken, parts: tuple[Span, ...], found: Fit) -> Heard:
    near, decoy = _decoy(texts, comment, found)
    relations = tuple(relation(comment, k.issue.places, k.issue.also_at, texts.case.heads) for k in texts.keys)
    places = np.array([place_row(comment, relations, i, texts.keys[i].issue) for i in range(len(relations))])
    own = manner(comment, found.groups[0], texts.rubric.names, near)
    words = said.words[said.between(parts[0])[0] :]
    return Heard(
        comment,
        parts,
        words,
        said.names,
        found,
        own,
        relations,
        places.reshape(len(relations), len(PLACE)),
        decoy,
        said,
    )


def read(heard: Sequence[Heard], kinds: KindModel, text: Forest) -> list[Reading]:
    """Judge kind and text, and lay out the rows for the model of pairs; all comments at once, each by itself."""
    tables = [np.round(one.fit.table, 4) for one in heard]
    flat = [table.reshape(-1, table.shape[2]) for table in tables]
    scores = text.values(np.concatenate(flat)) if flat else np.zeros(0)
    ends = np.cumsum([len(rows) for rows in flat], dtype=np.int64)[:-1]
    parted = [found.reshape(table.shape[:2]) for found, table in zip(np.split(scores, ends), tables, strict=False)]
    return [_reading(*one, kinds) for one in zip(heard, tables, parted, strict=True)]


def _reading(heard: Heard, table: Matrix, scores: Matrix, kinds: KindModel) -> Reading:
    voices = kinds.scores(heard.numbers, heard.words)
    issues = table.shape[1]
    rows = np.hstack(
        [
            heard.places,
            table[0],
            heard_rows(scores),
            np.tile(np.array(voices), (issues, 1)),
            np.tile(np.array(heard.own), (issues, 1)),
        ]
    )
    return Reading(heard, remarks_of(heard.comment), voices, scores, np.round(rows, 4))


def heard_rows(scores: Matrix) -> Matrix:
    """For each issue the numbers named in HEARD, from parts × issues of text scores."""
    parts, issues = scores.shape
    if not issues:
        return np.zeros((0, len(HEARD)))
    order = np.sort(scores, axis=1)
    second = order[:, -2:-1] if issues > 1 else np.full((parts, 1), _UNHEARD)
    ahead = scores - np.where(scores == order[:, -1:], second, order[:, -1:])
    best = scores.argmax(axis=0)
    at = np.arange(issues)
    wins = (ahead > 0) & (scores > -1.0)
    return np.stack(
        [
            scores[0],
            ahead[0],
            scores[best, at],
            ahead[best, at],
            ahead.max(axis=0),
            wins[1:].sum(axis=0),
            np.where(wins[1:], scores[1:], _UNHEARD).max(axis=0, initial=_UNHEARD),
        ],
        axis=1,
    )


def _decoy(texts: CaseTexts, comment: CommentText, found: Fit) -> tuple[tuple[float, float], int | None]:
    if not len(texts.decoys):
        return _FAR_DECOY, None
    gaps = [distance(comment, d.places) for d in texts.case.decoys]
    alike = texts.decoys @ found.vectors[0]
    at = min(range(len(gaps)), key=lambda i: (gaps[i], -float(alike[i])))
    return (float(min(gaps[at], 20)), round(float(alike[at]), 4)), (at if gaps[at] <= 3 else None)


def columns(own: int) -> list[str]:
    """The names of all columns of a row, for a manner of `own` numbers."""
    return [
        *(f"place:{name}" for name in PLACE),
        *TEXT,
        *(f"heard:{name}" for name in HEARD),
        *(f"voice:{name}" for name in VOICES),
        *(f"own:{i}" for i in range(own)),
    ]
