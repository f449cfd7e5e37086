"""Moving about: files, changes, search, names, back and forward; by keys alone and by mouse alone."""

from __future__ import annotations

from pathlib import Path

from reading_app import document_text, list_text, reading, settled
from textual.events import MouseMove
from textual.pilot import Pilot

from harness.apps.tui.candidate.app import CandidateApp
from harness.apps.tui.candidate.place_list import PlaceList
from harness.domain.diff import Side
from harness.domain.pull_request import Author, ChangedFile, PullRequest


async def typed(pilot: Pilot[object], text: str) -> None:
    """Type a text."""
    names = {" ": "space", "(": "left_parenthesis", "[": "left_square_bracket", "+": "plus", ")": "right_parenthesis"}
    await pilot.press(*[names.get(c, c) for c in text])


async def searched(app: CandidateApp, pilot: Pilot[object], text: str) -> None:
    """Search for a text and wait for the end of it."""
    await pilot.press("slash")
    await typed(pilot, text)
    await pilot.press("enter")
    await pilot.pause()
    await settled(app, pilot)


def here(app: CandidateApp) -> tuple[str, Side, int] | None:
    """Document, side and line under the cursor."""
    line = app.view.line_at_cursor()
    return (app.current, *line) if line else None


async def test_changes_are_reached_one_by_one_across_files(tmp_path: Path) -> None:
    """] goes on into the next file, [ comes back to the last change of the one before."""
    async with reading(tmp_path, path="src/core.py") as (app, pilot):
        assert here(app) == ("src/core.py", Side.LEFT, 38)
        await pilot.press("right_square_bracket")
        assert here(app) == ("src/core.py", Side.LEFT, 103)
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert here(app) == ("src/ends.js", Side.LEFT, 1)
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert here(app) == ("src/core.py", Side.LEFT, 103)
        await pilot.press("2", "left_square_bracket")
        await pilot.pause()
        assert app.current == "artefacts/log.txt"


