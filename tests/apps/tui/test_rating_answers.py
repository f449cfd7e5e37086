"""Grading answers and questions by keys at both sizes, and what the scorecard makes of it in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import review, write_fixture
from textual.widgets import Static

from harness.adapters.event_log import read_log
from harness.adapters.verdict_log import read_verdicts, verdicts_path
from harness.apps.tui.interviewer.answers_dialog import RateAnswers
from harness.apps.tui.interviewer.app import ReplayApp
from harness.domain import event as ev
from harness.domain import verdict as ve
from harness.domain.answer_rating import ASKED
from harness.domain.comment import Anchor
from harness.domain.diff import Side
from harness.reports.csv_report import csv_report
from harness.reports.html_report import html_report
from harness.reports.json_report import json_report
from harness.reports.markdown_report import markdown_report
from harness.reports.text_report import text_report
from harness.steps.interview.assess import read_review
from harness.steps.interview.decide import Desk

UNKNOWNS = """questions:
  - {id: languages, text: "Which languages are counted?", value: 1, answer: "English."}
  - {id: distinct, text: "How many distinct words come in a day?", value: 3, answer: "Ten million."}
"""
ANSWER = "1000 words x 5 kB = 5 MB"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    fixture = write_fixture(tmp_path / "words")
    with (fixture / "key" / "key.yaml").open("a", encoding="utf-8") as key:
        key.write(UNKNOWNS)
    asked = ev.CommentAdded("c3", Anchor("words.py", Side.RIGHT, 3), "How many different words are there at peak?")
    session = review(fixture, tmp_path / "p.packet", None, asked, ev.AnswerGiven("memory", ANSWER))
    desk = Desk(read_review(session, str(fixture)), "ada")
    yield desk
    desk.close()


def words(app: ReplayApp) -> str:
    return " ".join(str(static.content) for static in app.screen.query(Static))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_answers_are_graded_in_a_few_keys(desk: Desk, size: tuple[int, int]) -> None:
    """An estimate's reasoning, then the unknowns, what weighs most first; the words and every anchor in sight."""
    session = desk.review.log.path
    app = ReplayApp(desk.assessment, desk, in_queue=True)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        before = app.screen.at  # type: ignore[attr-defined]
        await pilot.press("a")
        assert isinstance(app.screen, RateAnswers)
        assert ANSWER in words(app)
        assert "5 MB, as stated (5 MB)" in words(app)
        assert ASKED[1] not in words(app)  # an estimate has anchors of its own
        await pilot.press("3")
        assert "How many different words are there at peak?" in words(app) and "Ten million." in words(app)
        assert all(anchor in words(app) for anchor in ASKED)
        for static in app.screen.query("#anchors, .keys"):
            assert static.region.bottom <= size[1] and static.region.height >= 1
        await pilot.press("2", "0", "k", "w", *"yes", "enter", "enter")
        await pilot.pause()
        assert not isinstance(app.screen, RateAnswers)
        assert app.screen.at == before  # type: ignore[attr-defined]
    desk.close()
    given = read_verdicts(verdicts_path(session, "ada"), read_log(session)).given
    assert [one.verdict for one in given] == [
        ve.AnswerRated("prompt:memory", 3),
        ve.AnswerRated("question:distinct", 2, "yes"),
        ve.AnswerRated("question:languages", 0),
    ]


async def test_escape_leaves_all_as_it_was(desk: Desk) -> None:
    app = ReplayApp(desk.assessment, desk, in_queue=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a", "4", "escape")
        assert desk.given == []


def test_every_form_says_what_the_grades_come_to(desk: Desk) -> None:
    forms = (text_report, markdown_report, html_report, json_report, csv_report)
    for make in forms:
        assert "not rated yet" in make(desk.assessment)
    found = desk.assessment.scorecard.found_share
    desk.give(ve.AnswerRated("prompt:memory", 3))
    desk.give(ve.AnswerRated("question:distinct", 2, "a number is asked for"))
    for make in forms:
        flat = " ".join(make(desk.assessment).replace("\\", "").split())
        assert "3 of 4 (ada)" in flat or '"rating": 3' in flat or "rated,3," in flat
        assert "6 to 10 of 16" in flat and "Of the 1 that decide most, 1 were asked" in flat
        assert "a number is asked for" in flat
    desk.give(ve.AnswerRated("question:languages", 0))
    assert "6 of 16 (38%)" in " ".join(text_report(desk.assessment).split())
    assert "not rated yet" not in text_report(desk.assessment)
    assert json.loads(json_report(desk.assessment))["questions"]["score"]["low"] == 6
    assert desk.assessment.scorecard.found_share == found
