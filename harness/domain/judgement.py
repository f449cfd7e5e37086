"""A judgement: the matcher's proposals, corrected by a grader's verdicts. A pure fold, like the review itself.

Every comment makes at least one remark. Without verdicts each remark stands as the matcher proposes; with them, each
says who decided it and why. What the matcher leaves to a person stays undecided until a verdict says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.domain.answer_rating import AnswerRating
from harness.domain.comment import Comment
from harness.domain.match import Decision, Match, Matching
from harness.domain.remark import Kind
from harness.domain.score import Outcome
from harness.domain.verdict import Given

HIGHEST_LEVEL = 4
THE_KEY = "the key"
"""Who decided a remark that states an accepted finding: a person did once, and the key remembers it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the verdicts on one review may speak of: ids of issues, and decoys each with the test it keeps green."""

    issues: tuple[str, ...] = ()
    decoys: tuple[tuple[str, str], ...] = ()
    answers: tuple[str, ...] = ()
    """The prompts and unknowns that can be rated, as `answer_rating` names them."""

    def test_of(self, decoy: str) -> str | None:
        """The test that a decoy's naive correction breaks; None for an unknown decoy."""
        return dict(self.decoys).get(decoy)


@dataclass(frozen=True, slots=True)
class JudgedRemark:
    """A remark as it stands. `decided_by` is empty while it is only proposed; `proposal` is what the matcher said."""

    id: str
    comment: str
    span: tuple[int, int]
    text: str
    kind: Kind
    outcome: Outcome
    issue: str | None = None
    level: int | None = None
    decoy: str | None = None
    asked: bool = False
    """All of it is a question."""
    negated: bool = False
    """It says that something is not a problem."""
    proposal: Match | None = None
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""
    note: str = ""

    @property
    def matched(self) -> bool:
        """Whether it identifies an issue, first or again."""
        return self.outcome in (Outcome.MATCH, Outcome.DUPLICATE)

    @property
    def in_doubt(self) -> bool:
        """Whether an issue is proposed that the matcher could not tell, so that nothing stands which could be confirmed."""
        return self.outcome is Outcome.UNDECIDED and self.issue is not None

    @property
    def probability(self) -> float:
        """The matcher's, for the issue it proposed."""
        return self.proposal.probability if self.proposal else 0.0


@dataclass(frozen=True, slots=True)
class IssueOutcome:
    """What became of a planted issue: `level` 0 means missed, unless a remark is undecided.

    `highest` is the level it can still reach through what is undecided; equal to `level` when nothing is.
    """

    issue: str
    level: int = 0
    highest: int = 0
    remark: str | None = None
    """The remark that earns it."""
    decided_by: str = ""
    reason: str = ""
    note: str = ""
    by_itself: bool = False
    """A grader spoke of the issue as a whole, not only of its remarks."""
    together: tuple[str, ...] = ()
    """The remarks that are proposed to add up to the level: the one that names it, and what others add to that."""

    @property
    def found(self) -> bool:
        """Whether a remark points at it, or more."""
        return self.level >= 1

    @property
    def undecided(self) -> bool:
        """Whether a person may still change it by answering what is open."""
        return self.highest > self.level


@dataclass(frozen=True, slots=True)
class Rating:
    """One scale of communication as a grader rated it."""

    scale: str
    rating: int
    grader: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A verdict that no longer fits what it speaks of, and why."""

    given: Given
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome of every remark and every issue, and who says so."""

    remarks: tuple[JudgedRemark, ...]
    issues: tuple[IssueOutcome, ...]
    terms: Terms = Terms()
    comments: tuple[Comment, ...] = ()
    graders: tuple[str, ...] = ()
    """Whose verdicts are in it; empty for the matcher alone."""
    communication: tuple[Rating, ...] = ()
    note: str = ""
    done: bool = False
    lapsed: tuple[Lapsed, ...] = ()
    answers: tuple[AnswerRating, ...] = ()
    """What graders gave the answers and questions; several of one thing where graders differ."""

    def remark(self, name: str) -> JudgedRemark | None:
        """The remark of this id."""
        return next((r for r in self.remarks if r.id == name), None)

    def issue(self, name: str) -> IssueOutcome | None:
        """What became of this issue."""
        return next((i for i in self.issues if i.issue == name), None)

    def of_comment(self, comment: str) -> tuple[JudgedRemark, ...]:
        """The remarks that a comment makes."""
        return tuple(r for r in self.remarks if r.comment == comment)

    def of_issue(self, issue: str) -> tuple[JudgedRemark, ...]:
        """The remarks that identify an issue or may do so."""
        return tuple(r for r in self.remarks if r.issue == issue)

    @property
    def open_questions(self) -> tuple[JudgedRemark, ...]:
        """The remarks that nobody has decided, the matcher included."""
        return tuple(r for r in self.remarks if r.outcome is Outcome.UNDECIDED)


