"""Whose word counts when a session is graded, and who may see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import review, write_fixture

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log
from harness.adapters.verdict_log import VerdictWriter, verdicts_path
from harness.domain import verdict as ve
from harness.domain.assessment import Assessment
from harness.domain.errors import BadInput
from harness.reports.text_report import text_report
from harness.steps.interview.assess import assess


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARNESS_GRADER", "zoe")
    return review(write_fixture(tmp_path / "words"), tmp_path / "p.packet")


def give(session: Path, grader: str, *verdicts: ve.Verdict, role: str = "grader") -> None:
    writer = VerdictWriter.open(read_log(session), grader, Clock(), "t", role)
    for verdict in verdicts:
        writer.give(verdict)
    writer.close()


def graded(session: Path, grader: str | None = None) -> Assessment:
    return assess(session, str(session.parent / "words"), grader=grader)


def level(assessment: Assessment) -> int:
    return next(row.level for row in assessment.scorecard.issues if row.issue == "never-forgets")


def test_without_graders_the_matcher_stands_alone(session: Path) -> None:
    assert graded(session).basis == "the matcher alone: nobody has graded this review"


def test_a_finished_grader_counts_and_the_scorecard_says_so(session: Path) -> None:
    give(session, "ada", ve.LevelSet("c1", 4, "names the bound and the fix"), ve.Done())
    assessment = graded(session)
    assert (assessment.basis, level(assessment)) == ("the verdicts of ada", 4)
    report = text_report(assessment)
    assert "rests on the verdicts of ada" in report
    assert "decided by ada: names the bound and the fix" in report
    assert level(graded(session, "none")) != 4


def test_who_asks_sees_the_own_unfinished_verdicts_and_nobody_elses(session: Path) -> None:
    give(session, "ada", ve.LevelSet("c1", 4), ve.Done())
    give(session, "zoe", ve.LevelSet("c1", 1))
    assert (graded(session).basis, level(graded(session))) == ("the verdicts of zoe, who has not finished", 1)
    with pytest.raises(BadInput, match="shown when every grader has finished"):
        graded(session, "ada")
    assert level(graded(session, "zoe")) == 1


def test_an_unfinished_grader_hides_all_from_a_third(session: Path) -> None:
    give(session, "ada", ve.LevelSet("c1", 4), ve.Done())
    give(session, "bob", ve.LevelSet("c1", 1))
    assert graded(session).basis == "the matcher alone: bob has not finished grading"


def test_finished_graders_are_combined_and_a_closing_word_settles(session: Path) -> None:
    give(session, "ada", ve.LevelSet("c1", 4), ve.Done())
    give(session, "bob", ve.LevelSet("c1", 2), ve.Done())
    both = graded(session)
    assert "ada and bob, who both finished; they differ on" in both.basis
    row = next(r for r in both.scorecard.issues if r.issue == "never-forgets")
    assert (row.level, row.highest) == (2, 4)
    give(session, "eve", ve.LevelSet("c1", 3, "a trigger, no fix"), role="closing")
    settled = graded(session)
    assert "eve settled what they saw differently" in settled.basis
    assert "which stays open" not in settled.basis
    assert level(settled) == 3


def test_verdicts_that_cannot_be_used_are_left_aside_and_named(session: Path) -> None:
    verdicts_path(session, "ada").write_bytes(b"hello\n")
    assessment = graded(session)
    assert any("not a log of verdicts" in remark for remark in assessment.remarks_on_log)
    assert assessment.basis.startswith("the matcher alone")


def test_an_unknown_grader_is_refused_with_the_known_ones(session: Path) -> None:
    give(session, "ada", ve.Done())
    with pytest.raises(BadInput, match="bob has not graded this session") as error:
        graded(session, "bob")
    assert "Graded by: ada" in str(error.value)
