"""The exercise around the review: its beginning, the clock, prompts, the last look, a disk that refuses, looking back."""

from __future__ import annotations

import errno
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from builders import write_fixture
from reviews import SIZES, open_file, reviewing, screen_text, typed, write_packet
from terminals import Terminal

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import read_packet
from harness.apps.tui.candidate.__main__ import main
from harness.apps.tui.candidate.app import GROUPS, CandidateApp
from harness.apps.tui.candidate.command_list import CommandList, matching
from harness.apps.tui.candidate.hand_in import HandIn
from harness.apps.tui.candidate.keys import (
    IN_ANSWER,
    IN_EDITOR,
    IN_LIST,
    ON_COMMENT,
    READING,
    SELECTING,
    Footer,
    entries,
    footer,
)
from harness.apps.tui.candidate.look_back import HandedIn, LookBack
from harness.apps.tui.candidate.message import Pause, Unsaved, Welcome
from harness.apps.tui.candidate.practice import TASKS, practice_packet, practice_recorder
from harness.apps.tui.themes import NAMES, fitting
from harness.domain.comment import Conclusion
from harness.domain.diff import Side
from harness.domain.pull_request import ChangedFile
from harness.domain.review_session import ReviewSession
from harness.domain.timeline import working_times
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.checks import gaps
from harness.steps.interview.record import open_session


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    return write_packet(tmp_path)


class SteppingClock(Clock):
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.mark.parametrize("size", SIZES)
async def test_more_time_is_taken_before_the_start_and_shown_after_it(packet: Path, size: tuple[int, int]) -> None:
    """Whoever needs more takes it; it is in the log, and a restart knows it."""
    async with reviewing(packet, size, start=False) as (app, pilot):
        assert isinstance(app.screen, Welcome)
        await pilot.press("plus", "plus", "enter")
        await pilot.pause()
        assert app.minutes == 14
        assert "of 14:00" in screen_text(app)
    async with reviewing(packet, size, start=False) as (again, pilot):
        assert again.minutes == 14


async def test_the_clock_can_be_hidden_and_tells_once_when_the_time_is_over(packet: Path) -> None:
    """It only informs."""
    clock = SteppingClock()
    async with reviewing(packet, clock=clock) as (app, pilot):
        await pilot.press("T")
        assert "of 10:00" not in screen_text(app)
        clock.seconds += 700
        app.tell_time()
        await pilot.pause()
        assert not app._notifications
        await pilot.press("T")
        app.tell_time()
        app.tell_time()
        await pilot.pause()
        assert [n.message.split(".")[0] for n in app._notifications] == ["The time meant for this review is over"]


async def test_a_pause_stops_the_clock_and_hides_the_pull_request(packet: Path) -> None:
    """Working time leaves it out, live and from the log alike."""
    clock = SteppingClock()
    async with reviewing(packet, clock=clock) as (app, pilot):
        clock.seconds += 60
        await pilot.press("P")
        await pilot.pause()
        assert isinstance(app.screen, Pause)
        assert "def " not in screen_text(app)
        clock.seconds += 3_600
        await pilot.press("enter")
        clock.seconds += 5
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "x", "ctrl+s")
        assert app.recorder.elapsed() == 65
    assert working_times(read_log(app.recorder.path).records)[-1] == 65


async def test_a_fixture_may_forbid_pauses(tmp_path: Path) -> None:
    """The key says so and pauses nothing."""
    pull_request = pull_request_of(compose(load_fixture(write_fixture(tmp_path / "words")), "1"))
    async with reviewing(write_packet(tmp_path, replace(pull_request, pauses=False))) as (app, pilot):
        await pilot.press("P")
        await pilot.pause()
        assert not app.recorder.session.paused
        assert "no pauses" in " ".join(n.message for n in app._notifications)


async def test_the_practice_round_coaches_and_leaves_nothing_in_the_session(tmp_path: Path) -> None:
    """Every task can be done with the keys it names; its log is its own."""
    recorder = practice_recorder(tmp_path, "test")
    app = CandidateApp(practice_packet(), recorder, practice=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert f"Practice 0/{len(TASKS)}" in screen_text(app)
        await open_file(app, pilot, "greet.py")
        await pilot.press("j", "c", "x", "ctrl+s", "v", "j", "j", "c", "y", "ctrl+s", "m")
        await pilot.press("a", "z", "ctrl+s", "r", "p", "enter", "b", "ctrl+s", "s", "a", "escape")
        await pilot.pause()
        assert "Practice done" in screen_text(app)
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running
    recorder.close()
    assert all(task.is_done(recorder.session) for task in TASKS)


async def test_p_at_the_welcome_goes_to_the_practice_round(packet: Path) -> None:
    """The program comes back to the welcome after it; nothing has begun."""
    async with reviewing(packet, start=False) as (app, pilot):
        await pilot.press("p")
        await pilot.pause()
        assert app.wants_practice
        assert not app.recorder.session.started


def test_the_program_comes_back_to_the_welcome_after_the_practice_round(packet: Path) -> None:
    """Three screens one after the other write to one terminal, and two of them to one log."""
    terminal = Terminal(packet, packet.parent / "sessions")
    terminal.read_until("What is recorded")
    terminal.after("p", "Practice 0/")
    terminal.after("q", "What is recorded")
    terminal.after("\r", "all keys")
    terminal.end(signal.SIGKILL)


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_look_goes_to_what_is_open_and_comes_back(packet: Path, size: tuple[int, int]) -> None:
    """Enter on a gap goes where it is closed; after the text is kept the last look is there again."""
    async with reviewing(packet, size) as (app, pilot):
        await pilot.press("A", "x", "escape", "s", "r")
        await pilot.pause()
        assert isinstance(app.screen, HandIn)
        assert [g.kind for g in gaps(app.pull_request, app.recorder.session)][:2] == ["draft", "prompt"]
        await pilot.press("enter", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, HandIn)
        assert "1 comment" in screen_text(app)
        await pilot.press("e")
        await typed(pilot, "two things")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, HandIn)
        assert "Summary: two things" in screen_text(app)
        assert app.recorder.session.conclusion is Conclusion.REQUEST_CHANGES


