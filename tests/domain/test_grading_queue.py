"""What a grader sees first: what needs a person. The order does not move while verdicts are given."""

from __future__ import annotations

from dataclasses import replace

from judged_case import COMMENTS, MATCHING, TERMS, judged, numbered

from harness.domain import verdict as ve
from harness.domain.grading_queue import is_open, queue_of, still_needed
from harness.domain.judging import judge
from harness.domain.match import Matching
from harness.domain.score import Outcome


def test_what_the_matcher_cannot_tell_comes_first_and_issues_last() -> None:
    assert [item.about for item in queue_of(judged())] == [
        "c2", "c4", "c5", "c6", "c1:leak", "c1:race", "c3", "leak", "race",
    ]  # fmt: skip


def test_border_cases_need_a_person_too() -> None:
    matches = tuple(replace(m, border="2 or 3") if m.issue == "race" else m for m in MATCHING.matches)
    queue = queue_of(judge(Matching(matches, (), MATCHING.remarks), COMMENTS, TERMS))
    assert [(i.about, i.why) for i in queue if i.needs_a_person] == [
        ("c2", "the matcher cannot tell: leak at 0.50"),
        ("c1:race", "named, or explained?"),
        ("c4", "takes the decoy pop?"),
        ("c5", "right, and not planted?"),
        ("c6", "right, and not planted?"),
    ]


def test_the_order_stays_while_verdicts_are_given() -> None:
    after = judged(ve.StyleMarked("c2"), ve.Reassigned("c5", "race", 4), ve.OpportunityMarked("c4"), ve.Unmatched("c6"))
    assert [i.about for i in queue_of(after)] == [i.about for i in queue_of(judged())]
    assert still_needed(after, queue_of(after)) == ()
    assert [i.about for i in queue_of(after) if is_open(after, i)] == ["c1:leak", "c1:race", "c3"]


def test_a_missed_issue_waits_for_a_word_and_a_found_one_does_not() -> None:
    after = judged(ve.Unmatched("c1:race"))
    assert [i.about for i in queue_of(after) if i.is_issue and is_open(after, i)] == ["race"]
    closed = judge(MATCHING, COMMENTS, TERMS, numbered(ve.Unmatched("c1:race"), ve.IssueLevelSet("race", 0)))
    assert [i.about for i in queue_of(closed) if i.is_issue and is_open(closed, i)] == []


def test_the_pieces_of_a_split_take_their_place_in_the_queue() -> None:
    after = judged(ve.CommentSplit("c2", (6,)))
    assert [i.about for i in queue_of(after) if i.needs_a_person][:2] == ["c2.1", "c2.2"]
    assert after.remark("c2.2").outcome is Outcome.UNDECIDED  # type: ignore[union-attr]
