"""Questions for the talk after a review, each with what a good answer contains. Pure.

They come from what was missed, what was only pointed at or named, what was claimed and nobody planted, and from what does
not fit together. A question never holds its answer, so that it can be read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.domain.assessment import Assessment
from harness.domain.comment import Comment, Conclusion, Decoration
from harness.domain.issue import Place, PlantedIssue
from harness.domain.judgement import JudgedRemark
from harness.domain.score import IssueScore, Outcome

NEAR = 3


class Reason(StrEnum):
    """Why a question is asked."""

    MISSED = "missed"
    UNDECIDED = "undecided"
    POINTED_AT = "pointed at"
    NAMED = "named"
    OPPORTUNITY = "opportunity"
    DECOY = "decoy taken"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question. `about` is the issue or comment behind it; `good` are the sentences that a good answer contains."""

    reason: Reason
    about: str
    ask: str
    good: tuple[str, ...]


_SCENARIOS = {
    "growth.unbounded": "Suppose {path} runs for three months without a restart. What is different then from the first day?",
    "growth.amplification": "The input gets a hundred times larger. Walk me through what {path} does then, step by step.",
    "race.state": "Two requests arrive in {path} in the same millisecond. What can each of them see?",
    "race.blocking": "Something that {path} waits for takes ten seconds. Who else notices, and why?",
    "boundary.edge": "Which inputs would you try on {path} before you trust it, and what comes out for each?",
    "fail.hang": "Something {path} talks to accepts the connection and then says nothing. What happens, and until when?",
    "fail.pressure": "Work arrives at {path} twice as fast as it can be done. Where does the rest go?",
    "fail.swallowed": "Something goes wrong inside {path}. How would its caller, and how would you on call, find out?",
    "fail.leak": "Take the paths through {path} that do not end well. What is held at each of those points?",
    "fail.consistency": "The process stops somewhere in the middle of {path} and starts again. In which states can the data be?",
    "data.assumption": "What does {path} take for granted about what comes in, and who promises that?",
    "data.shift": "The numbers from {path} look good today. Under which circumstances would they look good and be wrong?",
    "nondet.order-clock": "You run {path} again with the same input, on another machine and another day. What may come out differently?",
    "security.boundary": "Which values in {path} can somebody outside choose, and how far do they get?",
    "num.precision": "Which numbers can reach {path}, and for which of them is the result wrong?",
}
_ANY = "Think of {path} in production. What would have to happen for it to go wrong?"


def follow_ups(assessment: Assessment) -> tuple[FollowUp, ...]:
    """The questions to ask, what weighs most first within each reason; contradictions at the end."""
    a = assessment
    rows = sorted(a.scorecard.issues, key=lambda row: -row.weight)
    by_level = [q for level in (0, 1, 2) for row in rows if row.level == level for q in _about_issue(a, row)]
    return (*by_level, *_opportunities(a), *_decoys(a), *_contradictions(a))


def _about_issue(a: Assessment, row: IssueScore) -> Iterator[FollowUp]:
    issue = a.variant.fixture.key.issue(row.issue)
    if issue is None:
        return
    place = next(iter(dict(a.variant.places).get(row.issue, ())), None)
    path = place.path if place else "this change"
    good = tuple(text for text in (issue.mechanism, issue.trigger, issue.consequence) if text)
    if row.level == 0:
        reason = Reason.UNDECIDED if row.undecided else Reason.MISSED
        yield FollowUp(reason, row.issue, _SCENARIOS.get(issue.defect_class, _ANY).format(path=path), good)
    elif row.level == 1:
        ask = f"In {row.comment} you stopped at {_where(a, row.comment, path)}. What exactly could go wrong there, and how?"
        yield FollowUp(Reason.POINTED_AT, row.issue, ask, good)
    else:
        ask = f"You named this in {row.comment}. Who or what sets it off, and what breaks then? What would you do about it?"
        yield FollowUp(Reason.NAMED, row.issue, ask, _beyond(issue))


def _beyond(issue: PlantedIssue) -> tuple[str, ...]:
    return tuple(text for text in (issue.trigger, issue.consequence, issue.remedy, issue.bound) if text)


def _where(a: Assessment, comment: str | None, otherwise: str) -> str:
    found = a.session.comments.get(comment or "")
    return str(found.anchor) if found else otherwise


def _opportunities(a: Assessment) -> Iterator[FollowUp]:
    for remark in a.judgement.remarks:
        if remark.outcome is Outcome.OPPORTUNITY:
            ask = f"In {remark.comment}, at {_where(a, remark.comment, 'the review')}, you raise something of your own. When does it happen, and how would you show it?"
            good = ["A condition under which it happens, and what breaks then; best of all a way to see it fail."]
            if not remark.decided_by:
                good.append("Nobody planted this: it may well be right. Check it, and give it a verdict.")
            yield FollowUp(Reason.OPPORTUNITY, remark.comment, ask, tuple(good))


def _decoys(a: Assessment) -> Iterator[FollowUp]:
    known = {decoy.id: decoy for decoy in a.variant.fixture.key.decoys}
    for remark in a.judgement.remarks:
        decoy = known.get(remark.decoy or "")
        if decoy and remark.outcome in (Outcome.DECOY_TAKEN, Outcome.FALSE_ALARM):
            ask = f"In {remark.comment} you would change {_where(a, remark.comment, decoy.at.path)}. What would that change do to the tests, and why is it written as it is?"
            yield FollowUp(
                Reason.DECOY, remark.comment, ask, (decoy.right_because, f"The change breaks {decoy.breaks}.")
            )


def _contradictions(a: Assessment) -> Iterator[FollowUp]:
    """What does not fit together: calm where an issue is, an approval against the own words."""
    places, titles = dict(a.variant.places), {row.issue: row for row in a.scorecard.issues}
    for remark in a.judgement.remarks:
        comment = a.session.comments.get(remark.comment)
        for name in _calm_at(remark, comment, places) if comment else ():
            issue = a.variant.fixture.key.issue(name)
            if issue and name in titles:
                ask = f"In {remark.comment} you say that {_where(a, remark.comment, 'this')} is fine. What makes it so? Try to find a case in which it is not."
                yield FollowUp(Reason.CONTRADICTION, remark.comment, ask, (issue.mechanism, issue.trigger))
    if a.session.conclusion is Conclusion.APPROVE:
        weighty = [c.id for c in a.session.comments.values() if c.decoration is Decoration.BLOCKING]
        weighty += [r.comment for r in a.scorecard.issues if r.comment and r.level >= 3 and r.severity != "minor"]
        if weighty:
            names = ", ".join(dict.fromkeys(weighty))
            ask = f"You approved, and {names} speak of something serious. What would have to be done before this goes out?"
            good = (
                "Either a reason why it can wait, with who watches it meanwhile, or a correction of the conclusion.",
            )
            yield FollowUp(Reason.CONTRADICTION, names, ask, good)


def _calm_at(remark: JudgedRemark, comment: Comment, places: dict[str, tuple[Place, ...]]) -> Sequence[str]:
    """The issues at whose lines a remark says that all is well."""
    lines = comment.anchor.lines
    if not remark.negated or lines is None or remark.matched:
        return ()
    return [
        name
        for name, spots in places.items()
        if any(
            p.path == comment.anchor.path and p.lines.start - NEAR <= lines.end and lines.start <= p.lines.end + NEAR
            for p in spots
        )
    ]
