"""The candidate's screen on a small pull request, driven by keys, with a real session log on the disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from builders import write_fixture
from textual.pilot import Pilot

from harness.adapters.clock import Clock
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes, read_packet
from harness.apps.tui.candidate.app import CandidateApp
from harness.domain.pull_request import PullRequest
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.record import Recorder, open_session

SIZES = [(80, 24), (120, 40), (200, 60)]


def write_packet(folder: Path, pull_request: PullRequest | None = None) -> Path:
    """A packet of the small fixture, or of the pull request given."""
    if pull_request is None:
        pull_request = pull_request_of(compose(load_fixture(write_fixture(folder / "words")), "1"))
    path = folder / "words.packet"
    path.write_bytes(packet_bytes(pull_request, "words", "1")[0])
    return path


def recorder_for(packet: Path, clock: Clock | None = None) -> Recorder:
    return open_session(read_packet(packet), packet.parent / "sessions", clock or Clock(), "test", packet.parent)


@asynccontextmanager
async def reviewing(
    packet: Path, size: tuple[int, int] = (120, 40), *, start: bool = True, clock: Clock | None = None
) -> AsyncIterator[tuple[CandidateApp, Pilot[object]]]:
    """The app on a packet; with `start`, past the welcome and with the first changed file open."""
    recorder = recorder_for(packet, clock)
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
    names = {" ": "space", "\n": "enter"}
    await pilot.press(*[names.get(c, c) for c in text])


def screen_text(app: CandidateApp) -> str:
    lines = ("".join(s.text for s in strip) for strip in app.screen._compositor.render_strips())
    return "\n".join(line.rstrip() for line in lines)
