"""The grader's desk over a real session: verdicts are written, rules hold, everything can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import review, write_fixture

from harness.domain import verdict as ve
from harness.domain.errors import BadInput, CannotRun
from harness.domain.score import Outcome
from harness.steps.interview.assess import assess, read_review
from harness.steps.interview.decide import Desk, Refused


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARNESS_GRADER", "ada")
    return review(write_fixture(tmp_path / "words"), tmp_path / "p.packet")


def sit_down(session: Path, grader: str = "ada", **how: bool) -> Desk:
    return Desk(read_review(session, str(session.parent / "words")), grader, **how)


@pytest.fixture
def desk(session: Path) -> Iterator[Desk]:
    desk = sit_down(session)
    yield desk
    desk.close()


def files(session: Path) -> list[str]:
    return sorted(p.name for p in session.parent.glob("*.verdicts.jsonl"))


def test_looking_writes_nothing(desk: Desk, session: Path) -> None:
    assert desk.queue
    assert files(session) == []


def test_a_verdict_is_on_the_disk_and_there_again(desk: Desk, session: Path) -> None:
    desk.give(ve.LevelSet("c1", 4, "a fix too"))
    desk.close()
    again = sit_down(session)
    assert again.judgement == desk.judgement
    assert again.assessment.scorecard.issues[0].level == 4
    again.close()


def test_a_refused_verdict_leaves_no_trace(desk: Desk, session: Path) -> None:
    with pytest.raises(Refused, match="needs a reason"):
        desk.give(ve.FalseAlarmMarked("c2", ""))
    assert files(session) == []


def test_confirming_and_undoing(desk: Desk) -> None:
    before = desk.judgement.remarks
    desk.give(ve.StyleMarked("c1", "no"))
    assert desk.undo() is not None
    assert desk.judgement.remarks == before
    assert desk.undo() is None


def test_what_needs_a_person_is_not_confirmed_unseen(desk: Desk) -> None:
    for item in desk.needed:
        with pytest.raises(Refused, match="still need a look"):
            desk.confirm_rest()
        desk.confirm(item.about)
    assert desk.confirm_rest() > 0
    assert all(r.decided_by == "ada" for r in desk.judgement.remarks)
    assert all(i.decided_by == "ada" for i in desk.judgement.issues)
    desk.finish()
    assert desk.judgement.done
    desk.undo()
    assert not desk.judgement.done


def test_nobody_is_done_before_everything_is_decided(desk: Desk) -> None:
    with pytest.raises(Refused, match="not decided yet"):
        desk.finish()


def test_the_same_grader_twice_is_told(desk: Desk, session: Path) -> None:
    desk.give(ve.StyleMarked("c2"))
    with pytest.raises(CannotRun, match="another window"):
        sit_down(session)


def everything_confirmed(session: Path, grader: str, *first: ve.Verdict) -> None:
    desk = sit_down(session, grader)
    for verdict in first:
        desk.give(verdict)
    for item in desk.needed:
        desk.confirm(item.about)
    desk.confirm_rest()
    desk.finish()
    desk.close()


def test_differences_are_settled_by_a_third_word(session: Path) -> None:
    with pytest.raises(BadInput, match="nothing to settle yet"):
        sit_down(session, "eve", closing=True)
    everything_confirmed(session, "ada", ve.LevelSet("c1", 3, "says how it grows"))
    everything_confirmed(session, "bob", ve.Unmatched("c1", "a question only"))
    eve = sit_down(session, "eve", closing=True)
    assert [item.about for item in eve.queue] == ["c1"]
    difference = eve.difference("c1")
    assert difference is not None
    assert difference.said == (
        ("ada", "never-forgets, level 3", "says how it grows"),
        ("bob", "none", "a question only"),
    )
    with pytest.raises(Refused, match="not decided yet"):
        eve.finish()
    eve.give(ve.Reassigned("c1", "never-forgets", 2, "no trigger"))
    eve.finish()
    eve.close()
    row = next(r for r in assess(session, str(session.parent / "words")).scorecard.issues if r.issue == "never-forgets")
    assert (row.level, row.highest, row.decided_by) == (2, 2, "eve")


def test_a_closing_word_against_the_match_leaves_the_issue_missed(session: Path) -> None:
    everything_confirmed(session, "ada", ve.LevelSet("c1", 3))
    everything_confirmed(session, "bob", ve.StyleMarked("c1"))
    eve = sit_down(session, "eve", closing=True)
    eve.give(ve.Unmatched("c1", "about nothing"))
    eve.finish()
    eve.close()
    graded = assess(session, str(session.parent / "words"))
    row = next(r for r in graded.scorecard.issues if r.issue == "never-forgets")
    assert (row.level, row.highest, row.decided_by) == (0, 0, "eve")
    assert graded.judgement.remark("c1").outcome is Outcome.NONE  # type: ignore[union-attr]
