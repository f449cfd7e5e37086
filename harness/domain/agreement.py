"""Several graders of one review: what they agree on, and one judgement out of many.

What all say alike stands. Where they differ, a closing verdict decides; without one a remark stays undecided, and an issue
goes from the lowest level that a grader gives it to the highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.domain.answer_rating import AnswerRating, ratings_of
from harness.domain.judgement import IssueOutcome, JudgedRemark, Judgement, issue_outcome, ranked
from harness.domain.score import Outcome


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something that graders see differently: what each says of it, and why. `closed_by` names who settled it."""

    about: str
    """The id of a remark, a comment that was split differently, an issue, or an answer that is rated."""
    comment: str | None
    said: tuple[tuple[str, str, str], ...]
    """Grader, what they say, their reason."""
    closed_by: str = ""
    is_answer: bool = False


def combine(judgements: Sequence[Judgement], closing: Judgement | None = None) -> Judgement:
    """One judgement out of those of several graders. At least one is needed."""
    first = judgements[0]
    if len(judgements) == 1 and closing is None:
        return first
    remarks = ranked([r for comment in first.comments for r in _comment(comment.id, judgements, closing)])
    return Judgement(
        tuple(remarks),
        tuple(_issue(issue, judgements, closing, remarks) for issue in first.terms.issues),
        first.terms,
        first.comments,
        tuple(name for one in (*judgements, *((closing,) if closing else ())) for name in one.graders),
        tuple(rating for one in judgements for rating in one.communication),
        "\n".join(one.note for one in judgements if one.note),
        all(one.done for one in judgements),
        tuple(lapsed for one in judgements for lapsed in one.lapsed),
        tuple(rating for about in first.terms.answers for rating in _ratings(about, judgements, closing)),
    )


def _ratings(about: str, judgements: Sequence[Judgement], closing: Judgement | None) -> tuple[AnswerRating, ...]:
    """What an answer was given: the closing word alone, else what each grader says."""
    own = ratings_of(closing.answers, about) if closing else ()
    return own or tuple(rating for one in judgements for rating in ratings_of(one.answers, about))


def stands(remark: JudgedRemark) -> tuple[str, str | None, int | None, str | None]:
    """What a remark comes to, without the words: two graders who say this alike agree."""
    if remark.matched:
        return ("match", remark.issue, remark.level, None)
    return (remark.outcome.value, None, None, remark.decoy if remark.outcome is Outcome.DECOY_TAKEN else None)


def in_words(remark: JudgedRemark) -> str:
    """What a remark comes to, for a person."""
    what, issue, level, decoy = stands(remark)
    return f"{issue}, level {level}" if what == "match" else f"{what} ({decoy})" if decoy else what


def _comment(comment: str, judgements: Sequence[Judgement], closing: Judgement | None) -> list[JudgedRemark]:
    settled = [r for r in closing.of_comment(comment) if r.decided_by] if closing else []
    names = [tuple(r.id for r in one.of_comment(comment)) for one in judgements]
    finest = max(names, key=len)
    if settled and {r.id for r in settled} - set(finest):
        return settled
    done = {r.id: r for r in settled}
    return [done.get(name) or _remark(name, judgements) for name in finest]


def _remark(name: str, judgements: Sequence[Judgement]) -> JudgedRemark:
    theirs = [(one, one.remark(name)) for one in judgements]
    here = [r for _, r in theirs if r]
    decided = [r for r in here if r.decided_by] or here
    names = " + ".join(dict.fromkeys(r.decided_by for r in decided if r.decided_by))
    if len(here) == len(judgements) and len({stands(r) for r in decided}) == 1:
        return replace(decided[0], decided_by=names, reason=_reasons(decided))
    if len(here) == len(judgements) and all(r.matched for r in decided) and len({r.issue for r in decided}) == 1:
        return replace(min(decided, key=lambda r: r.level or 0), decided_by=names, reason=_reasons(decided))
    why = "; ".join(
        f"{one.graders[0] if one.graders else '?'}: {in_words(r) if r else 'cut otherwise'}" for one, r in theirs
    )
    return replace(here[0], outcome=Outcome.UNDECIDED, decided_by="", reason=f"graders differ: {why}")


def _reasons(remarks: Sequence[JudgedRemark]) -> str:
    return "; ".join(dict.fromkeys(r.reason for r in remarks if r.reason))


