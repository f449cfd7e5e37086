"""The interviewer's replay, driven by keys, over a real session."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import GROWTH, review, write_fixture
from textual.widgets import Static

from harness.apps.tui.interviewer.app import ReplayApp, seconds_of
from harness.apps.tui.interviewer.dialogs import LongText
from harness.apps.tui.interviewer.timeline import Moment, Tick, at_fraction, bar, lane
from harness.domain.assessment import Assessment
from harness.domain.attention import Idle
from harness.domain.errors import WrongPullRequest
from harness.steps.interview.assess import assess
from harness.steps.interview.replay import Film


@pytest.fixture
def assessment(tmp_path: Path) -> Assessment:
    folder = write_fixture(tmp_path / "words")
    return assess(review(folder, tmp_path / "p.packet"), str(folder))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_issues_stand_beside_the_diff_with_what_became_of_them(
    assessment: Assessment, size: tuple[int, int]
) -> None:
    """Found with level and comment, or missed."""
    app = ReplayApp(assessment)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = str(app.query_one("#issues", Static).content)
        assert "✓ Words are never forgotten" in text
        assert "✗ Ties come out in the order of arrival" in text
        assert "contains answers" in str(app.query_one("#top", Static).content)


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
        text = str(app.query_one("#evidence", Static).content)
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
        assert isinstance(app.screen, LongText)
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
