"""Takes the screenshots in docs/screenshots/ from the real screens, driven by keys.

python -m scripts.screenshots [NAME ...]

Names say which pictures are written, by how they begin: `replay verdicts`. Without one, all are.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from harness.adapters.clock import Clock
from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.packets import packet_bytes, read_packet
from harness.apps.tui.candidate.app import CandidateApp
from harness.apps.tui.candidate.practice import practice_packet, practice_recorder
from harness.apps.tui.interviewer.app import ReplayApp
from harness.apps.tui.themes import NAMES
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.assess import assess, read_review
from harness.steps.interview.decide import Desk
from harness.steps.interview.record import open_session
from scripts.candidate_walk import Route, Walk

FIXTURE, SEED = "forecast-cache", "demo"
TARGET = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
WIDE = {"comment", "unified", "hand-in"}
"""The states that are worth a picture of the widest window too."""
ROUTE = Route(
    "weather/cache.py",
    25,
    "Who ever removes an entry? Every text a visitor types stays, so this grows until restart.",
    "cache",
)


wanted: tuple[str, ...] = ("",)
"""How the names of the pictures begin that are written."""


async def shoot(app: App[object], pilot: Pilot[object], name: str) -> None:
    """Write one picture of the screen as it is."""
    if not name.startswith(wanted):
        return
    await app.workers.wait_for_complete()
    await pilot.pause()
    (TARGET / f"{name}.svg").write_text(app.export_screenshot(title="harness"), encoding="utf-8")


async def candidate(folder: Path, packet: Path, size: tuple[int, int], tag: str) -> Path:
    """Review the demo in a window of this size; returns the session that was handed in."""
    opened = read_packet(packet)
    recorder = open_session(opened, folder / tag, Clock(), "screenshots", folder / tag)
    app = CandidateApp(opened, recorder)
    app.chosen_theme = NAMES[0]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        async for name in Walk(app, pilot, ROUTE).states():
            app.clear_notifications()
            if size[0] < 200 or name in WIDE:
                await shoot(app, pilot, f"candidate-{name}-{tag}")
        await pilot.press("enter")
    recorder.close()
    return next((folder / tag).glob("*.session.jsonl"))


async def practice(folder: Path) -> None:
    """The practice round."""
    recorder = practice_recorder(folder, "screenshots")
    app = CandidateApp(practice_packet(), recorder, practice=True)
    app.chosen_theme = NAMES[0]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("right_curly_bracket")
        await shoot(app, pilot, "candidate-practice-80x24")
    recorder.close()


async def themes(folder: Path, packet: Path) -> None:
    """The diff with a comment in every theme but the usual one."""
    for theme in NAMES[1:]:
        recorder = open_session(read_packet(packet), folder / theme, Clock(), "screenshots", folder / theme)
        app = CandidateApp(read_packet(packet), recorder)
        app.chosen_theme = theme
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            async for name in Walk(app, pilot, ROUTE).states():
                if name == "comment":
                    app.clear_notifications()
                    await shoot(app, pilot, f"candidate-theme-{theme}-120x40")
                    break
        recorder.close()


async def replay(session: Path, size: tuple[int, int], tag: str) -> None:
    """Replay that session."""
    app = ReplayApp(assess(session, FIXTURE))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("home", "m")
        await shoot(app, pilot, f"replay-{tag}")
        await pilot.press("S")
        await shoot(app, pilot, f"scorecard-{tag}")


async def verdicts(session: Path, size: tuple[int, int], tag: str) -> None:
    """Sit down to decide on it."""
    desk = Desk(read_review(session, FIXTURE), "ada")
    app = ReplayApp(desk.assessment, desk, in_queue=True)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await shoot(app, pilot, f"verdicts-{tag}")
    desk.close()


def main() -> None:
    """Take the pictures at both sizes."""
    global wanted
    parser = argparse.ArgumentParser(
        prog="python -m scripts.screenshots", description="Takes the pictures of the docs."
    )
    parser.add_argument(
        "names", nargs="*", default=[""], help="how the pictures begin that are written; all by default"
    )
    wanted = tuple(parser.parse_args().names)
    TARGET.mkdir(parents=True, exist_ok=True)
    fixture = load_fixture(find_fixture(FIXTURE))
    content, _ = packet_bytes(pull_request_of(compose(fixture, SEED)), fixture.slug, SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        packet = folder / "demo.packet"
        packet.write_bytes(content)
        for size, tag in (((80, 24), "80x24"), ((120, 40), "120x40")):
            session = asyncio.run(candidate(folder, packet, size, tag))
            asyncio.run(replay(session, size, tag))
            asyncio.run(verdicts(session, size, tag))
        if any("candidate".startswith(name[:9]) for name in wanted):
            asyncio.run(candidate(folder, packet, (200, 60), "200x60"))
            asyncio.run(practice(folder / "practice"))
            asyncio.run(themes(folder, packet))


if __name__ == "__main__":
    main()
