"""The interviewer's replay, driven by keys, over a real session."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import GROWTH, review, write_fixture
from sessions import write_session
from textual import events
from textual.widgets import Static

from harness.apps.tui.interviewer.app import ReplayApp, seconds_of
from harness.apps.tui.interviewer.dialogs import LongText
from harness.apps.tui.interviewer.scorecard_screen import ScorecardScreen
from harness.apps.tui.interviewer.text_panel import TextPanel
from harness.apps.tui.interviewer.timeline import Moment, Tick, at_fraction, bar, lane
from harness.domain import event as ev
from harness.domain.assessment import Assessment
from harness.domain.attention import Idle
from harness.domain.comment import Anchor
from harness.domain.diff import LineRange, Side
from harness.domain.errors import WrongPullRequest
from harness.steps.interview.assess import assess
from harness.steps.interview.replay import Film


@pytest.fixture
def assessment(tmp_path: Path) -> Assessment:
    folder = write_fixture(tmp_path / "words")
    return assess(review(folder, tmp_path / "p.packet"), str(folder))


@pytest.fixture
def long_review(tmp_path: Path) -> Assessment:
    """Minutes of reading with a draft given up and a long silence, at a clock turned by hand."""
    folder, anchor = write_fixture(tmp_path / "words"), Anchor("words.py", Side.RIGHT, 12)
    steps: list[tuple[float, ev.Event]] = [
        (0, ev.Started()),
        (2, ev.FileViewed("words.py")),
        (1, ev.LinesShown("words.py", None, LineRange(1, 4), Side.RIGHT, 1, "unified")),
        (3, ev.LinesShown("words.py", None, LineRange(8, 30), Side.RIGHT, 12, "split")),
        (9, ev.DraftOpened("d1", anchor)),
        (1, ev.DraftChanged("d1", 0, 0, "is safe")),
        (1, ev.DraftChanged("d1", 3, 0, "this ")),
        (1, ev.DraftDiscarded("d1")),
        (200, ev.LinesShown("words.py", None, LineRange(8, 30), Side.RIGHT, 17)),
        (5, ev.CommentAdded("c1", Anchor("words.py", Side.RIGHT, 17), GROWTH)),
        (5, ev.Submitted()),
    ]
    return assess(write_session(tmp_path / "long.session.jsonl", folder, steps), str(folder))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_issues_stand_beside_the_diff_with_what_became_of_them(
    assessment: Assessment, size: tuple[int, int]
) -> None:
    """Found with level and comment, or missed."""
    app = ReplayApp(assessment)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = str(app.query_one("#issues", TextPanel).content)
        assert "✓ Words are never forgotten" in text
        assert "✗ Ties come out in the order of arrival" in text
        assert "contains answers" in str(app.query_one("#top", Static).content)


async def test_going_to_an_issue_says_that_this_is_not_what_was_seen(assessment: Assessment) -> None:
    """The document then shows the planted lines, so the line above it must not name what the candidate looked at."""
    app = ReplayApp(assessment)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        issue = assessment.scorecard.issues[0].issue
        await pilot.press("enter")
        await pilot.pause()
        place = str(app.query_one("#place", Static).content)
        assert f"where {issue} is planted" in place
        await pilot.press("left")
        await pilot.pause()
        assert "is planted" not in str(app.query_one("#place", Static).content)


async def test_comments_appear_when_they_were_made(assessment: Assessment) -> None:
    """Before its event a comment is not there; the draft is, as it was typed."""
    app = ReplayApp(assessment)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("home", "c")
        await pilot.pause()
        assert [name for _, name in app.view.table.comment_rows] == ["c1"]
        await pilot.press("left")
        await pilot.pause()
        assert app.view.table.comment_rows == []
        assert GROWTH in str(app.query_one("#draft", Static).content)
        await pilot.press("end")
        await pilot.pause()
        assert len(app.view.table.comment_rows) == 2
        assert not app.query_one("#draft").display


async def test_a_comment_shows_what_its_match_rests_on(assessment: Assessment) -> None:
    """At the comment's event the evidence is there to read."""
    app = ReplayApp(assessment)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("home", "m")
        await pilot.pause()
        text = str(app.query_one("#evidence", TextPanel).content)
        assert "✓ never-forgets, level" in text
        assert "matcher: match never-forgets" in text
        assert "the planted line" in text