async def test_an_answer_left_half_written_is_there_again(packet: Path) -> None:
    """Escape keeps it as a draft, the last look tells of it, and p goes on with it."""
    async with reviewing(packet) as (app, pilot):
        await pilot.press("p", "enter", "7", "escape")
        await pilot.pause()
        assert [g.kind for g in gaps(app.pull_request, app.recorder.session)][1] == "draft"
        await pilot.press("p", "enter", "8", "ctrl+s")
        await pilot.pause()
        assert app.recorder.session.answers["memory"].startswith("Estimate (MB): 7")
        assert "8" in app.recorder.session.answers["memory"]


async def test_an_estimate_that_was_only_opened_is_no_answer(packet: Path) -> None:
    """The parts laid out in advance are ours, not the candidate's."""
    async with reviewing(packet) as (app, pilot):
        await pilot.press("p", "enter", "ctrl+s", "p", "enter", "escape")
        await pilot.pause()
        assert app.recorder.session.answers == {"memory": ""}
        assert app.recorder.session.drafts == {}


def refuse(app: CandidateApp) -> None:
    """Let the disk refuse every write and sync from now on."""

    def no(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    log = app.recorder._log
    log._sync_file = no  # type: ignore[assignment]
    log._fd = os.open(log.path, os.O_RDONLY)


async def test_leaving_asks_again_while_the_disk_refuses(packet: Path) -> None:
    """Nothing is dropped without being told: try again, save a copy elsewhere, or leave it knowingly."""
    async with reviewing(packet) as (app, pilot):
        sound = app.recorder._log._fd, app.recorder._log._sync_file
        refuse(app)
        await pilot.press("A", "x", "ctrl+s", "q", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Unsaved)
        assert "in memory alone" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Unsaved)
        app.recorder._log._fd, app.recorder._log._sync_file = sound
        await pilot.press("enter")
        await pilot.pause()
        assert not app.is_running
    assert [r.event.body for r in read_log(app.recorder.path).records if r.event.kind == "comment added"] == ["x"]  # type: ignore[union-attr]


async def test_a_copy_elsewhere_holds_what_the_disk_refused(packet: Path) -> None:
    """It is a whole session, and can be sent."""
    async with reviewing(packet) as (app, pilot):
        refuse(app)
        await pilot.press("A", "x", "ctrl+s", "s", "a", "y")
        await pilot.pause()
        assert isinstance(app.screen, Unsaved)
        assert not app.recorder.session.submitted
        await pilot.press("c")
        await pilot.pause()
        (copy,) = packet.parent.glob("*.session.jsonl")
        assert [r.event.body for r in read_log(copy).records if r.event.kind == "comment added"] == ["x"]  # type: ignore[union-attr]
        await pilot.press("enter")
        await pilot.pause()
        assert not app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_looking_back_steps_through_ones_own_review(packet: Path, size: tuple[int, int]) -> None:
    """After the end, r: each moment shows the document with the comments as they stood then."""
    async with reviewing(packet, size) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c")
        await typed(pilot, "who empties this")
        await pilot.press("ctrl+s", "s", "c", "y")
        await pilot.pause()
        assert isinstance(app.screen, HandedIn)
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, LookBack)
        words = [moment.text.split("  ")[-1] for moment in app.screen.moments]
        assert "c1 on words.py:18" in words
        assert words[-1] == "handed in"
        await pilot.press(*["n"] * words.index("c1 on words.py:18"))
        await pilot.pause()
        assert "who empties this" in screen_text(app)
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert not app.is_running


