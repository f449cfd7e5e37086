"""Every screen and state as text, at three sizes, compared with tests/golden. Its README says how to bless a change."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from reviews import SIZES, screen_text, write_packet

from harness.adapters.clock import Clock
from harness.adapters.packets import read_packet
from harness.apps.tui.candidate.app import CandidateApp
from harness.apps.tui.candidate.practice import practice_packet, practice_recorder
from harness.steps.interview.record import open_session
from scripts.candidate_walk import Route, Walk

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
ROUTE = Route("words.py", 18, "Who ever empties this?", "count")


class StandingClock(Clock):
    """A clock that shows always the same time."""

    def monotonic(self) -> float:
        return 1_000.0

    def local(self) -> str:
        return "14:02"


def be_quiet(app: CandidateApp) -> None:
    """Nothing is said in passing, and everything is saved."""
    app.clear_notifications()
    app.settle()
    app.recorder.make_safe()
    app.draw_top()


def the_same_each_time(text: str) -> str:
    """Without what differs from run to run."""
    text = re.sub(r" {5}(  \d+/\d+ viewed  )saving …", r"\1saved ✓ 14:02", text)
    text = re.sub(r"words-[0-9a-f]{8}", "words-00000000", text)
    return re.sub(r"\b[0-9a-f]{4}( [0-9a-f]{4}){3}\b", "0000 0000 0000 0000", text)


@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_looks_as_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """From the welcome to looking back; a difference is either a mistake or to be blessed."""
    monkeypatch.chdir(tmp_path)  # so that the paths on the screen are short and the same
    packet = read_packet(write_packet(tmp_path))
    recorder = open_session(packet, Path("sessions"), StandingClock(), "test", Path())
    app = CandidateApp(packet, recorder)
    shown: list[str] = []
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            async for name in Walk(app, pilot, ROUTE).states():
                be_quiet(app)
                await pilot.pause()
                shown.append(f"=== {name}\n{the_same_each_time(screen_text(app))}\n")
    finally:
        recorder.close()
    compare(f"candidate-{size[0]}x{size[1]}.txt", shown)


async def test_the_small_screens_look_as_they_did(tmp_path: Path) -> None:
    """The practice round, and a window too small to draw in."""
    recorder = practice_recorder(tmp_path, "test")
    app = CandidateApp(practice_packet(), recorder, practice=True)
    shown = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("right_curly_bracket")
        await app.workers.wait_for_complete()
        be_quiet(app)
        await pilot.pause()
        shown.append(
            "=== practice\n" + re.sub(r"saved ✓ \d\d:\d\d  0:\d\d", "saved ✓ 14:02  0:00", screen_text(app)) + "\n"
        )
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        shown.append(f"=== too small\n{screen_text(app)}\n")
    recorder.close()
    compare("candidate-small.txt", shown)


def compare(name: str, shown: list[str]) -> None:
    path = GOLDEN / name
    text = "\n".join(shown)
    if os.environ.get("BLESS"):
        path.write_text(text, "utf-8")
    expected = path.read_text("utf-8").split("\n=== ")
    for one, other in zip(text.split("\n=== "), expected, strict=True):
        assert one == other
