"""The queue of verdicts, driven by keys at both sizes, over a real session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import GROWTH, a_match, review, write_fixture
from textual.widgets import Static

from harness.adapters.event_log import read_log
from harness.adapters.verdict_log import read_verdicts, verdicts_path
from harness.apps.tui.interviewer.app import ReplayApp
from harness.apps.tui.interviewer.dialogs import AskLine, LongText, Pick, Sure
from harness.apps.tui.interviewer.rating_dialog import RateCommunication
from harness.apps.tui.interviewer.scorecard_screen import ScorecardScreen
from harness.apps.tui.interviewer.split_dialog import SplitComment, sentence_starts
from harness.apps.tui.interviewer.verdict_screen import VerdictScreen
from harness.domain import event as ev
from harness.domain import verdict as ve
from harness.domain.comment import Anchor
from harness.domain.diff import Side
from harness.domain.match import Decision
from harness.domain.score import Outcome
from harness.steps.interview.assess import read_review
from harness.steps.interview.decide import Desk

BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return review(write_fixture(tmp_path / "words"), tmp_path / "p.packet")


def sit_down(session: Path, grader: str = "ada", *, closing: bool = False) -> Desk:
    return Desk(read_review(session, str(session.parent / "words")), grader, closing=closing)


@pytest.fixture
def desk(session: Path) -> Iterator[Desk]:
    desk = sit_down(session)
    yield desk
    desk.close()


@pytest.fixture
def doubtful(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a remark that may be nothing: one word at the right place."""
    vague = ev.CommentAdded("c3", Anchor("words.py", Side.RIGHT, 17), "memory?")
    session = review(write_fixture(tmp_path / "words"), tmp_path / "p.packet", None, vague)
    desk = sit_down(session)
    yield desk
    desk.close()


def app_for(desk: Desk) -> ReplayApp:
    return ReplayApp(desk.assessment, desk, in_queue=True)


