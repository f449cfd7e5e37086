"""The candidate's screen, driven by keys, with a real session log on the disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from builders import write_fixture
from textual.pilot import Pilot

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes, read_packet
from harness.apps.tui.candidate.app import CandidateApp
from harness.apps.tui.candidate.draft_changes import change_between
from harness.apps.tui.candidate.editor import DraftEditor
from harness.apps.tui.candidate.hand_in import HandIn
from harness.apps.tui.candidate.message import Message
from harness.domain.comment import Conclusion, Scope
from harness.domain.diff import Side
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.checks import gaps
from harness.steps.interview.record import Recorder, open_session

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    fixture = load_fixture(write_fixture(tmp_path / "words"))
    content, _ = packet_bytes(pull_request_of(compose(fixture, "1")), "words", "1")
    path = tmp_path / "words.packet"
    path.write_bytes(content)
    return path


def recorder_for(packet: Path) -> Recorder:
    return open_session(read_packet(packet), packet.parent / "sessions", Clock(), "test", packet.parent)


@asynccontextmanager
async def reviewing(
    packet: Path, size: tuple[int, int] = (120, 40), start: bool = True
) -> AsyncIterator[tuple[CandidateApp, Pilot[object]]]:
    """The app on a packet; with `start`, past the welcome and with the first changed file open."""
    recorder = recorder_for(packet)
    app = CandidateApp(read_packet(packet), recorder)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            if start:
                await pilot.press("enter")
                await open_file(app, pilot, "words.py")
            yield app, pilot
    finally:
        recorder.close()


async def open_file(app: CandidateApp, pilot: Pilot[object], path: str) -> None:
    while app.current != path:
        await pilot.press("right_curly_bracket")
    await app.workers.wait_for_complete()
    await pilot.pause()


async def typed(pilot: Pilot[object], text: str) -> None:
    await pilot.press(*["space" if c == " " else c for c in text])


def screen_text(app: CandidateApp) -> str:
    return "\n".join("".join(s.text for s in strip) for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize("size", SIZES)
async def test_it_says_what_is_recorded_before_it_starts(packet: Path, size: tuple[int, int]) -> None:
    """Nobody is recorded who has not read what is recorded; leaving there starts nothing."""
    async with reviewing(packet, size, start=False) as (app, pilot):
        assert isinstance(app.screen, Message)
        assert "What is recorded" in screen_text(app)
        await pilot.press("q")
        await pilot.pause()
        assert not app.recorder.session.started
        assert not app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_a_comment_on_a_line_stands_under_it(packet: Path, size: tuple[int, int]) -> None:
    """c, text, Ctrl+S: the comment is in the log, anchored where the cursor was, and on the screen."""
    async with reviewing(packet, size) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c")
        await typed(pilot, "who empties this")
        await pilot.press("ctrl+s")
        await pilot.pause()
        (comment,) = app.recorder.session.comments.values()
        assert (comment.anchor.path, comment.anchor.line, comment.anchor.side) == ("words.py", 18, Side.RIGHT)
        assert comment.body == "who empties this"
        assert "who empties this" in screen_text(app)


async def test_comments_on_a_range_a_file_the_review_and_the_old_side(packet: Path) -> None:
    """Every scope has its key."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 12)
        await pilot.press("v", "j", "j", "c", "x", "ctrl+s")
        await pilot.press("C", "y", "ctrl+s")
        await pilot.press("A", "z", "ctrl+s")
        old_row = next(i for i, r in enumerate(app.view.table.rows) if r.base and not r.head)
        app.view.move_to(old_row)
        await pilot.press("c", "o", "ctrl+s")
        await pilot.pause()
        comments = list(app.recorder.session.comments.values())
        assert [c.anchor.scope for c in comments] == [Scope.RANGE, Scope.FILE, Scope.REVIEW, Scope.LINE]
        assert (comments[0].anchor.start_line, comments[0].anchor.line) == (12, 14)
        assert comments[3].anchor.side is Side.LEFT


