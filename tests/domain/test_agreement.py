"""Several graders: what they say alike stands, what they see differently stays open until it is closed."""

from __future__ import annotations

from judged_case import COMMENTS, MATCHING, TERMS, judged, numbered

from harness.domain import verdict as ve
from harness.domain.agreement import combine, disagreements
from harness.domain.judging import judge
from harness.domain.score import Outcome

ADA = [ve.Confirmed("c2", Outcome.MATCH, "leak", 1, None, "asks what grows"), ve.StyleMarked("c3")]
BOB = [ve.Unmatched("c2", "says nothing"), ve.StyleMarked("c3")]


def test_what_both_say_stands_in_both_names() -> None:
    both = combine([judged(*ADA), judged(*BOB, grader="bob")])
    style = both.remark("c3")
    assert style is not None
    assert (style.outcome, style.decided_by) == (Outcome.STYLE_ONLY, "ada + bob")


def test_what_they_see_differently_is_undecided_with_both_reasons() -> None:
    pair = [judged(*ADA), judged(*BOB, grader="bob")]
    remark = combine(pair).remark("c2")
    assert remark is not None
    assert remark.outcome is Outcome.UNDECIDED
    assert remark.reason == "graders differ: ada: leak, level 1; bob: none"
    (difference,) = disagreements(pair)
    assert difference.about == "c2"
    assert difference.said == (("ada", "leak, level 1", "asks what grows"), ("bob", "none", "says nothing"))


def test_different_levels_widen_the_issue() -> None:
    pair = [judged(ve.LevelSet("c1:leak", 3)), judged(ve.LevelSet("c1:leak", 2), grader="bob")]
    leak = combine(pair).issue("leak")
    assert leak is not None
    assert (leak.level, leak.highest, leak.undecided) == (2, 3, True)


def test_a_closing_word_settles_it() -> None:
    pair = [judged(*ADA), judged(*BOB, grader="bob")]
    closing = judge(
        MATCHING, COMMENTS, TERMS, numbered(ve.OpportunityMarked("c2", "true, and not planted"), grader="eve")
    )
    remark = combine(pair, closing).remark("c2")
    assert remark is not None
    assert (remark.outcome, remark.decided_by) == (Outcome.OPPORTUNITY, "eve")
    assert [d.closed_by for d in disagreements(pair, closing)] == ["eve"]


def test_a_comment_cut_differently_is_one_disagreement() -> None:
    pair = [judged(ve.CommentSplit("c2", (6,))), judged(grader="bob")]
    assert [d.about for d in disagreements(pair)] == ["c2"]
    assert [r.outcome for r in combine(pair).of_comment("c2")] == [Outcome.UNDECIDED, Outcome.UNDECIDED]


def test_one_grader_alone_is_that_grader() -> None:
    assert combine([judged(*ADA)]) == judged(*ADA)
