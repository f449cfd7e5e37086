"""Watching a session that is still being written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import GROWTH, write_fixture
from textual.widgets import Static

from harness.adapters.clock import Clock
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes, read_packet
from harness.apps.tui.interviewer.live_app import LiveApp
from harness.apps.tui.interviewer.text_panel import TextPanel
from harness.domain import event as ev
from harness.domain.comment import Anchor
from harness.domain.diff import LineRange, Side
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.follow import Follower
from harness.steps.interview.record import Recorder, open_session


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    """A review under way, with nothing said yet."""
    folder = write_fixture(tmp_path / "words")
    content, _ = packet_bytes(pull_request_of(compose(load_fixture(folder), "1")), "words", "1")
    packet = tmp_path / "p.packet"
    packet.write_bytes(content)
    recorder = open_session(read_packet(packet), tmp_path / "sessions", Clock(), "t", tmp_path)
    recorder.record(ev.Started())
    recorder.record(ev.LinesShown("words.py", None, LineRange(1, 24), Side.RIGHT, 17))
    yield recorder
    recorder.close()


def follower_of(recorder: Recorder, tmp_path: Path) -> Follower:
    return Follower(recorder.path, str(tmp_path / "words"))


def test_only_what_is_new_comes_and_a_half_written_line_waits(recorder: Recorder, tmp_path: Path) -> None:
    follower = follower_of(recorder, tmp_path)
    assert follower.more() == []
    recorder.record(ev.FileViewed("words.py"))
    whole = recorder.path.read_bytes()
    recorder.path.write_bytes(whole[:-5])
    assert follower.more() == []
    recorder.path.write_bytes(whole)
    assert [r.event for r in follower.more()] == [ev.FileViewed("words.py")]
    assert follower.more() == []


async def test_the_screen_stays_at_the_end_and_matches_what_is_said(recorder: Recorder, tmp_path: Path) -> None:
    app = LiveApp(follower_of(recorder, tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "LIVE" in str(app.query_one("#top", Static).content)
        anchor = Anchor("words.py", Side.RIGHT, 17)
        recorder.record(ev.DraftOpened("d1", anchor))
        recorder.record(ev.DraftChanged("d1", 0, 0, GROWTH[:20]))
        app.look()
        await pilot.pause()
        assert GROWTH[:20] in str(app.query_one("#draft", Static).content)
        recorder.record(ev.CommentAdded("c1", anchor, GROWTH, "d1"))
        app.look()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.at == len(app.records) - 1
        assert "✓ Words are never forgotten" in str(app.query_one("#issues", TextPanel).content)
        recorder.record(ev.Submitted())
        app.look()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "handed in" in str(app.query_one("#top", Static).content)


async def test_who_looks_back_is_left_there(recorder: Recorder, tmp_path: Path) -> None:
    app = LiveApp(follower_of(recorder, tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("home")
        recorder.record(ev.FileViewed("words.py"))
        app.look()
        await pilot.pause()
        assert app.at == 0
        assert f"of {len(app.records)}" in str(app.query_one("#event", Static).content)