async def test_the_scorecard_opens_and_playing_reaches_the_end(assessment: Assessment) -> None:
    """S shows the scorecard; space plays to the last event."""
    app = ReplayApp(assessment)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("S")
        await pilot.pause()
        assert isinstance(app.screen, ScorecardScreen)
        await pilot.press("escape", "space")
        while app.playing:
            await pilot.pause(0.01)
        assert app.at == len(app.records) - 1


def test_a_session_of_another_pull_request_is_refused(tmp_path: Path, assessment: Assessment) -> None:
    """The digest of the packet decides, not the name of the fixture."""
    other = write_fixture(tmp_path / "other" / "words")
    (other / "pr.yaml").write_text((other / "pr.yaml").read_text("utf-8").replace("bounded", "limited"), "utf-8")
    (session,) = tmp_path.glob("*.session.jsonl")
    with pytest.raises(WrongPullRequest, match="another pull request"):
        assess(session, str(other))


def test_issues_chosen_by_hand_are_found_again(tmp_path: Path) -> None:
    """A packet packed with --issues needs no ledger to be graded."""
    folder = write_fixture(tmp_path / "words")
    assessment = assess(review(folder, tmp_path / "p.packet", ("unstable-ties",)), str(folder))
    assert assessment.variant.issues == ("unstable-ties",)
    clean = assess(review(folder, tmp_path / "q.packet", ()), str(folder))
    assert clean.variant.issues == ()
    assert clean.scorecard.found_share is None


def test_seeking_gives_the_same_state_as_replaying(assessment: Assessment) -> None:
    """Snapshots change nothing, wherever they fall."""
    from harness.domain.review_session import ReviewSession

    for every in (1, 2, 3, 100):
        film = Film(assessment.records, every)
        for count in range(len(assessment.records) + 1):
            assert film.state_after(count) == ReviewSession.replay(assessment.records[:count])


def test_the_bar_shows_moments_and_the_present() -> None:
    """Matches win over comments on the same cell; ▼ is now; idle time is dotted."""
    marks = (Moment(0, Tick.FILE), Moment(1, Tick.COMMENT), Moment(1, Tick.MATCH))
    assert bar([0.0, 5.0, 10.0], marks, 2, 10) == "│────✓───▼"[:5] + "✓───▼"
    assert bar([0.0, 5.0, 10.0], marks, 2, 10, [Idle(2, 5.0, 4.0)]) == "│────✓┄┄┄▼"
    assert at_fraction([0.0, 5.0, 10.0], 0.5) == 1


def test_every_mark_has_a_shape_of_its_own() -> None:
    """Outcomes are told apart without colour."""
    assert len({tick.value for tick in Tick}) == len(Tick)
    assert all(len(tick.value) == 1 for tick in Tick)


def test_the_lane_shows_when_an_issue_was_on_the_screen() -> None:
    assert lane(10.0, [(2.0, 4.0), (9.9, 10.0)], 10) == "  ██     ░"


