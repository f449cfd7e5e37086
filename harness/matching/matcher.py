"""From comments and issues to a matching: the one public function of this package.

A pair's probability comes from the shipped forest. A comment is credited with its likeliest issue; with a second one
only if another part of the comment speaks for it. Ties go to the issue that stands first in the key. An issue is
earned by the match of the highest level, then the highest probability, then the earliest; further ones are duplicates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.domain.class_rubric import ClassRubric
from harness.domain.match import Candidate, Case, CommentText, Decision, Match, Matching
from harness.domain.remark import Kind, Remark
from harness.matching.explain import facets, nothing_evidence, pair_evidence
from harness.matching.features import KINDS, Reading, prepare, read_comment
from harness.matching.forest import Model, logistic, shipped_model

MOST_CLAIMS = 2
_WORTH_LISTING = 0.01
_PLAIN = 0.85
_CLOSE, _CLOSE_TO_NONE = 0.25, 0.1
"""A match this little above its threshold is a border case, and so is a remark that earned nothing by this little."""
_CLOSE_LEVEL = 0.5
"""A depth this near the cut between levels 2 and 3 is one, too."""
_FEW_WORDS = 4
"""A remark shorter than this may point at anything."""


@dataclass(frozen=True, slots=True)
class _Judged:
    comment: CommentText
    reading: Reading
    kind: Kind
    ranked: tuple[tuple[int, float], ...]
    """Issues by place in the key, with their probability, likeliest first."""


def match_comments(case: Case, rubric: ClassRubric, model: Model | None = None) -> Matching:
    """Say for every comment which planted issues it identifies, how deeply, and why.

    Pure and deterministic. `model` is the shipped one unless given. Every comment has at least one match; one that
    earned nothing has a match without an issue.
    """
    model = model or shipped_model()
    prepared = prepare(case, rubric)
    judged = [_judge(c, read_comment(prepared, c), model) for c in case.comments]
    matches = [match for one in judged for match in _decide(case, one, model)]
    candidates = [
        Candidate(one.comment.id, case.issues[i].id, p) for one in judged for i, p in one.ranked if p > _WORTH_LISTING
    ]
    remarks = tuple(remark for one in judged for remark in _with_kind(one))
    return Matching(tuple(_mark_duplicates(matches)), tuple(candidates), remarks)


def _judge(comment: CommentText, reading: Reading, model: Model) -> _Judged:
    kinds = tuple(model.kinds[kind].value(reading.kind_row) for kind in KINDS)
    odds = [(i, model.pair.value((*row, *kinds))) for i, row in enumerate(reading.rows)]
    ranked = sorted(
        ((i, round(logistic(model.scale * x + model.shift), 4)) for i, x in odds), key=lambda r: (-r[1], r[0])
    )
    return _Judged(comment, reading, Kind(KINDS[kinds.index(max(kinds))]), tuple(ranked))


def _with_kind(one: _Judged) -> tuple[Remark, ...]:
    return tuple(replace(remark, kind=one.kind) for remark in one.reading.remarks)


def _decide(case: Case, one: _Judged, model: Model) -> list[Match]:
    if not one.comment.body.strip():
        return [_nothing(case, one, model)]
    chosen = _claims(one, model)
    if not chosen and one.ranked and one.ranked[0][1] >= model.look_from:
        chosen = [one.ranked[0]]
    return [_match(case, one, i, p, model) for i, p in chosen] or [_nothing(case, one, model)]


def _claims(one: _Judged, model: Model) -> list[tuple[int, float]]:
    """The issues a comment is credited with: the likeliest, and a second one that has words of its own or is plain."""
    sure = [(i, p) for i, p in one.ranked if p >= model.match_from]
    chosen = sure[:1]
    for i, p in sure[1:]:
        taken = {one.reading.best_unit[j] for j, _ in chosen}
        if len(chosen) < MOST_CLAIMS and (one.reading.best_unit[i] not in taken or p >= _PLAIN):
            chosen.append((i, p))
    return chosen


def _is_sure(one: _Judged, probability: float, model: Model) -> bool:
    """Whether to decide alone. A remark that reads as style or praise needs to be plain; else a person looks."""
    light = one.kind in (Kind.STYLE, Kind.PRAISE)
    return probability >= (max(model.match_from, _PLAIN) if light else model.match_from)


def _match(case: Case, one: _Judged, i: int, probability: float, model: Model) -> Match:
    reading, issue = one.reading, case.issues[i]
    depth = round(model.level.value(reading.rows[i]), 4)
    level = 1 + sum(depth > cut for cut in model.cuts)
    rivals = [(case.issues[j].id, p) for j, p in one.ranked if j != i]
    sure = _is_sure(one, probability, model)
    return Match(
        comment=one.comment.id,
        remark=_remark_at(reading, reading.units[reading.best_unit[i]]),
        issue=issue.id,
        kind=Kind.CONSTRAINT if sure else one.kind,
        probability=probability,
        decision=Decision.MATCH if sure else Decision.LOOK,
        level=level,
        evidence=pair_evidence(one.comment, reading, i, issue, rivals, probability, level),
        runner_up=rivals[0][0] if rivals else None,
        margin=round(probability - rivals[0][1], 4) if rivals else None,
        earned=facets(level)[0],
        missing=facets(level)[1],
        border=_border(one.comment, probability, level, depth, model),
    )


def _border(comment: CommentText, probability: float, level: int, depth: float, model: Model) -> str | None:
    """Whether a match is close to being none, or its level to being the other of 2 and 3."""
    if level == 1 or probability < model.match_from + _CLOSE or len(comment.body.split()) < _FEW_WORDS:
        return "0 or 1"
    return "2 or 3" if abs(depth - model.cuts[1]) < _CLOSE_LEVEL else None


def _remark_at(reading: Reading, span: tuple[int, int]) -> int | None:
    inside = [r.index for r in reading.remarks if span[0] <= r.span[0] and r.span[1] <= span[1]]
    return inside[0] if inside else None


def _nothing(case: Case, one: _Judged, model: Model) -> Match:
    best = (case.issues[one.ranked[0][0]].id, one.ranked[0][1]) if one.ranked else None
    negated = any(remark.negated for remark in one.reading.remarks)
    taken = one.reading.decoy is not None and one.kind is Kind.CONSTRAINT and not negated
    return Match(
        comment=one.comment.id,
        remark=None,
        issue=None,
        kind=one.kind if one.comment.body.strip() else Kind.OTHER,
        probability=best[1] if best else 0.0,
        decision=Decision.NONE,
        decoy=case.decoys[one.reading.decoy].id if taken and one.reading.decoy is not None else None,
        evidence=nothing_evidence(one.reading, one.kind.value, best, Decision.NONE),
        border="0 or 1" if best and best[1] >= model.look_from - _CLOSE_TO_NONE else None,
    )


def _mark_duplicates(matches: list[Match]) -> list[Match]:
    best: dict[str, int] = {}
    for at, match in enumerate(matches):
        if match.issue is None or match.decision is not Decision.MATCH:
            continue
        if match.issue not in best or _rank(match) > _rank(matches[best[match.issue]]):
            best[match.issue] = at
    kept = set(best.values())
    sure = Decision.MATCH
    return [
        replace(m, duplicate=m.issue is not None and m.decision is sure and at not in kept)
        for at, m in enumerate(matches)
    ]


def _rank(match: Match) -> tuple[int, float]:
    return (match.level or 0, match.probability)
