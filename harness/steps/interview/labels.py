"""Verdicts as labels: what people decided, in the form that `harness calibrate` measures the matcher by.

Only comments whose remarks were all decided by a person are labels; everything else is left out, because what the matcher
proposed would measure it by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from harness.adapters.event_log import read_log
from harness.domain.errors import BadInput
from harness.domain.judgement import THE_KEY, JudgedRemark, Judgement
from harness.domain.match import Case, CommentText, DecoyText, IssueText, TextPlace
from harness.domain.remark import Kind
from harness.domain.score import Outcome
from harness.scoring import kind_of
from harness.steps.interview.assess import Ground, case_of, fixture_of, review_of
from harness.steps.interview.graders import judgement_by


def labels(
    paths: Sequence[Path], fixture: str | None = None, grader: str | None = None
) -> tuple[list[dict[str, Any]], int]:
    """One record for each session with decided comments, and how many comments they hold.

    Raises BadSession for a file that is no session, BadInput where no person has decided anything.
    """
    grounds: dict[Path, Ground] = {}
    records = []
    for path in paths:
        log = read_log(path)
        folder = fixture_of(log, fixture)
        ground = grounds.get(folder) or grounds.setdefault(folder, Ground.of(folder, "backend"))
        review = review_of(log, ground)
        basis = judgement_by(log, review.matching, review.session.comments, review.terms, grader)
        case = case_of(review.variant, list(review.session.comments.values()))
        record = record_of(log.header.session, case, basis.judgement)
        if record["comments"]:
            records.append(record)
    if not records:
        raise BadInput(
            "no person has decided a comment of these sessions, so there are no labels",
            next_step="Give verdicts with `harness verdict`.",
        )
    return records, sum(len(record["comments"]) for record in records)


def record_of(session: str, case: Case, judgement: Judgement) -> dict[str, Any]:
    """A session as a labelled record."""
    decided = [(c, judgement.of_comment(c.id)) for c in case.comments]
    return {
        "id": session,
        "issues": [_issue(issue) for issue in case.issues],
        "decoys": [entry for decoy in case.decoys if (entry := _decoy(decoy))],
        "comments": [
            {**_comment(c), "gold": _gold(mine)} for c, mine in decided if mine and all(map(_by_person, mine))
        ],
    }


def as_lines(records: Sequence[dict[str, Any]]) -> str:
    """The records as JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=True) + "\n" for record in records)


def _by_person(remark: JudgedRemark) -> bool:
    return bool(remark.decided_by) and remark.decided_by != THE_KEY and remark.outcome is not Outcome.UNDECIDED


def _gold(remarks: Sequence[JudgedRemark]) -> dict[str, Any]:
    matched = {r.issue: r.level for r in remarks if r.matched and r.issue}
    kinds = [kind_of(r) for r in remarks]
    decoy = next(
        (r.decoy for r in remarks if r.outcome in (Outcome.DECOY_TAKEN, Outcome.FALSE_ALARM) and r.decoy), None
    )
    return {
        "issues": list(matched),
        "level": matched,
        "kind": (Kind.CONSTRAINT if Kind.CONSTRAINT in kinds else kinds[0]).value,
        "decoy": decoy,
        "tags": sorted(_tags(remarks)),
    }


def _tags(remarks: Sequence[JudgedRemark]) -> Iterator[str]:
    outcomes = {r.outcome for r in remarks}
    if Outcome.OPPORTUNITY in outcomes:
        yield "valid-extra"
    if Outcome.DECOY_TAKEN in outcomes:
        yield "decoy-taken"
    if sum(r.matched for r in remarks) > 1:
        yield "two-issues"


def _comment(c: CommentText) -> dict[str, Any]:
    return {"id": c.id, "body": c.body, "path": c.path, "line": c.line, "start_line": c.start_line, "side": c.side}


def _issue(issue: IssueText) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": issue.id, "class": issue.defect_class, "severity": issue.severity, "description": issue.description,
        "mechanism": issue.mechanism, "trigger": issue.trigger, "consequence": issue.consequence, "remedy": issue.remedy,
        "wordings": list(issue.wordings), "near_misses": list(issue.near_misses),
    }  # fmt: skip
    first = issue.places[0].path if issue.places else None
    also = [*issue.also_at, *(p for p in issue.places if p.path != first)]
    if first:
        found |= {"path": first, "lines": [[p.start, p.end] for p in issue.places if p.path == first]}
    return {**found, "also_at": [_spot(p) for p in also]}


def _spot(place: TextPlace) -> dict[str, Any]:
    return {"path": place.path, "lines": [place.start, place.end]}


def _decoy(decoy: DecoyText) -> dict[str, Any] | None:
    if not decoy.places:
        return None
    spot = _spot(decoy.places[0])
    return {"id": decoy.id, **spot, "looks_like": decoy.looks_like, "right_because": decoy.right_because}
