"""The scorecard's own screen, driven by keys at both sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import write_fixture
from reports.test_reports import hostile
from sessions import fixed_assessment
from textual.widgets import Static

from harness.apps.tui.interviewer.app import ReplayApp
from harness.apps.tui.interviewer.scorecard_screen import ScorecardScreen
from harness.domain.assessment import Assessment


@pytest.fixture
def assessment(tmp_path: Path) -> Assessment:
    return fixed_assessment(tmp_path / "fixed")


def words(app: ReplayApp, name: str = "#words") -> str:
    return str(app.screen.query_one(name, Static).content)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_section_is_a_key_away(assessment: Assessment, size: tuple[int, int]) -> None:
    """The summary first, round all sections and back to it, and everything at once."""
    app = ReplayApp(assessment)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("S")
        screen = app.screen
        assert isinstance(screen, ScorecardScreen)
        assert "Found 1 of 2" in words(app)
        titles = []
        for _ in screen.sections:
            titles.append(words(app).split("\n")[0])
            await pilot.press("right")
        assert "PLANTED ISSUES" in titles and "TO ASK NEXT" in titles and "WHAT THIS CANNOT SAY" in titles
        assert screen.at == 0
        await pilot.press("left")
        assert "WHAT THIS CANNOT SAY" in words(app)
        await pilot.press("a")
        assert "SCORECARD" in words(app) and "WHAT THIS CANNOT SAY" in words(app)
        await pilot.press("j", "space", "k")
        assert max(len(line) for line in words(app).split("\n")) <= 79
        await pilot.press("escape")
        assert not isinstance(app.screen, ScorecardScreen)


async def test_both_pages_are_written_from_here(
    assessment: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where they cannot be, the line of keys says so."""
    monkeypatch.chdir(tmp_path)
    app = ReplayApp(assessment)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("S", "w")
        assert "CONTAINS-ANSWERS.html" in words(app, "#keys")
        await pilot.press("e")
        assert len(list(tmp_path.glob("words-*.html"))) == 2
        monkeypatch.chdir("/proc")
        await pilot.press("w")
        assert "cannot be written" in words(app, "#keys")


async def test_hostile_text_is_shown_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARNESS_GRADER", "ada")
    app = ReplayApp(hostile(tmp_path, write_fixture(tmp_path / "words")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("S", "a")
        assert "[red]x[/red]" in words(app) and "␛" in words(app) and "\x1b" not in words(app)
