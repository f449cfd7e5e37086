"""Two graders compared over a real session: only once both are done, with both reasons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import review, write_fixture

from harness.apps.cli.main import main
from harness.domain import verdict as ve
from harness.domain.errors import BadInput
from harness.steps.interview.assess import read_review
from harness.steps.interview.compare_graders import graders_of
from harness.steps.interview.decide import Desk


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return review(write_fixture(tmp_path / "words"), tmp_path / "p.packet")


def grade(session: Path, grader: str, *verdicts: ve.Verdict, closing: bool = False, done: bool = True) -> None:
    desk = Desk(read_review(session, str(session.parent / "words")), grader, closing=closing)
    for verdict in verdicts:
        desk.give(verdict)
    if done:
        for item in desk.needed if not closing else ():
            desk.confirm(item.about)
        if not closing:
            desk.confirm_rest()
        desk.finish()
    desk.close()


def test_nothing_is_compared_before_both_are_done(session: Path) -> None:
    with pytest.raises(BadInput, match="graded by nobody"):
        graders_of([session], str(session.parent / "words"))
    grade(session, "ada")
    with pytest.raises(BadInput, match="graded by ada"):
        graders_of([session], str(session.parent / "words"))
    grade(session, "bob", ve.StyleMarked("c2"), done=False)
    with pytest.raises(BadInput, match="bob has not finished"):
        graders_of([session], str(session.parent / "words"))


def test_differences_show_both_reasons_and_who_settled_them(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grade(session, "ada", ve.LevelSet("c1", 4, "says \x1b[31mhow big"))
    grade(session, "bob", ve.Unmatched("c1", "only asks"))
    arguments = ["compare-graders", str(session), "--fixture", str(session.parent / "words")]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "ada: never-forgets, level 4 — says ␛[31mhow big" in text
    assert "bob: none — only asks" in text
    assert "1 open" in text
    assert "an impression, and no more" in text
    grade(session, "eve", ve.LevelSet("c1", 3, "a trigger"), closing=True)
    assert main(arguments) == 0
    assert "settled by eve" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)["pairs"]
    assert pair["names"] == ["ada", "bob"]
    assert pair["outcomes_alike"]["value"] == 0.5


def test_what_is_said_after_having_finished_is_not_compared(session: Path) -> None:
    grade(session, "ada", ve.LevelSet("c1", 4))
    grade(session, "bob", ve.LevelSet("c1", 4))
    (before,), _ = graders_of([session], str(session.parent / "words"))
    grade(session, "bob", ve.Reopened(), ve.Unmatched("c1", "changed my mind"), ve.IssueLevelSet("never-forgets", 0))
    (after,), _ = graders_of([session], str(session.parent / "words"))
    assert after == before
    assert after.differences == ()


def test_several_sessions_are_pooled(tmp_path: Path) -> None:
    folder = write_fixture(tmp_path / "words")
    paths = [review(folder, tmp_path / f"{name}.packet") for name in "pq"]
    for path in paths:
        grade(path, "ada")
        grade(path, "bob")
    (pair,), _ = graders_of(paths, str(folder))
    assert pair.sessions == len(set(paths))
    assert pair.levels_alike.items == 2 * len(set(paths))
