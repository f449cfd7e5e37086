"""Takes the screenshots in docs/screenshots/ from the real screens, driven by keys.

python scripts/screenshots.py
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from harness.adapters.clock import Clock
from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.packets import packet_bytes, read_packet
from harness.apps.tui.candidate.app import CandidateApp
from harness.apps.tui.interviewer.app import ReplayApp
from harness.domain.diff import Side
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.assess import assess
from harness.steps.interview.record import open_session

FIXTURE, SEED = "forecast-cache", "demo"
TARGET = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
COMMENTS = (
    (
        "weather/cache.py",
        29,
        "Who ever removes an entry? Every text a visitor types stays, so this grows until restart.",
    ),
    ("weather/cache.py", 33, "nit: the name says little"),
)


async def shoot(app: App[object], pilot: Pilot[object], name: str) -> None:
    """Write one picture of the screen as it is."""
    await app.workers.wait_for_complete()
    await pilot.pause()
    (TARGET / f"{name}.svg").write_text(app.export_screenshot(title="harness"), encoding="utf-8")


async def candidate(folder: Path, packet: Path, size: tuple[int, int], tag: str) -> Path:
    """Review the demo in a window of this size; returns the session that was handed in."""
    opened = read_packet(packet)
    recorder = open_session(opened, folder / tag, Clock(), "screenshots", folder / tag)
    app = CandidateApp(opened, recorder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await shoot(app, pilot, f"candidate-welcome-{tag}")
        await pilot.press("enter")
        for path, line, body in COMMENTS:
            while app.current != path:
                await pilot.press("right_curly_bracket")
            app.view.go_to(Side.RIGHT, line)
            await pilot.press("c")
            await pilot.press(*["space" if c == " " else c for c in body])
            if body is COMMENTS[0][2]:
                await shoot(app, pilot, f"candidate-editor-{tag}")
            await pilot.press("ctrl+s")
        await shoot(app, pilot, f"candidate-diff-{tag}")
        await pilot.press("t")
        await shoot(app, pilot, f"candidate-side-by-side-{tag}")
        await pilot.press("t", "s", "r")
        await shoot(app, pilot, f"candidate-hand-in-{tag}")
        await pilot.press("y")
        await pilot.pause()
        await pilot.press("enter")
    recorder.close()
    return next((folder / tag).glob("*.session.jsonl"))


async def replay(session: Path, size: tuple[int, int], tag: str) -> None:
    """Replay that session."""
    app = ReplayApp(assess(session, FIXTURE))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("home", "m")
        await shoot(app, pilot, f"replay-{tag}")
        await pilot.press("S")
        await shoot(app, pilot, f"scorecard-{tag}")


def main() -> None:
    """Take all pictures at both sizes."""
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


if __name__ == "__main__":
    main()