@pytest.mark.parametrize(
    ("text", "seconds"), [("3:20", 200), ("200", 200), ("1:02:03", 3723), (" 0:05 ", 5), ("", None), ("3:", None),
                          ("-3", None), ("1:2:3:4", None), ("٣", None)]
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


async def test_the_mouse_scrubs_on_the_timeline(long_review: Assessment) -> None:
    """A click goes to its share of the working time; holding the button follows the mouse."""
    app = ReplayApp(long_review)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.mouse_down("#bar", offset=(60, 0))
        await pilot.pause()
        middle = app.at
        await pilot.hover("#bar", offset=(1, 0))
        await pilot.pause()
        assert app.at < middle < len(app.records) - 1
        await pilot.mouse_up("#bar", offset=(1, 0))


async def test_the_screen_is_the_candidates_at_that_moment(long_review: Assessment) -> None:
    """File, layout, topmost line, cursor."""
    app = ReplayApp(long_review)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        await pilot.press("home")
        for _ in range(3):
            await pilot.press("right")
        await pilot.pause()
        await pilot.pause()
        assert "words.py lines 8–30, cursor on 12, side by side" in str(app.query_one("#place", Static).content)
        assert app.view.mode == "split"
        assert app.view.line_at_cursor() == (Side.RIGHT, 12)
        assert app.view.row_at(0) == app.view.table.nearest_row(Side.RIGHT, 8)


async def test_a_missed_issue_is_shown_when_it_first_stood_on_the_screen(long_review: Assessment) -> None:
    app = ReplayApp(long_review)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        row = app.assessment.scorecard.issues[app.selected]
        assert not row.found
        assert app.times[app.at] == row.first_shown


async def test_drafts_that_were_given_up_can_be_read(long_review: Assessment) -> None:
    """The jump lands where it was thrown away; one step before, the text is there, with the place of the last key."""
    app = ReplayApp(long_review)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("home", "d", "left")
        await pilot.pause()
        assert "is this ▏safe" in str(app.query_one("#draft", Static).content)
        await pilot.press("end", "tab")
        await pilot.pause()
        assert "d given up at" in str(app.query_one("#comments", TextPanel).content)


async def test_idle_time_is_skipped_and_said(long_review: Assessment) -> None:
    app = ReplayApp(long_review)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        before = next(n for n in range(len(app.times) - 1) if app.times[n + 1] - app.times[n] > 100)
        app.go_to_record(before)
        app.player.playing = True
        app.player.tick(0.5)
        app.player.speed = 1
        app._draw_event()
        assert app.at == before + 1
        assert "idle)" in str(app.query_one("#event", Static).content)
        assert "┄" in str(app.query_one("#bar", Static).content)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_attention_tells_seen_from_never_opened(long_review: Assessment, size: tuple[int, int]) -> None:
    app = ReplayApp(long_review)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("tab", "tab")
        await pilot.pause()
        text = str(app.query_one("#attention", TextPanel).content)
        assert "of the changed lines stood on the screen" in text
        assert "never-forgets: on the screen" in text
        assert "tests/test_words.py  never opened" in text


async def test_keys_scrub_by_ten_seconds(long_review: Assessment) -> None:
    app = ReplayApp(long_review)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("home", "full_stop")
        await pilot.pause()
        there = app.at
        assert 0 < app.times[there] <= 10
        await pilot.press("full_stop", "comma", "comma")
        await pilot.pause()
        assert app.at < there


async def test_the_help_names_keys_as_on_the_keyboard(long_review: Assessment) -> None:
    """And not as the toolkit does."""
    app = ReplayApp(long_review)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, LongText)
        shown = str(app.screen.query_one(Static).content)
        assert ". Shift+→ " in shown and "full_stop" not in shown


async def test_going_to_a_time(long_review: Assessment) -> None:
    app = ReplayApp(long_review)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("t", *"0:10", "enter")
        await pilot.pause()
        assert app.times[app.at] <= 10 < app.times[app.at + 1]


async def test_hostile_text_acts_nowhere(tmp_path: Path) -> None:
    """Escape sequences, markup and direction overrides in every field that a candidate writes, on every panel."""
    nasty = "\x1b]0;owned\x07 [bold red]hi[/] \u202eevil [/nope"
    anchor = Anchor("words.py", Side.RIGHT, 17)
    session = review(
        write_fixture(tmp_path / "words"), tmp_path / "p.packet", None,
        ev.CommentAdded("c3", anchor, nasty),
        ev.DraftOpened("d9", anchor, nasty), ev.DraftDiscarded("d9"),
        ev.SummaryWritten(nasty), ev.FileViewed(nasty), ev.LinesShown(nasty, None, LineRange(1, 2)),
        ev.Unknown(nasty, {}), ev.DraftOpened("d10", Anchor(nasty), nasty),
    )  # fmt: skip
    app = ReplayApp(assess(session, str(tmp_path / "words")))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("tab", "tab", "tab", "c", "d", "left", "left", "left", "end", "S"):
            await pilot.press(key)
            await pilot.pause()
            shown = "\n".join(str(s.content) for s in app.screen.query(Static))
            assert not {"\x1b", "\x07", "\u202e"} & set(shown)
            assert "[bold red]" in shown or "owned" not in shown


class _Counting(ReplayApp):
    """Counts how often the whole picture is drawn."""

    drawn = 0

    def _draw(self) -> None:
        self.drawn += 1
        super()._draw()


async def test_of_a_key_held_down_every_step_counts_and_only_the_newest_place_is_drawn(assessment: Assessment) -> None:
    app = _Counting(assessment)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home")
        await pilot.pause()
        steps, before = len(app.records) - 1, app.drawn
        for _ in range(steps):
            app.post_message(events.Key("right", None))
        while app.at < steps or app._due:
            await pilot.pause()
        assert app.drawn - before < steps / 2
        assert f"event {steps + 1} of {steps + 1}" in str(app.query_one("#event", Static).content)
