"""From comments and issues to a matching: the one public function of this package.

Each comment is judged by itself: cut into parts, heard (meaning, words, concepts, manner, place), read (kind, text
model), judged (probability, band, level) and explained. Only marking duplicates and adding halves looks at others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from harness.domain.class_rubric import ClassRubric
from harness.domain.match import Candidate, Case, CommentText, Decision, Evidence, Match, Matching
from harness.domain.remark import Kind, Remark
from harness.matching.assignment import claims, mark_duplicates, ranked
from harness.matching.explain import nothing_evidence, pair_evidence
from harness.matching.key_texts import CaseTexts, case_texts
from harness.matching.kind import kind_beside, kind_of, no_claim
from harness.matching.language import MOST_ABROAD, is_foreign
from harness.matching.levels import earned_and_missing, facets_of, level_at, level_rows, remark_at
from harness.matching.model import Model, shipped_model
from harness.matching.pasted import code_lines, is_pasted
from harness.matching.reading import Reading, hear_all, near_misses, read, says_nothing_of
from harness.matching.remark_kinds import with_kinds
from harness.matching.strewn import MOST_STREWN, strewn

_WORTH_LISTING = 0.01
MOST_NEAR = 0.5
"""The highest probability for what is nearer to a near miss of the key than to its sentences, and for what clearly reads
as no claim at all: a person looks."""
MOST_SILENT = 0.5
"""The highest probability for what has nothing in common with an issue but the place: a person looks."""
_CLOSE, _CLOSE_TO_NONE = 0.2, 0.1
"""A match this little above its threshold is a border case, and so is a remark that earned nothing by this little."""
_CLOSE_LEVEL = 0.3
"""A depth this near the cut between levels 2 and 3 is one, too: in left-out records, a quarter stood on the wrong side this
near, and one or two in a hundred beyond it."""
_FEW_WORDS = 4
"""A remark shorter than this may point at anything."""


@dataclass(frozen=True, slots=True)
class _Judged:
    comment: CommentText
    reading: Reading
    kind: Kind
    ranked: tuple[tuple[int, float], ...]
    """Issues by place in the key, with their probability, likeliest first."""
    strewn: bool


def match_comments(case: Case, rubric: ClassRubric, model: Model | None = None, with_remarks: bool = True) -> Matching:
    """Say for every comment which planted issues it identifies, how deeply, and why.

    Pure and deterministic. `model` is the shipped one unless given. Every comment has at least one match; one that
    earned nothing has a match without an issue. Who needs no kind of each single remark is answered sooner.
    """
    model = model or shipped_model()
    texts = case_texts(case, rubric)
    judged = _judge(texts, case.comments, model, strewn(case.comments, rubric))
    matches = [match for one in judged for match in _decide(texts, one, model)]
    candidates = [
        Candidate(one.comment.id, case.issues[i].id, p) for one in judged for i, p in one.ranked if p > _WORTH_LISTING
    ]
    remarks = tuple(remark for one in judged for remark in _remarks(texts, one, model)) if with_remarks else ()
    return Matching(tuple(mark_duplicates(matches)), tuple(candidates), remarks)


def _judge(
    texts: CaseTexts, comments: Sequence[CommentText], model: Model, everywhere: frozenset[int]
) -> list[_Judged]:
    readings = read(hear_all(texts, comments, model.learned), model.kinds, model.text)
    if not readings:
        return []
    scores = np.split(model.pair.values(np.concatenate([r.rows for r in readings])), len(readings))
    judged, code = [], code_lines(texts.case.heads.values())
    for number, (comment, reading, found) in enumerate(zip(comments, readings, scores, strict=True)):
        odds = model.curve.probabilities(found, comment.path is None)
        if is_foreign(comment.body):
            odds = [min(p, MOST_ABROAD) for p in odds]
        if number in everywhere:
            odds = [min(p, MOST_STREWN) for p in odds]
        if code and is_pasted(comment.body, code):
            odds = [0.0] * len(odds)
        idle = no_claim(reading.voices)
        odds = [min(p, MOST_NEAR) if idle or near else p for p, near in zip(odds, near_misses(reading), strict=True)]
        odds = [min(p, MOST_SILENT) if silent else p for p, silent in zip(odds, says_nothing_of(reading), strict=True)]
        kind = kind_of(reading.voices)
        if len(found):
            kind = kind_beside(reading.voices, float(found.max()), model.kind_weights)
        judged.append(_Judged(comment, reading, kind, ranked(odds), number in everywhere))
    return judged


def _remarks(texts: CaseTexts, one: _Judged, model: Model) -> tuple[Remark, ...]:
    return with_kinds(texts, one.reading, one.kind, model.kinds)


def _decide(texts: CaseTexts, one: _Judged, model: Model) -> list[Match]:
    if not one.comment.body.strip():
        return [_nothing(texts.case, one, model)]
    chosen = claims(one.ranked, one.reading.best_part, model.bands)
    decision = Decision.MATCH if chosen else Decision.LOOK
    if not chosen and one.ranked and model.bands.decision(one.ranked[0][1]) is Decision.LOOK:
        chosen = [one.ranked[0]]
    return [_match(texts, one, i, p, decision, model) for i, p in chosen] or [_nothing(texts.case, one, model)]


def _match(texts: CaseTexts, one: _Judged, i: int, probability: float, decision: Decision, model: Model) -> Match:
    reading, issues = one.reading, texts.case.issues
    facets = facets_of(reading, i)
    depth = float(model.level.values(level_rows(reading, i, facets))[0])
    level = level_at(depth, model.cuts)
    rivals = [(issues[j].id, p) for j, p in one.ranked if j != i]
    sure = decision is Decision.MATCH
    stands_on = earned_and_missing(level, facets)
    why = pair_evidence(texts, reading, i, rivals, probability, level, facets, stands_on)
    if one.strewn:
        why = (*why, Evidence("the same words stand on many lines: left to a person", facet="kind"))
    return Match(
        comment=one.comment.id,
        remark=remark_at(reading.remarks, reading.heard.parts[reading.best_part[i]]),
        issue=issues[i].id,
        kind=Kind.CONSTRAINT if sure else one.kind,
        probability=probability,
        decision=decision,
        level=level,
        evidence=why,
        runner_up=rivals[0][0] if rivals else None,
        margin=round(probability - rivals[0][1], 4) if rivals else None,
        earned=stands_on[0],
        missing=stands_on[1],
        border=_border(one.comment, probability, level, depth, model),
        facets=tuple(f.name for f in facets),
    )


def _border(comment: CommentText, probability: float, level: int, depth: float, model: Model) -> str | None:
    """Whether a match is close to being none, or its level to being the other of 2 and 3."""
    if level == 1 or probability < model.bands.match_from + _CLOSE or len(comment.body.split()) < _FEW_WORDS:
        return "0 or 1"
    return "2 or 3" if abs(depth - model.cuts[1]) < _CLOSE_LEVEL else None


def _nothing(case: Case, one: _Judged, model: Model) -> Match:
    best = (case.issues[one.ranked[0][0]].id, one.ranked[0][1]) if one.ranked else None
    decoy, denied = one.reading.heard.decoy, any(remark.negated for remark in one.reading.remarks)
    taken = decoy is not None and one.kind is Kind.CONSTRAINT and not denied
    return Match(
        comment=one.comment.id,
        remark=None,
        issue=None,
        kind=one.kind if one.comment.body.strip() else Kind.OTHER,
        probability=best[1] if best else 0.0,
        decision=Decision.NONE,
        decoy=case.decoys[decoy].id if taken and decoy is not None else None,
        evidence=nothing_evidence(one.reading, one.kind.value, best, Decision.NONE),
        border="0 or 1" if best and best[1] >= model.bands.look_from - _CLOSE_TO_NONE else None,
    )