async def test_counts_line_numbers_and_z(tmp_path: Path) -> None:
    """Vim's counts before motions, N G, and the cursor's line at the top, in the middle, at the bottom."""
    async with reading(tmp_path, path="src/core.py") as (app, pilot):
        await pilot.press("g", "3", "j")
        assert app.view.cursor == 3
        await pilot.press("1", "5", "0", "G")
        assert here(app) == ("src/core.py", Side.RIGHT, 150)
        await pilot.press("x", "1", "0", "0", "g")
        for key, offset in (("t", 0), ("z", app.view.size.height // 2), ("b", app.view.size.height - 1)):
            await pilot.press("z", key)
            assert app.view.cursor - round(app.view.scroll_y) == offset
        await pilot.press("ctrl+d", "ctrl+u", "pagedown", "pageup", "home")
        assert app.view.cursor == 0
        await pilot.press("end")
        assert app.view.cursor == len(app.view.table) - 1


async def test_search_counts_goes_round_and_says_where(tmp_path: Path) -> None:
    """Lower case means any case; all documents are searched, also the old lines and what is not changed."""
    async with reading(tmp_path) as (app, pilot):
        await searched(app, pilot, "cache")
        assert app._search is not None
        assert (app._search.count, app._search.done) == (2, True)
        places = []
        for key in ("n", "n", "n", "N", "N"):
            places.append(here(app))
            await pilot.press(key)
        assert [p and (p[0], p[2]) for p in places] == [
            ("(description)", 3), ("(commits)", 1), ("(description)", 3), ("(commits)", 1), ("(description)", 3),
        ]  # fmt: skip
        await searched(app, pilot, "return x [+] 7 ")
        assert here(app) == ("src/core.py", Side.LEFT, 38)
        assert "1 of 1 found" in app.search_note()
        await searched(app, pilot, "LIMIT")
        assert here(app) == ("src/util.py", Side.RIGHT, 1)
        await searched(app, pilot, "Cache")
        assert app._search.count == 0


async def test_what_is_no_regular_expression_is_searched_as_text(tmp_path: Path) -> None:
    """An open bracket is found as one; a repetition of a repetition, which could hang, is never run."""
    async with reading(tmp_path) as (app, pilot):
        await searched(app, pilot, "f20(x")
        assert here(app) == ("src/core.py", Side.RIGHT, 101)
        await searched(app, pilot, "(x+)+y")
        assert app._search is not None
        assert app._search.count == 0


async def test_from_a_name_to_its_definition_and_its_uses_and_back(tmp_path: Path) -> None:
    """D goes from a call in an unchanged file to the function; Ctrl+O returns; U lists where a name stands."""
    async with reading(tmp_path, path="src/util.py") as (app, pilot):
        app.view.go_to(Side.RIGHT, 5)
        await pilot.press("D")
        await settled(app, pilot)
        assert isinstance(app.screen, PlaceList)
        await pilot.press("enter")
        await pilot.pause()
        assert here(app) == ("src/core.py", Side.RIGHT, 36)
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert here(app) == ("src/util.py", Side.RIGHT, 5)
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert here(app) == ("src/core.py", Side.RIGHT, 36)
        await pilot.press("U")
        await pilot.pause()
        if isinstance(app.screen, PlaceList) and "Which" in app.screen._title:
            await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, PlaceList)
        assert any("src/util.py:5" in line for line in app.screen._lines)


async def test_a_long_list_of_hits_keeps_its_keys_in_sight(tmp_path: Path) -> None:
    """H at 80x24, with more hits than lines."""
    async with reading(tmp_path, path="src/core.py", size=(80, 24)) as (app, pilot):
        await searched(app, pilot, "e")
        await pilot.press("H")
        await pilot.pause()
        assert isinstance(app.screen, PlaceList)
        assert len(app.screen._lines) > 24
        assert app.screen.region.contains_region(app.screen.query_one(".keys").region)
        assert app.screen.query_one(".keys").region.height


async def test_files_are_marked_and_the_next_one_not_viewed_comes_up(tmp_path: Path) -> None:
    """r marks and moves on; ) and ( pass by what is viewed; h in the list hides it."""
    async with reading(tmp_path, path="src/core.py") as (app, pilot):
        await pilot.press("r")
        await pilot.pause()
        assert app.current == "src/ends.js"
        assert list_text(app)[4].startswith("✓")
        await pilot.press("left_parenthesis")
        await pilot.pause()
        assert app.current == "tools/run.sh"
        await pilot.press("tab", "h")
        assert not any("core.py" in line for line in list_text(app))


async def test_the_list_filters_folds_and_opens_by_keys(tmp_path: Path) -> None:
    """/ filters as one types, Enter opens, Esc shows everything again; Space folds a folder."""
    async with reading(tmp_path) as (app, pilot):
        await pilot.press("tab", "slash")
        await typed(pilot, "core")
        assert [line.split() for line in list_text(app) if ".py" in line] == [["M", "core.py", "+3", "-2"]]
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.current == "src/core.py"
        assert app.view.has_focus
        await pilot.press("tab", "escape", "space")
        assert any("▸ src/" in line for line in list_text(app))
        assert not any("core.py" in line for line in list_text(app))


async def test_the_mouse_alone_is_enough(tmp_path: Path) -> None:
    """Click a file, click a line, drag a range, open a fold, turn the wheel, click a name twice."""
    async with reading(tmp_path) as (app, pilot):
        await pilot.click("#files", offset=(5, 4))
        await settled(app, pilot)
        assert app.current == "src/core.py"
        row = next(y for y, line in enumerate(document_text(app)) if "Doc 7" in line)
        await pilot.click("#document", offset=(20, row))
        assert here(app) == ("src/core.py", Side.RIGHT, 37)
        await pilot.mouse_down("#document", offset=(20, row - 1))
        await pilot._post_mouse_events([MouseMove], "#document", offset=(20, row + 2), button=1)
        await pilot.mouse_up("#document", offset=(20, row + 2))
        anchor = app.view.comment_anchor()
        assert anchor is not None
        assert (anchor.start_line, anchor.line) == (36, 38)
        await pilot.press("escape")
        before = len(app.view.table)
        fold = next(y for y, line in enumerate(document_text(app)) if "hidden" in line)
        await pilot.click("#document", offset=(20, fold))
        assert len(app.view.table) > before


async def test_moving_a_line_in_a_large_file_works_out_a_screen_and_no_more(tmp_path: Path) -> None:
    """Jumping to the end of a hundred thousand changed lines draws one screen: no row beyond it is ever made."""
    base = "".join(f"a{n}\n" for n in range(20_000))
    file = ChangedFile.between("a.txt", base, base.replace("5\n", "x\n"))
    async with reading(tmp_path, PullRequest("t", "d", Author("A"), "text", 5, (file,)), path="a.txt") as (app, pilot):
        before = len(app.view._strips)
        await pilot.press("G")
        await settled(app, pilot)
        assert here(app) == ("a.txt", Side.RIGHT, 20_000)
        assert len(app.view._strips) - before <= 2 * app.view.size.height