def test_a_review_that_was_handed_in_is_not_begun_anew_by_mistake(
    packet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same command says where it is and how to look back; --again means it."""
    folder = packet.parent / "sessions"
    recorder = open_session(read_packet(packet), folder, Clock(), "test", packet.parent)
    recorder.submit()
    recorder.close()
    assert main([str(packet), "--sessions", str(folder)]) == 0
    assert "handed this review in already" in capsys.readouterr().out
    assert len(list(folder.glob("*.log"))) == 1


# Keys and commands


@pytest.mark.parametrize("shown", [READING, SELECTING, ON_COMMENT, IN_EDITOR, IN_ANSWER, IN_LIST])
def test_the_footer_names_only_keys_that_are_bound(shown: Footer) -> None:
    """A key in the footer does something, in every context."""
    bound = {key for entry in entries(GROUPS) for key in entry.keys.split()} | {"Tab"}
    for keys, _ in shown:
        assert set(keys.split()) <= bound, keys


@pytest.mark.parametrize("width", [60, 80, 120, 400])
def test_the_footer_fits_and_always_tells_where_all_keys_are(width: int) -> None:
    """What does not fit is left away; the key to everything never is."""
    line = footer(READING, True, width)
    assert len(line) <= width
    assert line.endswith("? all keys")


async def test_every_binding_has_its_place_in_the_list_of_commands(packet: Path) -> None:
    """The help is made from the bindings, so nothing can be bound in secret."""
    told = {entry.action for entry in entries(GROUPS)}
    for where, bindings in GROUPS:
        assert {b.action for b in bindings if b.description} <= told, where  # type: ignore[union-attr]


@pytest.mark.parametrize("size", SIZES)
async def test_a_command_is_found_by_typing_and_carried_out(packet: Path, size: tuple[int, int]) -> None:
    """? and words; Enter does it; a number goes to that line; there are our commands alone."""
    async with reviewing(packet, size) as (app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, CommandList)
        await typed(pilot, "whole review")
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_editing()
        await pilot.press("escape", "colon", "1", "8", "enter")
        await pilot.pause()
        assert app.view.line_at_cursor() == (Side.RIGHT, 18)


def test_a_search_of_commands_wants_every_word() -> None:
    """In any order; a key is found by its name."""
    known = entries(GROUPS)
    assert [e.keys for e in matching(known, "in hand")] == ["s"]
    assert "d" in [e.keys for e in matching(known, "d")]
    assert len(matching(known, "")) == len(known)


# For every screen


@pytest.mark.parametrize("theme", NAMES)
async def test_every_theme_shows_signs_and_frames_beside_its_colours(packet: Path, theme: str) -> None:
    """Added and removed lines and comments are told apart without any colour."""
    async with reviewing(packet) as (app, pilot):
        app.theme = theme
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "x", "ctrl+s")
        await pilot.pause()
        text = screen_text(app)
        assert " + " in text
        assert " - " in text
        assert "╭ c1" in text


def test_the_theme_fits_the_terminal() -> None:
    """NO_COLOR and a terminal of sixteen colours are seen; a theme that was chosen wins elsewhere."""
    assert fitting(True, "truecolor") == "mono"
    assert fitting(False, None) == "mono"
    assert fitting(False, "standard") == "sixteen"
    assert fitting(False, "256") == "dark"


async def test_the_chosen_theme_is_there_again(packet: Path) -> None:
    """Ctrl+T, and the next start has it."""
    from harness.adapters.preferences import read_preferences

    async with reviewing(packet) as (app, pilot):
        before = app.theme
        await pilot.press("ctrl+t")
        assert app.theme != before
        assert read_preferences(app.recorder.path.parent) == {"theme": app.theme}


async def test_copying_is_by_the_candidates_key_alone(packet: Path) -> None:
    """y copies the lines under the cursor or the range, and nothing else ever does."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 12)
        await pilot.press("j", "k", "c", "x", "ctrl+s")
        assert app.clipboard == ""
        app.view.go_to(Side.RIGHT, 12)
        await pilot.press("v", "j", "y")
        lines = app.pull_request.file("words.py").head.lines  # type: ignore[union-attr]
        assert app.clipboard == "\n".join(lines[11:13])


async def test_where_the_cursor_is_shows_and_is_noted(packet: Path) -> None:
    """A motion changes the line above the document at once, and the log once the cursor rests."""
    async with reviewing(packet, (80, 24)) as (app, pilot):
        await pilot.press("1", "8", "G")
        await pilot.pause()
        assert "words.py  line 18" in screen_text(app)
        assert app._settled is not None
        app.settle()
        shown = app.recorder.session.shown
        assert shown is not None
        assert (shown.path, shown.cursor_line) == ("words.py", 18)


def test_a_large_pull_request_does_not_bury_what_is_open_under_its_files(tmp_path: Path) -> None:
    """Files come last and are counted beyond the first twenty."""
    files = tuple(ChangedFile.between(f"f{n}.py", None, "x\n") for n in range(1_000))
    found = gaps(replace(practice_packet().pull_request, files=files), ReviewSession())
    assert [gap.kind for gap in found[:4]] == ["conclusion", "prompt", "", "summary"]
    assert [gap.text for gap in found[-2:]] == ["never opened: f18.py", "and 981 more files"]
    assert len(found) == 24