async def test_a_comment_can_be_edited_withdrawn_and_brought_back(packet: Path) -> None:
    """Every step is an event; nothing is rewritten."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 5)
        await pilot.press("c", "a", "ctrl+s")
        app.view.go_to_comment("c1")
        await pilot.press("e", "b", "ctrl+s")
        await pilot.pause()
        assert app.recorder.session.comments["c1"].body == "ab"
        app.view.go_to_comment("c1")
        await pilot.press("d")
        assert not app.recorder.session.comments
        await pilot.press("u")
        assert app.recorder.session.comments["c1"].body == "ab"
    kinds = [r.event.kind for r in read_log(app.recorder.path).records]
    assert [k for k in kinds if k.startswith("comment")] == [
        "comment added", "comment edited", "comment withdrawn", "comment restored",
    ]  # fmt: skip


async def test_a_crash_brings_back_file_line_layout_and_draft(packet: Path) -> None:
    """The second start, after the first ended in the middle of a word, stands where the first stood."""
    async with reviewing(packet) as (app, pilot):
        await pilot.press("t")
        app.view.go_to(Side.RIGHT, 21)
        app.settle()
        await pilot.press("c")
        await typed(pilot, "half a wo")
    async with reviewing(packet, start=False) as (again, pilot):
        await pilot.pause()
        assert again.current == "words.py"
        assert again.view.mode.value == "split"
        assert again.view.line_at_cursor() == (Side.RIGHT, 21)
        editor = again.query_one(DraftEditor)
        assert editor.text == "half a wo"
        await typed(pilot, "rd")
        await pilot.press("ctrl+s")
        await pilot.pause()
        (comment,) = again.recorder.session.comments.values()
        assert (comment.body, comment.anchor.line) == ("half a word", 21)


@pytest.mark.parametrize("size", SIZES)
async def test_handing_in_says_what_is_missing_and_leaves_a_sealed_file(packet: Path, size: tuple[int, int]) -> None:
    """The last look lists unopened files, unanswered questions and the missing conclusion."""
    async with reviewing(packet, size) as (app, pilot):
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, HandIn)
        told = [gap.text for gap in gaps(app.pull_request, app.recorder.session)]
        assert "never opened: tests/test_words.py" in told
        assert any(text.startswith("not answered: How many megabytes?") for text in told)
        await pilot.press("y")
        assert not app.recorder.session.submitted
        await pilot.press("r", "y")
        await pilot.pause()
        assert app.recorder.session.submitted
        assert app.recorder.session.conclusion is Conclusion.REQUEST_CHANGES
        await pilot.press("enter")
        await pilot.pause()
    (sealed,) = packet.parent.glob("*.session.jsonl")
    assert read_log(sealed).records[-1].event.kind == "submitted"


async def test_a_prompt_is_answered_in_a_panel(packet: Path) -> None:
    """p, Enter, the answer, Ctrl+S; an estimate has its parts laid out, and the cursor stands at the first."""
    async with reviewing(packet) as (app, pilot):
        await pilot.press("p", "enter")
        await pilot.pause()
        await typed(pilot, "7")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.recorder.session.answers["memory"].startswith("Estimate (MB): 7\n")


async def test_leaving_asks_and_keeps_everything(packet: Path) -> None:
    """q is not the end of anything."""
    async with reviewing(packet) as (app, pilot):
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, Message)
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_running
        await pilot.press("q", "enter")
        await pilot.pause()
        assert not app.is_running


async def test_search_finds_across_files(packet: Path) -> None:
    """A hit in another file opens it."""
    async with reviewing(packet) as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, "recent_words")
        await pilot.press("enter")
        await pilot.pause()
        assert app.current == "tests/test_words.py"


async def test_a_small_window_says_so_and_works_again_when_it_grows(packet: Path) -> None:
    """Nothing is lost in a window too small to draw in."""
    async with reviewing(packet) as (app, pilot):
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert app.query_one("#small").display
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert not app.query_one("#small").display


async def test_hostile_text_acts_on_nothing(tmp_path: Path) -> None:
    """Markup and control characters in every public field are shown, not obeyed."""
    hostile = "[/] [@click=app.quit]x[/] [link=https://x]"
    folder = write_fixture(tmp_path / "words")
    pr = (folder / "pr.yaml").read_text("utf-8")
    pr = pr.replace("feat(words): bounded counter", hostile + r" \e]52;c;eA==\a \e[2J").replace(
        "Ada Byron", '"A [/b] B"'
    )
    pr = pr.replace("title: W-1", 'title: "[/] \\e[31m"').replace("How many megabytes?", r"[/] \e[2J?")
    (folder / "pr.yaml").write_text(pr, "utf-8")
    (folder / "artefacts/ticket.md").write_text("\x1b]0;owned\x07 [/] \u202e\n", "utf-8")
    content, _ = packet_bytes(pull_request_of(compose(load_fixture(folder), "1")), "words", "1")
    path = tmp_path / "p.packet"
    path.write_bytes(content)
    async with reviewing(path, (120, 40), start=False) as (app, pilot):
        for keys in (
            ["enter"],
            ["right_curly_bracket"],
            ["p"],
            ["escape"],
            ["A", "left_square_bracket", "slash", "ctrl+s"],
        ):
            await pilot.press(*keys)
            await pilot.pause()
            assert not {c for c in screen_text(app) if c < " " and c != "\n"} | ({"\u202e"} & set(screen_text(app)))
        assert app.is_running


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("", "a", (0, 0, "a")), ("abc", "abXc", (2, 0, "X")), ("aaa", "aa", (2, 1, "")), ("ab", "xb", (0, 1, "x"))],
)
def test_a_change_of_a_draft_is_the_smallest_replacement(old: str, new: str, expected: tuple[int, int, str]) -> None:
    """Offset, characters removed, text inserted."""
    change = change_between("d1", old, new)
    assert change is not None
    assert (change.at, change.removed, change.inserted) == expected
    assert old[: change.at] + change.inserted + old[change.at + change.removed :] == new
