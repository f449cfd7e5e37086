"""The matching corrected by verdicts: what each verdict does, which rule refuses it, and the laws of the fold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import a_match
from hypothesis import given, settings
from hypothesis import strategies as st
from judged_case import COMMENTS, MATCHING, TERMS, judged, numbered

from harness.domain import verdict as ve
from harness.domain.grading_queue import is_open, queue_of
from harness.domain.judgement import IssueOutcome, Judgement
from harness.domain.judging import effective, judge, last_undoable, until_done
from harness.domain.match import Matching
from harness.domain.score import Outcome
from harness.domain.verdict_rules import refusal


def outcome(judgement: Judgement, name: str) -> tuple[Outcome, str | None, int | None]:
    remark = judgement.remark(name)
    assert remark is not None, [r.id for r in judgement.remarks]
    return remark.outcome, remark.issue, remark.level


def test_without_verdicts_the_proposals_stand_and_nobody_decided() -> None:
    judgement = judged()
    assert [r.id for r in judgement.remarks] == ["c1:leak", "c1:race", "c2", "c3", "c4", "c5", "c6"]
    assert [r.outcome.value for r in judgement.remarks] == [
        "match", "match", "undecided", "style-only", "decoy taken", "opportunity", "opportunity",
    ]  # fmt: skip
    assert not any(r.decided_by for r in judgement.remarks)
    assert judgement.graders == ()
    assert [(i.issue, i.level, i.highest) for i in judgement.issues] == [("leak", 2, 2), ("race", 1, 1)]


def test_what_is_confirmed_stands_whatever_a_later_matcher_says() -> None:
    """A verdict is written out, so another matching changes nothing of it."""
    verdicts = numbered(ve.Confirmed("c2", Outcome.MATCH, "leak", 3, None, "says what grows"))
    other = Matching(tuple(a_match(name) for name in COMMENTS))
    for matching in (MATCHING, other):
        judgement = judge(matching, COMMENTS, TERMS, verdicts)
        assert outcome(judgement, "c2") == (Outcome.MATCH, "leak", 3)
        remark = judgement.remark("c2")
        assert remark is not None
        assert (remark.decided_by, remark.reason) == ("ada", "says what grows")


def test_the_best_remark_earns_the_issue_and_the_others_become_duplicates() -> None:
    judgement = judged(ve.Reassigned("c2", "leak", 3))
    assert outcome(judgement, "c2")[0] is Outcome.MATCH
    assert outcome(judgement, "c1:leak")[0] is Outcome.DUPLICATE
    leak = judgement.issue("leak")
    assert leak is not None
    assert (leak.level, leak.remark, leak.decided_by) == (3, "c2", "ada")


def test_who_settles_may_be_done_without_a_word_on_what_the_matcher_leaves_open() -> None:
    """The graders said alike of it what it is; a grader of their own may not leave it."""
    given = numbered(ve.Reassigned("c4", "leak", 2, "names it"), ve.Done())
    assert judge(MATCHING, COMMENTS, TERMS, given, closing=True).done
    alone = judge(MATCHING, COMMENTS, TERMS, given)
    assert not alone.done
    assert "c2" in alone.lapsed[0].why


def test_unmatching_gives_the_issue_to_the_next_remark() -> None:
    judgement = judged(ve.Confirmed("c2", Outcome.MATCH, "leak", 1), ve.Unmatched("c1:leak", "another dict"))
    leak = judgement.issue("leak")
    assert leak is not None
    assert (leak.level, leak.remark) == (1, "c2")
    assert outcome(judgement, "c1:race")[0] is Outcome.MATCH


def test_two_remarks_may_add_up_to_a_higher_level() -> None:
    judgement = judged(ve.Confirmed("c2", Outcome.MATCH, "leak", 2), ve.IssueLevelSet("leak", 3, "together"))
    leak = judgement.issue("leak")
    assert leak is not None
    assert (leak.level, leak.highest, leak.reason) == (3, 3, "together")


def test_a_miss_can_be_confirmed_only_once_nothing_speaks_for_it() -> None:
    assert "unmatch that first" in (refusal(judged(), ve.IssueLevelSet("race", 0)) or "")
    judgement = judged(ve.Unmatched("c1:race"), ve.IssueLevelSet("race", 0))
    race = judgement.issue("race")
    assert race is not None
    assert (race.level, race.decided_by, race.found) == (0, "ada", False)


def test_a_split_asks_anew_and_gives_each_piece_its_own_proposal() -> None:
    judgement = judged(ve.StyleMarked("c1:leak"), ve.CommentSplit("c1", (19,)))
    assert [r.id for r in judgement.of_comment("c1")] == ["c1.1", "c1.2"]
    assert outcome(judgement, "c1.1") == (Outcome.MATCH, "leak", 2)
    assert outcome(judgement, "c1.2") == (Outcome.MATCH, "race", 1)
    remark = judgement.remark("c1.1")
    assert remark is not None
    assert remark.text == "it grows for ever, "


def test_a_piece_without_a_proposal_is_a_question_for_the_grader() -> None:
    judgement = judged(ve.CommentSplit("c2", (6,)))
    assert [r.outcome for r in judgement.of_comment("c2")] == [Outcome.UNDECIDED, Outcome.UNDECIDED]
    assert [r.issue for r in judgement.of_comment("c2")] == ["leak", None]


def test_undoing_a_split_brings_back_what_was_said_before() -> None:
    before = judged(ve.StyleMarked("c1:leak"))
    after = judged(ve.StyleMarked("c1:leak"), ve.CommentSplit("c1", (19,)), ve.Undone(2))
    assert after == before


def test_a_verdict_on_a_piece_whose_split_was_undone_lapses() -> None:
    judgement = judged(ve.CommentSplit("c1", (19,)), ve.StyleMarked("c1.2"), ve.Undone(1))
    assert [lapsed.given.seq for lapsed in judgement.lapsed] == [2]
    assert [r.id for r in judgement.of_comment("c1")] == ["c1:leak", "c1:race"]


def test_a_verdict_on_a_claim_that_a_later_matcher_no_longer_sees_still_counts() -> None:
    later = Matching(tuple(a_match(name) for name in COMMENTS))
    judgement = judge(later, COMMENTS, TERMS, numbered(ve.Confirmed("c1:race", Outcome.MATCH, "race", 2)))
    assert outcome(judgement, "c1:race") == (Outcome.MATCH, "race", 2)
    whole = judge(MATCHING, COMMENTS, TERMS, numbered(ve.StyleMarked("c1")))
    assert [r.id for r in whole.of_comment("c1")] == ["c1"]


def test_a_verdict_on_a_withdrawn_comment_lapses() -> None:
    judgement = judged(ve.StyleMarked("c9"))
    assert "There is no remark c9" in judgement.lapsed[0].why


REFUSED: list[tuple[ve.Verdict, str]] = [
    (ve.FalseAlarmMarked("c5", "wrong"), "A question is never a false alarm"),
    (ve.FalseAlarmMarked("c6", "wrong"), "raises no alarm"),
    (ve.FalseAlarmMarked("c3", " "), "needs a reason"),
    (ve.FalseAlarmMarked("c4", "right as it is"), "only if the change it asks for breaks tests/test_a.py::test_pop"),
    (ve.FalseAlarmMarked("c4", "right as it is", "tests/test_other.py"), "only if the change"),
    (ve.Confirmed("c3", Outcome.FALSE_ALARM), "Only a verdict with a reason"),
    (ve.Confirmed("c2", Outcome.UNDECIDED), "say what it is"),
    (ve.Confirmed("c2", Outcome.MATCH), "names its issue and its level"),
    (ve.Reassigned("c3", "typo", 2), "No issue 'typo'"),
    (ve.Reassigned("c3", "leak", 0), "from 1 to 4"),
    (ve.Reassigned("c3", "leak", 5), "from 1 to 4"),
    (ve.Reassigned("c1:race", "leak", 2), "earns leak already"),
    (ve.LevelSet("c3", 2), "assign it to one first"),
    (ve.DecoyMarked("c3", "push"), "no decoy 'push'"),
    (ve.DecoyMarked("c6", "pop"), "something is well"),
    (ve.IssueLevelSet("typo", 1), "No issue 'typo'"),
    (ve.IssueLevelSet("leak", 3), "First decide c2"),
    (ve.CommentSplit("c1", ()), "cut inside"),
    (ve.CommentSplit("c1", (9, 4)), "cut inside"),
    (ve.CommentSplit("c1", (900,)), "cut inside"),
    (ve.CommentSplit("c3", (3, 4)), "piece would be empty"),
    (ve.CommunicationRated("charm", 3), "no scale 'charm'"),
    (ve.CommunicationRated("specific", 5), "from 1 to 4"),
    (ve.NoteWritten("c99", "hm"), "Nothing here is called c99"),
    (ve.Done(), "Still to be decided: c2"),
    (ve.Reopened(), "not finished"),
]


@pytest.mark.parametrize(("verdict", "why"), REFUSED, ids=lambda v: v.kind if hasattr(v, "kind") else "")
def test_a_rule_refuses(verdict: ve.Verdict, why: str) -> None:
    """The same rule holds at the desk and in the fold."""
    before = judged()
    assert why in (refusal(before, verdict) or "")
    after = judged(verdict)
    assert why in after.lapsed[0].why
    assert replace(after, lapsed=(), graders=()) == before


def test_a_decoy_remark_is_a_false_alarm_if_its_change_breaks_the_decoys_test() -> None:
    judgement = judged(ve.FalseAlarmMarked("c4", "pop keeps the order", "tests/test_a.py::test_pop"))
    assert outcome(judgement, "c4")[0] is Outcome.FALSE_ALARM
    assert judgement.lapsed == ()


def test_finishing_is_undone_only_by_going_back_to_work() -> None:
    done = numbered(ve.Confirmed("c2", Outcome.MATCH, "leak", 1), ve.Done())
    assert judge(MATCHING, COMMENTS, TERMS, done).done
    assert last_undoable(done) is None
    again = [*done, *(replace(g, seq=g.seq + 2) for g in numbered(ve.Undone(2), ve.Reopened(), ve.StyleMarked("c2")))]
    judgement = judge(MATCHING, COMMENTS, TERMS, again)
    assert not judgement.done
    assert outcome(judgement, "c2")[0] is Outcome.STYLE_ONLY
    assert until_done(again) == done


def test_who_is_done_goes_back_to_work_before_saying_more() -> None:
    done = judged(
        ve.Confirmed("c2", Outcome.MATCH, "leak", 1), ve.Done(), ve.StyleMarked("c3"), ve.NoteWritten("", "tidy")
    )
    assert [lapsed.given.seq for lapsed in done.lapsed] == [3]
    assert done.note == "tidy"


VERDICTS = st.lists(st.sampled_from([v for v, _ in REFUSED] + [
    ve.Confirmed("c2", Outcome.MATCH, "leak", 3), ve.Unmatched("c1:leak"), ve.Reassigned("c3", "race", 4),
    ve.StyleMarked("c2"), ve.OpportunityMarked("c4"), ve.CommentSplit("c1", (19,)), ve.CommentSplit("c1", (3, 9)),
    ve.LevelSet("c1.1", 4), ve.StyleMarked("c1"), ve.FalseAlarmMarked("c3", "it is not"), ve.Undone(1), ve.Undone(3),
    ve.NoteWritten("leak", "ask"), ve.CommunicationRated("specific", 2), ve.IssueLevelSet("race", 0),
]), max_size=12)  # fmt: skip


@given(VERDICTS)
@settings(max_examples=150, deadline=None)
def test_laws_of_the_fold(verdicts: list[ve.Verdict]) -> None:
    """Whatever is given in whatever order: every comment keeps a remark, one remark earns an issue, an issue's level is
    its remark's, and undoing everything leaves the proposals."""
    given_ = numbered(*verdicts)
    judgement = judge(MATCHING, COMMENTS, TERMS, given_)
    assert {r.comment for r in judgement.remarks} == set(COMMENTS)
    for issue in judgement.issues:
        earning = [r for r in judgement.remarks if r.issue == issue.issue and r.outcome is Outcome.MATCH]
        assert len(earning) <= 1
        assert bool(earning) == issue.found
        assert 0 <= issue.level <= issue.highest <= 4
        if earning:
            assert (earning[0].level or 0) >= max(
                r.level or 0 for r in judgement.remarks if r.issue == issue.issue and r.matched
            )
    for remark in judgement.remarks:
        assert not (remark.asked and remark.outcome is Outcome.FALSE_ALARM)
        assert remark.matched <= (remark.issue is not None and 1 <= (remark.level or 0) <= 4)
    undo = [ve.Given(100 + n, "", "ada", ve.Undone(g.seq)) for n, g in enumerate(effective(given_))]
    clean = judge(MATCHING, COMMENTS, TERMS, [g for g in [*given_, *undo] if not isinstance(g.verdict, ve.Reopened)])
    assert (clean.remarks, clean.issues) == (judged().remarks, judged().issues)


