"""What a grader goes through, and in which order: first what needs a person, then the rest. Pure.

The order comes from the matcher's proposals and does not change while verdicts are given, so nothing jumps about under
the grader's eyes. What is decided is told by `is_open`.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain.agreement import Disagreement
from harness.domain.judgement import IssueOutcome, JudgedRemark, Judgement, proposed_outcome
from harness.domain.match import Decision
from harness.domain.score import Outcome


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: a remark, or an issue that no remark identifies. `why` says why a person is needed, if so."""

    about: str
    is_issue: bool = False
    why: str = ""
    rank: int = 9

    @property
    def needs_a_person(self) -> bool:
        """Whether it must not be confirmed unseen."""
        return bool(self.why)


def queue_of(judgement: Judgement) -> tuple[Item, ...]:
    """Everything that can be decided, what needs a person first; issues come last."""
    remarks = [_item(remark) for remark in judgement.remarks]
    issues = [_issue_item(judgement, outcome) for outcome in judgement.issues]
    return tuple(sorted((*remarks, *issues), key=lambda item: item.rank))


def _issue_item(judgement: Judgement, outcome: IssueOutcome) -> Item:
    for match in (r.proposal for r in judgement.remarks if r.proposal):
        if match.issue == outcome.issue and match.joint_level is not None:
            names = ", ".join((match.comment, *match.joined_by))
            return Item(outcome.issue, True, f"{names} add up to level {match.joint_level}?", 6)
    return Item(outcome.issue, True, rank=8 if outcome.found else 7)


def closing_queue(differences: tuple[Disagreement, ...]) -> tuple[Item, ...]:
    """What graders see differently of remarks and issues, for whoever settles it; answers are settled where they are rated."""
    return tuple(Item(d.about, d.comment is None, "graders differ", 0) for d in differences if not d.is_answer)


def _item(remark: JudgedRemark) -> Item:
    proposal = remark.proposal
    if proposal is None:
        return Item(remark.id, False, "nothing is proposed for it", 0)
    if proposal.decision is Decision.LOOK:
        return Item(remark.id, False, f"the matcher cannot tell: {proposal.issue} at {proposal.probability:.2f}", 0)
    if proposal.border and proposal.issue:
        doubt = proposal.border == "0 or 1"
        return Item(remark.id, False, "does it mean this?" if doubt else "named, or explained?", 1 if doubt else 2)
    if proposal.border:
        return Item(remark.id, False, f"nothing, or an issue at {proposal.probability:.2f}?", 2)
    if proposal.decoy:
        return Item(remark.id, False, f"takes the decoy {proposal.decoy}?", 3)
    if proposed_outcome(proposal) is Outcome.OPPORTUNITY:
        return Item(remark.id, False, "right, and not planted?", 3)
    return Item(remark.id, rank=4 if proposal.issue else 5)


def is_open(judgement: Judgement, item: Item) -> bool:
    """Whether nobody has decided it yet."""
    if item.is_issue:
        outcome = judgement.issue(item.about)
        return outcome is not None and not outcome.decided_by and not _comes_of_remarks(outcome)
    remark = judgement.remark(item.about)
    return remark is not None and not remark.decided_by


def follows(judgement: Judgement, item: Item) -> bool:
    """Whether it is an issue whose outcome follows from its remarks, so that to decide on them is to decide on it."""
    outcome = judgement.issue(item.about) if item.is_issue else None
    return outcome is not None and _comes_of_remarks(outcome)


def _comes_of_remarks(outcome: IssueOutcome) -> bool:
    """Whether an issue's outcome follows from its remarks one by one, so that it needs no word of its own."""
    return (outcome.found or outcome.undecided) and not outcome.together


def still_needed(judgement: Judgement, queue: tuple[Item, ...]) -> tuple[Item, ...]:
    """What needs a person and has not been decided."""
    return tuple(item for item in queue if item.needs_a_person and is_open(judgement, item))
