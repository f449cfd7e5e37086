"""The fold: proposals and one grader's verdicts to a judgement. Pure; who combines graders is `agreement`'s business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from harness.domain import verdict as ve
from harness.domain.answer_rating import AnswerRating
from harness.domain.comment import Comment
from harness.domain.judgement import (
    IssueOutcome,
    JudgedRemark,
    Judgement,
    Lapsed,
    Rating,
    Terms,
    added_up,
    issue_outcome,
    proposals,
    ranked,
    remark_of,
    span_of,
)
from harness.domain.match import Matching
from harness.domain.score import Outcome
from harness.domain.verdict_rules import refusal


def judge(
    matching: Matching,
    comments: Mapping[str, Comment],
    terms: Terms,
    given: Sequence[ve.Given] = (),
    *,
    closing: bool = False,
) -> Judgement:
    """The matching corrected by one grader's verdicts, in their order; without verdicts, the proposals themselves.

    A verdict that does not fit what stands when its turn comes changes nothing and is listed as lapsed.
    """
    bench = _Bench(matching, comments, terms, {r.id: r for r in proposals(matching, comments)}, closing)
    for one in effective(given):
        bench.take(one)
    return bench.judgement()


def effective(given: Sequence[ve.Given]) -> list[ve.Given]:
    """The verdicts that were not undone. Having finished cannot be undone, only gone back on."""
    gone = {one.verdict.verdict for one in given if isinstance(one.verdict, ve.Undone)}
    gone -= {one.seq for one in given if isinstance(one.verdict, ve.Done | ve.Reopened)}
    return [one for one in given if one.seq not in gone and not isinstance(one.verdict, ve.Undone)]


def last_undoable(given: Sequence[ve.Given]) -> ve.Given | None:
    """The verdict that an undo takes back: the latest that still counts, back to having finished."""
    standing = effective(given)
    return standing[-1] if standing and not isinstance(standing[-1].verdict, ve.Done | ve.Reopened) else None


def until_done(given: Sequence[ve.Given]) -> list[ve.Given]:
    """What a grader said before first having finished: the part that is independent of other graders."""
    for index, one in enumerate(given):
        if isinstance(one.verdict, ve.Done):
            return list(given[: index + 1])
    return list(given)


@dataclass(slots=True)
class _Bench:
    """What stands while verdicts are taken one by one."""

    matching: Matching
    comments: Mapping[str, Comment]
    terms: Terms
    remarks: dict[str, JudgedRemark]
    closing: bool = False
    levels: dict[str, ve.Given] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    ratings: dict[str, Rating] = field(default_factory=dict)
    answers: dict[str, AnswerRating] = field(default_factory=dict)
    graders: list[str] = field(default_factory=list)
    lapsed: list[Lapsed] = field(default_factory=list)
    done: bool = False
    order: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.order = {name: number for number, name in enumerate(self.comments)}

    def judgement(self) -> Judgement:
        """All that stands now."""
        standing = ranked(sorted(self.remarks.values(), key=self._order))
        remarks = tuple(replace(r, note=self.notes[r.id]) if r.id in self.notes else r for r in standing)
        return Judgement(
            remarks,
            tuple(self._issue(issue, remarks) for issue in self.terms.issues),
            self.terms,
            tuple(self.comments.values()),
            tuple(dict.fromkeys(self.graders)),
            tuple(self.ratings.values()),
            self.notes.get("", ""),
            self.done,
            tuple(self.lapsed),
            tuple(self.answers.values()),
        )

    def _order(self, remark: JudgedRemark) -> tuple[int, tuple[int, int], str]:
        return self.order[remark.comment], remark.span, remark.id

    def _issue(self, issue: str, remarks: Sequence[JudgedRemark]) -> IssueOutcome:
        outcome = issue_outcome(issue, remarks)
        if not self.done:  # who is done has said the last word, also of what a later matcher would add up
            outcome = added_up(outcome, remarks)
        given = self.levels.get(issue)
        if given and isinstance(given.verdict, ve.IssueLevelSet):
            level = given.verdict.level
            if (level > 0) == outcome.found and not outcome.undecided:
                reason, grader = given.verdict.reason, given.grader
                outcome = replace(
                    outcome, level=level, highest=level, decided_by=grader, reason=reason, by_itself=True, together=()
                )
        return replace(outcome, note=self.notes.get(issue, ""))

    def take(self, given: ve.Given) -> None:
        """One more verdict."""
        self.graders.append(given.grader)
        verdict = given.verdict
        self._make_room(verdict)
        why = refusal(self.judgement(), verdict, closing=self.closing)
        if why:
            self.lapsed.append(Lapsed(given, why))
            return
        match verdict:
            case ve.CommentSplit():
                self._split(verdict)
            case ve.IssueLevelSet(issue=issue):
                self.levels[issue] = given
            case ve.NoteWritten(about=about, text=text):
                self.notes[about] = text
            case ve.CommunicationRated(scale=scale, rating=rating, reason=reason):
                self.ratings[scale] = Rating(scale, rating, given.grader, reason)
            case ve.AnswerRated(about=about, rating=rating, reason=reason):
                self.answers[about] = AnswerRating(about, rating, given.grader, reason)
            case ve.Done():
                self.done = True
            case ve.Reopened():
                self.done = False
            case ve.Undone():
                pass
            case _:
                remark = corrected(self.remarks[verdict.remark], verdict)
                self.remarks[remark.id] = replace(
                    remark, decided_by=given.grader, decided_at=given.at, reason=verdict.reason
                )

    def _make_room(self, verdict: ve.Verdict) -> None:
        """Where the matcher now tells a comment's claims apart otherwise, the grader's remarks come first."""
        name = getattr(verdict, "remark", None)
        if name is None or name in self.remarks:
            return
        comment = self.comments.get(name.split(":")[0])
        if comment is None:
            return
        theirs = [r for r in self.remarks.values() if r.comment == comment.id and not r.decided_by]
        if any("." in r.id for r in theirs):
            return
        whole = name == comment.id
        for remark in theirs:
            if whole or remark.id == comment.id:
                del self.remarks[remark.id]
        self.remarks[name] = remark_of(name, comment, (0, len(comment.body)), None, self.matching)

    def _split(self, verdict: ve.CommentSplit) -> None:
        comment = self.comments[verdict.comment]
        for name in [r.id for r in self.remarks.values() if r.comment == comment.id]:
            del self.remarks[name]
        edges = (0, *verdict.cuts, len(comment.body))
        matches = sorted(self.matching.of_comment(comment.id), key=lambda m: m.probability)
        for number, span in enumerate(pairwise(edges), 1):
            mine = [m for m in matches if m.issue and span[0] <= (span_of(m, self.matching) or (0, 0))[0] < span[1]]
            name = f"{comment.id}.{number}"
            self.remarks[name] = remark_of(name, comment, span, mine[-1] if mine else None, self.matching)


def corrected(remark: JudgedRemark, verdict: ve.RemarkVerdict) -> JudgedRemark:
    """The remark after a verdict on it."""
    match verdict:
        case ve.Confirmed(outcome=outcome, issue=issue, level=level, decoy=decoy):
            return replace(remark, outcome=outcome, issue=issue, level=level, decoy=decoy)
        case ve.Reassigned(issue=issue, level=level):
            return replace(remark, outcome=Outcome.MATCH, issue=issue, level=level)
        case ve.LevelSet(level=level):
            return replace(remark, outcome=Outcome.MATCH, level=level)
        case ve.DecoyMarked(decoy=decoy):
            return replace(remark, outcome=Outcome.DECOY_TAKEN, issue=None, level=None, decoy=decoy)
        case ve.FalseAlarmMarked():
            return replace(remark, outcome=Outcome.FALSE_ALARM, issue=None, level=None)
        case ve.OpportunityMarked():
            return replace(remark, outcome=Outcome.OPPORTUNITY, issue=None, level=None)
        case ve.StyleMarked():
            return replace(remark, outcome=Outcome.STYLE_ONLY, issue=None, level=None)
        case ve.Unmatched():
            return replace(remark, outcome=Outcome.NONE, issue=None, level=None)