def _naming_and_explaining() -> Matching:
    """c2 names the leak, c5 adds what it leads to: level 3 together, as the matcher proposes."""
    first = a_match("c2", "leak", joint_level=3, joined_by=("c5",))
    return Matching((first, a_match("c5", "leak", duplicate=True)), (), MATCHING.remarks)


def _added_up(*verdicts: ve.Verdict) -> IssueOutcome:
    outcome = judge(_naming_and_explaining(), COMMENTS, TERMS, numbered(*verdicts)).issue("leak")
    assert outcome is not None
    return outcome


def test_two_remarks_that_add_up_reach_their_level_together_as_a_proposal() -> None:
    """Both are named, and confirming one of them is no word on what they come to."""
    for verdicts in ((), (ve.Confirmed("c2", Outcome.MATCH, "leak", 2),)):
        outcome = _added_up(*verdicts)
        assert (outcome.level, outcome.together, outcome.decided_by) == (3, ("c2", "c5"), "")


def test_a_grader_overrules_what_adds_up_on_the_issue_or_on_either_remark() -> None:
    outcome = _added_up(ve.IssueLevelSet("leak", 2, "c5 says nothing new"))
    assert (outcome.level, outcome.together, outcome.decided_by) == (2, (), "ada")
    assert [_added_up(v).level for v in (ve.Unmatched("c5"), ve.Unmatched("c2"), ve.LevelSet("c2", 1))] == [2, 2, 2]
    assert _added_up(ve.LevelSet("c5", 4, "explains all")).level == 4


def test_what_adds_up_is_for_a_person_before_the_grader_is_done() -> None:
    judgement = judge(_naming_and_explaining(), COMMENTS, TERMS)
    item = next(i for i in queue_of(judgement) if i.about == "leak")
    assert item.why == "c2, c5 add up to level 3?" and is_open(judgement, item)
    decided = judge(_naming_and_explaining(), COMMENTS, TERMS, numbered(ve.IssueLevelSet("leak", 3)))
    assert not is_open(decided, item) and queue_of(decided) == queue_of(judgement)
