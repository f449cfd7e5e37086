"""Which verdict is allowed where. The rubric's rules, as code; each refusal is a sentence for the grader.

- Questions are never false alarms, nor is praise, nor a remark that says something is not a problem.
- A false alarm states as a fact something that is wrong, so it needs a reason. Where the remark takes a decoy, it is one
  only if the change it asks for breaks the decoy's test, which the verdict names.
- One remark earns at most one issue, and one comment earns an issue once.
- Who is done has seen, or may see, what others say: only after going back to work may more be said.
- What is missed has level 0 and no remark; what has a remark has at least level 1.
"""

from __future__ import annotations

from itertools import pairwise

from harness.domain import verdict as ve
from harness.domain.answer_rating import HIGHEST_GRADE
from harness.domain.communication import HIGHEST, LOWEST, scale
from harness.domain.judgement import HIGHEST_LEVEL, JudgedRemark, Judgement
from harness.domain.remark import Kind
from harness.domain.score import Outcome


def refusal(judgement: Judgement, verdict: ve.Verdict, *, closing: bool = False) -> str | None:
    """Why this verdict may not be given now, in one sentence; None where it may.

    Who settles what others see differently (`closing`) may be done without a word on what they say alike.
    """
    if judgement.done and not isinstance(verdict, ve.Reopened | ve.NoteWritten | ve.Done):
        return "You said that you are done; go back to work first."
    match verdict:
        case ve.IssueLevelSet():
            return _issue_level(judgement, verdict)
        case ve.CommentSplit():
            return _split(judgement, verdict)
        case ve.CommunicationRated(scale=name, rating=rating):
            if scale(name) is None:
                return f"There is no scale {name!r}."
            return None if LOWEST <= rating <= HIGHEST else f"A rating goes from {LOWEST} to {HIGHEST}."
        case ve.AnswerRated(about=about, rating=rating):
            if about not in judgement.terms.answers:
                return f"Nothing to be rated is called {about}."
            return None if 0 <= rating <= HIGHEST_GRADE else f"A grade goes from 0 to {HIGHEST_GRADE}."
        case ve.NoteWritten(about=about):
            known = not about or judgement.remark(about) or judgement.issue(about)
            return None if known else f"Nothing here is called {about}."
        case ve.Done():
            return _done(judgement, closing)
        case ve.Reopened():
            return None if judgement.done else "It is not finished."
        case ve.Undone():
            return None
        case _:
            remark = judgement.remark(verdict.remark)
            return _remark(judgement, remark, verdict) if remark else f"There is no remark {verdict.remark}."


def _done(judgement: Judgement, closing: bool) -> str | None:
    if judgement.done:
        return "It is finished already."
    waiting = () if closing else judgement.open_questions
    names = ", ".join(r.id for r in waiting[:5]) + (" …" if len(waiting) > 5 else "")
    return f"Still to be decided: {names}." if waiting else None


def _remark(judgement: Judgement, remark: JudgedRemark, verdict: ve.RemarkVerdict) -> str | None:
    match verdict:
        case ve.Confirmed():
            return _confirmed(judgement, remark, verdict)
        case ve.Reassigned(issue=issue, level=level):
            return _earns(judgement, remark, issue, level)
        case ve.LevelSet(level=level):
            if remark.issue is None or remark.outcome is Outcome.NONE:
                return f"{remark.id} identifies no issue, so it has no level; assign it to one first."
            return _earns(judgement, remark, remark.issue, level)
        case ve.FalseAlarmMarked():
            return false_alarm_refusal(judgement, remark, verdict.reason, verdict.breaks)
        case ve.DecoyMarked(decoy=decoy):
            return _decoy(judgement, remark, decoy)
        case ve.OpportunityMarked():
            return "Praise is no finding." if remark.kind is Kind.PRAISE and not remark.asked else None
        case _:
            return None


def _confirmed(judgement: Judgement, remark: JudgedRemark, verdict: ve.Confirmed) -> str | None:
    match verdict.outcome:
        case Outcome.UNDECIDED:
            return f"{remark.id} is undecided; say what it is."
        case Outcome.MATCH | Outcome.DUPLICATE:
            if verdict.issue is None or verdict.level is None:
                return "A match names its issue and its level."
            return _earns(judgement, remark, verdict.issue, verdict.level)
        case Outcome.DECOY_TAKEN:
            return _decoy(judgement, remark, verdict.decoy or "")
        case Outcome.FALSE_ALARM:
            if remark.outcome is Outcome.FALSE_ALARM:
                return None
            return "Only a verdict with a reason makes a false alarm."
        case _:
            return None


def _earns(judgement: Judgement, remark: JudgedRemark, issue: str, level: int) -> str | None:
    if issue not in judgement.terms.issues:
        return f"No issue {issue!r} is planted in this pull request."
    if not 1 <= level <= HIGHEST_LEVEL:
        return f"A match has a level from 1 to {HIGHEST_LEVEL}; what is missed is unmatched."
    for other in judgement.of_comment(remark.comment):
        if other.id != remark.id and other.issue == issue and other.matched:
            return f"{other.id} of the same comment earns {issue} already."
    return None


def false_alarm_refusal(judgement: Judgement, remark: JudgedRemark, reason: str, breaks: str) -> str | None:
    """Why a remark may not be called a false alarm; None where it may."""
    if remark.asked or remark.kind is Kind.QUESTION:
        return "A question is never a false alarm."
    if remark.kind is Kind.PRAISE or remark.negated:
        return "It raises no alarm: it says that something is well."
    if remark.decoy is not None and breaks != judgement.terms.test_of(remark.decoy):
        test = judgement.terms.test_of(remark.decoy) or "its test"
        return f"It takes a decoy: it is a false alarm only if the change it asks for breaks {test}."
    return None if reason.strip() else "A false alarm needs a reason: what is stated, and why it is wrong."


def _decoy(judgement: Judgement, remark: JudgedRemark, decoy: str) -> str | None:
    if judgement.terms.test_of(decoy) is None:
        return f"There is no decoy {decoy!r} in this pull request."
    if remark.kind is Kind.PRAISE or remark.negated:
        return "It takes nothing for a defect: it says that something is well."
    return None


def _issue_level(judgement: Judgement, verdict: ve.IssueLevelSet) -> str | None:
    outcome = judgement.issue(verdict.issue)
    if outcome is None:
        return f"No issue {verdict.issue!r} is planted in this pull request."
    if not 0 <= verdict.level <= HIGHEST_LEVEL:
        return f"A level goes from 0 to {HIGHEST_LEVEL}."
    remarks = judgement.of_issue(verdict.issue)
    waiting = [r.id for r in remarks if r.outcome is Outcome.UNDECIDED]
    if waiting:
        return f"First decide {', '.join(waiting)}."
    matched = [r.id for r in remarks if r.matched]
    if verdict.level == 0 and matched:
        return f"{', '.join(matched)} is matched to it; unmatch that first."
    return None if verdict.level == 0 or matched else "No remark is matched to it, so it was missed."


def _split(judgement: Judgement, verdict: ve.CommentSplit) -> str | None:
    comment = next((c for c in judgement.comments if c.id == verdict.comment), None)
    if comment is None:
        return f"There is no comment {verdict.comment}."
    cuts = verdict.cuts
    if not cuts or list(cuts) != sorted(set(cuts)) or cuts[0] <= 0 or cuts[-1] >= len(comment.body):
        return "A comment is cut inside its text, from front to back."
    edges = (0, *cuts, len(comment.body))
    pieces = [comment.body[a:b] for a, b in pairwise(edges)]
    return None if all(piece.strip() for piece in pieces) else "A piece would be empty."