def on_screen(app: ReplayApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


async def type_in(pilot, text: str) -> None:  # type: ignore[no-untyped-def]
    await pilot.press(*["space" if c == " " else c for c in text])


@BOTH
async def test_what_is_at_hand_shows_the_words_the_key_and_what_can_be_done(desk: Desk, size: tuple[int, int]) -> None:
    app = app_for(desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, VerdictScreen)
        assert GROWTH in on_screen(app, "reasons").replace("\n", " ")
        assert "THE KEY SAYS" in on_screen(app, "reasons")
        top = on_screen(app, "top")[: size[0]]
        assert "0 of 3 decided" in top
        assert "complete, not anchored" in top
        keys = on_screen(app, "keys").split("\n")
        assert len(keys) == 2
        assert all(len(line) <= size[0] for line in keys)


@BOTH
async def test_a_session_is_graded_in_a_few_keys(doubtful: Desk, size: tuple[int, int]) -> None:
    """Confirm what needs a person, the rest in one go, and done."""
    desk, session = doubtful, doubtful.review.log.path
    app = app_for(desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        needed = [item.about for item in desk.needed]
        assert "c3" in needed
        assert f"{len(needed)} need" in on_screen(app, "notice")
        while desk.needed:
            remark = app.screen.remark  # type: ignore[attr-defined]
            await pilot.press(str(remark.level) if remark and remark.in_doubt else "enter")
            await pilot.pause()
        await pilot.press("A")
        await pilot.pause()
        assert isinstance(app.screen, Sure)
        await pilot.press("enter", "D")
        await pilot.pause()
        assert desk.judgement.done
        assert "you are done" in on_screen(app, "notice")
        await pilot.press("q")
    log = read_verdicts(verdicts_path(session, "ada"), read_log(session))
    assert isinstance(log.given[-1].verdict, ve.Done)


async def test_enter_alone_never_credits_what_the_matcher_cannot_tell(session: Path) -> None:
    """Nothing stands that could be confirmed: it takes a level, or 0."""
    review = read_review(session, str(session.parent / "words"))
    doubt = a_match("c1", "never-forgets", decision=Decision.LOOK, probability=0.5)
    matches = tuple(doubt if m.comment == "c1" else m for m in review.matching.matches)
    desk = Desk(replace(review, matching=replace(review.matching, matches=matches)), "ada")
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "c1 needs your word" in on_screen(app, "notice") and desk.given == []
        await pilot.press("2")
        await pilot.pause()
        assert desk.judgement.remark("c1").matched  # type: ignore[union-attr]
    desk.close()


async def test_overruling_asks_for_a_reason_and_escape_changes_nothing(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("0")
        await pilot.pause()
        assert isinstance(app.screen, AskLine)
        await pilot.press("escape")
        await pilot.pause()
        assert desk.given == []
        await pilot.press("0")
        await type_in(pilot, "another dict")
        await pilot.press("enter")
        await pilot.pause()
        assert desk.given[-1].verdict == ve.Unmatched("c1", "another dict")
        await pilot.press("u")
        await pilot.pause()
        remark = desk.judgement.remark("c1")
        assert remark is not None
        assert (remark.outcome, remark.decided_by) == (Outcome.MATCH, "")


async def test_a_level_is_one_digit(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("4")
        await type_in(pilot, "a bound")
        await pilot.press("enter")
        await pilot.pause()
        assert desk.given[-1].verdict == ve.LevelSet("c1", 4, "a bound")


async def test_another_issue_is_picked_by_its_number_and_a_level(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, Pick)
        await pilot.press("2", "3", "enter")
        await pilot.pause()
        assert desk.given[-1].verdict == ve.Reassigned("c1", "unstable-ties", 3, "")


async def test_a_refused_verdict_says_the_rule_and_the_pointer_stays(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, VerdictScreen)
        while not screen.item.is_issue:  # type: ignore[union-attr]
            await pilot.press("j")
        before = screen.at
        await pilot.press("o")
        await pilot.pause()
        assert "this is an issue" in on_screen(app, "notice")
        assert (screen.at, desk.given) == (before, [])


async def test_a_comment_is_cut_into_its_claims_by_keys(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(app.screen, SplitComment)
        await pilot.press("space", "enter")
        await pilot.pause()
        verdict = desk.given[-1].verdict
        assert verdict == ve.CommentSplit("c1", (GROWTH.index("it keeps"),))
        assert [r.id for r in desk.judgement.of_comment("c1")] == ["c1.1", "c1.2"]
        assert app.screen.remark.outcome is Outcome.UNDECIDED  # type: ignore[attr-defined]  # nothing is proposed for it


async def test_communication_is_rated_with_the_anchors_in_sight(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = desk.assessment.scorecard.found_share
        await pilot.press("c")
        await pilot.pause()
        assert "this could be a problem" in on_screen(app, "scales")
        await pilot.press("3", "4", "2", "enter")
        await pilot.pause()
        assert [(r.scale, r.rating) for r in desk.judgement.communication] == [
            ("specific", 3), ("considerate", 4), ("actionable", 2),
        ]  # fmt: skip
        assert desk.assessment.scorecard.found_share == before


async def test_a_yes_to_a_question_that_was_not_asked_confirms_nothing(desk: Desk) -> None:
    """`A` and `y` in haste: where something needs a person no question comes up, and the yes must fall on nothing."""
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert "0 of" in on_screen(app, "top") and not any(r.decided_by for r in desk.judgement.remarks)


async def test_enter_after_each_rating_does_not_fall_out_of_the_scales(desk: Desk) -> None:
    """Where scales are left, the first enter leads to the next of them, so no key lands in the queue."""
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("4", "enter")
        assert isinstance(app.screen, RateCommunication)
        await pilot.press("3", "enter")
        await pilot.pause()
        assert isinstance(app.screen, VerdictScreen)
        assert [r.rating for r in desk.judgement.communication] == [4, 3]


async def test_a_note_stays_with_its_remark(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("N")
        await type_in(pilot, "ask for the bound")
        await pilot.press("enter")
        await pilot.pause()
        assert desk.judgement.remark("c1").note == "ask for the bound"  # type: ignore[union-attr]
        assert "note: ask for the bound" in on_screen(app, "reasons")


async def test_nothing_is_confirmed_in_one_go_while_something_needs_a_person(doubtful: Desk) -> None:
    desk = doubtful
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert desk.needed
        await pilot.press("A")
        await pilot.pause()
        assert isinstance(app.screen, VerdictScreen)
        assert "still need a look" in on_screen(app, "notice")
        await pilot.press("D")
        await pilot.pause()
        assert "not decided yet" in on_screen(app, "notice")


async def test_watching_goes_to_the_moment_and_back(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("w")
        await pilot.pause()
        await pilot.pause()
        assert not isinstance(app.screen, VerdictScreen)
        assert "c1 added on words.py:17" in on_screen(app, "event")
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, VerdictScreen)
        assert app.screen.remark.id == "c1"  # type: ignore[union-attr]


async def test_help_and_scorecard_open(desk: Desk) -> None:
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in ("question_mark", "S"):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, LongText if key == "question_mark" else ScorecardScreen)
            await pilot.press("escape")
            await pilot.pause()


async def test_the_candidate_goes_by_a_pseudonym(desk: Desk, session: Path) -> None:
    """Neither the file's name nor the session's id is on the screens."""
    app = app_for(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        shown = app.export_screenshot()
        assert desk.review.log.header.session not in shown
        assert session.name not in shown


async def test_settling_shows_both_words_and_takes_a_third(session: Path) -> None:
    for name, verdict in (("ada", ve.LevelSet("c1", 3, "says how")), ("bob", ve.Unmatched("c1", "only asks"))):
        desk = sit_down(session, name)
        desk.give(verdict)
        for item in desk.needed:
            desk.confirm(item.about)
        desk.confirm_rest()
        desk.finish()
        desk.close()
    eve = sit_down(session, "eve", closing=True)
    app = app_for(eve)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        text = on_screen(app, "reasons")
        assert "GRADERS DIFFER" in text
        assert "ada: never-forgets, level 3 · says how" in text
        assert "bob: none · only asks" in text
        await pilot.press("0", "enter")
        await pilot.pause()
        await pilot.press("D")
        await pilot.pause()
        assert eve.judgement.done
    eve.close()


def test_clauses_begin_after_stops_and_joining_words() -> None:
    body = "It leaks. Also it races, and\nnobody looks: why?"
    assert [body[at:].split()[0] for at in sentence_starts(body)] == ["Also", "it", "and", "nobody", "why?"]


@BOTH
async def test_hostile_text_acts_nowhere(tmp_path: Path, size: tuple[int, int]) -> None:
    """In comments, reasons and notes: shown as marks, never obeyed."""
    nasty = "\x1b]0;owned\x07 [bold red]hi[/] \u202eevil [/nope"
    vague = ev.CommentAdded("c3", Anchor("words.py", Side.RIGHT, 17), nasty + " memory?")
    session = review(write_fixture(tmp_path / "words"), tmp_path / "p.packet", None, vague)
    desk = sit_down(session)
    desk.give(ve.StyleMarked("c3", nasty))
    desk.give(ve.NoteWritten("c3", nasty))
    desk.give(ve.NoteWritten("", nasty))
    app = app_for(desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in ("k", "k", "k", "k", "p", "escape", "N", "escape", "S", "escape", "question_mark", "escape", "A"):
            await pilot.press(key)
            await pilot.pause()
            shown = "\n".join(str(s.content) for s in app.screen.query(Static))
            assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    desk.close()


async def test_a_clean_pull_request_with_nothing_said_can_be_finished(tmp_path: Path) -> None:
    """Nothing planted, a decoy or two, two comments: the queue holds remarks alone."""
    session = review(write_fixture(tmp_path / "words"), tmp_path / "p.packet", ())
    desk = sit_down(session)
    app = app_for(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        assert "nothing is planted" in on_screen(app, "notice")
        for _ in range(len(desk.needed)):
            await pilot.press("enter")
        await pilot.press("A", "enter", "D")
        await pilot.pause()
        assert desk.judgement.done
    desk.close()