def proposed_outcome(match: Match) -> Outcome:
    """What became of a remark, as far as a program may say. Only a person can call something a false alarm."""
    if match.decision is Decision.LOOK:
        return Outcome.UNDECIDED
    if match.issue and match.decision is Decision.MATCH:
        return Outcome.DUPLICATE if match.duplicate else Outcome.MATCH
    if match.decoy:
        return Outcome.DECOY_TAKEN
    if match.kind is Kind.CONSTRAINT:
        return Outcome.OPPORTUNITY
    return Outcome.STYLE_ONLY if match.kind is Kind.STYLE else Outcome.NONE


def proposals(matching: Matching, comments: Mapping[str, Comment]) -> Iterator[JudgedRemark]:
    """The remarks of the standing comments, as the matcher proposes them."""
    for comment in comments.values():
        matches = matching.of_comment(comment.id)
        whole = (0, len(comment.body))
        if len(matches) > 1:
            for match in matches:
                name = f"{comment.id}:{match.issue}" if match.issue else comment.id
                yield remark_of(name, comment, span_of(match, matching) or whole, match, matching)
        else:
            yield remark_of(comment.id, comment, whole, matches[0] if matches else None, matching)


def remark_of(
    name: str, comment: Comment, span: tuple[int, int], match: Match | None, matching: Matching
) -> JudgedRemark:
    """A piece of a comment as a remark; without a match it is for a person to say what it is."""
    inside = [r for r in matching.remarks if r.comment == comment.id and _overlap(r.span, span)]
    kind = match.kind if match else inside[0].kind if inside else Kind.OTHER
    return JudgedRemark(
        name,
        comment.id,
        span,
        comment.body[span[0] : span[1]],
        kind,
        proposed_outcome(match) if match else Outcome.UNDECIDED,
        match.issue if match else None,
        match.level if match and match.issue else None,
        match.decoy if match else None,
        asked=bool(inside) and all(r.asked for r in inside),
        negated=any(r.negated for r in inside),
        proposal=match,
        decided_by=THE_KEY if match and match.accepted else "",
        reason=f"accepted finding {match.accepted}" if match and match.accepted else "",
    )


def span_of(match: Match, matching: Matching) -> tuple[int, int] | None:
    """The words of the comment that a match rests on; None where it rests on all of them."""
    found = [e.span for e in match.evidence if e.span]
    if found:
        return found[0]
    return next((r.span for r in matching.remarks if r.comment == match.comment and r.index == match.remark), None)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def ranked(remarks: Sequence[JudgedRemark]) -> list[JudgedRemark]:
    """The remarks with duplicates told from the one that earns its issue.

    The highest level earns it, then a person's word before a proposal, then the likeliest, then the earliest.
    """
    best: dict[str, JudgedRemark] = {}
    for remark in remarks:
        if remark.matched and remark.issue and (
            remark.issue not in best or _rank(remark) > _rank(best[remark.issue])
        ):  # fmt: skip
            best[remark.issue] = remark
    earning = {remark.id for remark in best.values()}
    return [
        replace(r, outcome=Outcome.MATCH if r.id in earning else Outcome.DUPLICATE) if r.matched else r for r in remarks
    ]


def _rank(remark: JudgedRemark) -> tuple[int, bool, float]:
    return (remark.level or 0, bool(remark.decided_by), remark.probability)


def added_up(outcome: IssueOutcome, remarks: Sequence[JudgedRemark]) -> IssueOutcome:
    """The outcome at the level that its remarks reach together, where the matcher proposes one.

    The proposal lapses as soon as a grader sees one of these remarks otherwise. It is never a person's word: that a
    remark was confirmed says nothing of what two come to.
    """
    best = next((r for r in remarks if r.id == outcome.remark), None)
    proposed = best.proposal if best else None
    if best is None or proposed is None or proposed.joint_level is None:
        return outcome
    adding = [r for r in remarks if r.comment in proposed.joined_by and r.issue == outcome.issue and r.matched]
    as_proposed = (best.issue, best.level) == (proposed.issue, proposed.level)
    if (
        not as_proposed
        or {r.comment for r in adding} != set(proposed.joined_by)
        or proposed.joint_level <= outcome.level
    ):
        return outcome
    return replace(
        outcome, level=proposed.joint_level, highest=proposed.joint_level, decided_by="",
        reason="", together=(best.id, *(r.id for r in adding)),
    )  # fmt: skip


def issue_outcome(issue: str, remarks: Sequence[JudgedRemark]) -> IssueOutcome:
    """What the remarks make of an issue."""
    best = next((r for r in remarks if r.issue == issue and r.outcome is Outcome.MATCH), None)
    hoped = any(r.issue == issue and r.outcome is Outcome.UNDECIDED for r in remarks)
    level = max(best.level or 1, 1) if best else 0
    return IssueOutcome(
        issue,
        level,
        HIGHEST_LEVEL if hoped and not best else level,
        best.id if best else None,
        best.decided_by if best else "",
        best.reason if best else "",
    )