def _issue(
    issue: str, judgements: Sequence[Judgement], closing: Judgement | None, remarks: Sequence[JudgedRemark]
) -> IssueOutcome:
    if closing and (settled := _settled(issue, judgements, closing, remarks)):
        return settled
    found = [outcome for one in judgements if (outcome := one.issue(issue))]
    decided = [o for o in found if o.decided_by] or found
    low = min(decided, key=lambda o: o.level)
    return replace(
        low,
        highest=max(o.highest for o in decided),
        decided_by=" + ".join(dict.fromkeys(o.decided_by for o in decided if o.decided_by)),
        reason="; ".join(dict.fromkeys(o.reason for o in decided if o.reason)),
    )


def _settled(
    issue: str, judgements: Sequence[Judgement], closing: Judgement, remarks: Sequence[JudgedRemark]
) -> IssueOutcome | None:
    """The closing word on an issue: on itself, or on a remark that somebody matched to it. None where there is none."""
    own = closing.issue(issue)
    if own and own.decided_by and own.by_itself:
        return own
    names = {r.id for one in judgements for r in one.of_issue(issue)} | {r.id for r in closing.of_issue(issue)}
    words = [r for r in closing.remarks if r.id in names and r.decided_by]
    if not words:
        return None
    outcome = issue_outcome(issue, remarks)
    return replace(outcome, decided_by=outcome.decided_by or words[0].decided_by)


def disagreements(judgements: Sequence[Judgement], closing: Judgement | None = None) -> tuple[Disagreement, ...]:
    """Everything that the graders see differently, in the order of the comments, then of the issues.

    An issue is listed where its levels differ although no remark explains it: one grader added remarks up.
    """
    found: list[Disagreement] = []
    for comment in judgements[0].comments:
        found += _differences(comment.id, judgements, closing)
    explained = {d.about for d in found} | {d.comment for d in found}
    for issue in judgements[0].terms.issues:
        outcomes = [(one, outcome) for one in judgements if (outcome := one.issue(issue))]
        remarks = {r.id for one in judgements for r in one.of_issue(issue)} | {
            r.comment for one in judgements for r in one.of_issue(issue)
        }
        if len({o.level for _, o in outcomes}) > 1 and not remarks & explained:
            said = tuple((_name(one), f"level {o.level}" if o.level else "missed", o.reason) for one, o in outcomes)
            own = closing.issue(issue) if closing else None
            found.append(Disagreement(issue, None, said, own.decided_by if own and own.by_itself else ""))
    return (*found, *_answers_rated_otherwise(judgements, closing))


def _answers_rated_otherwise(judgements: Sequence[Judgement], closing: Judgement | None) -> list[Disagreement]:
    """The answers and questions to which graders gave different grades. Who gave none differs from nobody."""
    found = []
    for about in judgements[0].terms.answers:
        ratings = _ratings(about, judgements, None)
        if len({r.rating for r in ratings}) > 1:
            said = tuple((r.grader, f"grade {r.rating}", r.reason) for r in ratings)
            own = ratings_of(closing.answers, about) if closing else ()
            found.append(Disagreement(about, None, said, own[0].grader if own else "", True))
    return found


def _differences(comment: str, judgements: Sequence[Judgement], closing: Judgement | None) -> list[Disagreement]:
    names = {tuple(r.id for r in one.of_comment(comment)) for one in judgements}
    settled = {r.id: r.decided_by for r in closing.of_comment(comment) if r.decided_by} if closing else {}
    if len(names) > 1:
        said = tuple((_name(one), _together(one, comment), _reasons(one.of_comment(comment))) for one in judgements)
        return [Disagreement(comment, comment, said, next(iter(settled.values()), ""))]
    found = []
    for name in next(iter(names)):
        theirs = [(one, r) for one in judgements if (r := one.remark(name))]
        if len({stands(r) for _, r in theirs}) > 1:
            said = tuple((_name(one), in_words(r), r.reason) for one, r in theirs)
            found.append(Disagreement(name, comment, said, settled.get(name, "")))
    return found


def _together(judgement: Judgement, comment: str) -> str:
    return " | ".join(f"{r.id}: {in_words(r)}" for r in judgement.of_comment(comment))


def _name(judgement: Judgement) -> str:
    return judgement.graders[0] if judgement.graders else "?"
