"""Reading: what the document shows, for everything that is awkward to draw, at three sizes of the window."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from reading_app import document_text, list_text, reading, settled

from harness.adapters.packets import packet_bytes
from harness.apps.tui.widgets.rows import Mode, RowKind
from harness.domain.diff import Side
from harness.domain.pull_request import Author, ChangedFile, PullRequest

SCREENS = Path(__file__).resolve().parents[2] / "golden" / "screens"
SIZES = [(80, 24), (120, 40), (200, 60)]


def agrees(name: str, lines: list[str]) -> None:
    """The lines are those kept under this name; with BLESS set they are kept anew."""
    path, text = SCREENS / f"{name}.txt", "\n".join(lines).rstrip() + "\n"
    if os.environ.get("BLESS"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("size", SIZES)
async def test_every_document_looks_as_it_did(tmp_path: Path, size: tuple[int, int]) -> None:
    """Description, commits, code, line ends, wide characters, long lines, folded, binary, gone, new, empty, renamed."""
    async with reading(tmp_path, size=size) as (app, pilot):
        shown = []
        for name in (*app.contents.names, "src/util.py"):
            app.open(name)
            await settled(app, pilot)
            lines = document_text(app)
            while lines and not lines[-1]:
                lines.pop()
            shown += [f"=== {name}", *lines[:24]]
        agrees(f"documents-{size[0]}x{size[1]}", shown)


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_that_is_cut_says_so_beside_the_scrollbar(tmp_path: Path, size: tuple[int, int]) -> None:
    """The scrollbar covers the last column, so the sign stands in the one before."""
    async with reading(tmp_path, size=size, path="min.js") as (app, _):
        view = app.view
        assert view.scrollable_content_region.width == view.text_width
        cut = [line for line in document_text(app) if "1+1+" in line]
        assert cut and all(len(line) == view.text_width and line.endswith("›") for line in cut)


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_looks_as_it_did(tmp_path: Path, size: tuple[int, int]) -> None:
    """Folders, status, counts, and what is not changed in a folder of its own."""
    async with reading(tmp_path, size=size) as (app, pilot):
        await pilot.press("tab")
        await pilot.pause()
        agrees(f"list-{size[0]}x{size[1]}", list_text(app))


async def test_the_layout_follows_the_width_until_one_is_chosen(tmp_path: Path) -> None:
    """Wide: side by side; narrow: unified; t changes it, and t again gives it back to the width."""
    async with reading(tmp_path, size=(200, 40), path="src/core.py") as (app, pilot):
        assert app.view.mode is Mode.SPLIT
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert app.view.mode is Mode.UNIFIED
        await pilot.press("t")
        assert app.view.mode is Mode.SPLIT
        await pilot.resize_terminal(200, 40)
        await pilot.pause()
        await pilot.press("t")
        await pilot.resize_terminal(90, 30)
        await pilot.pause()
        assert app.view.mode is Mode.UNIFIED
        app.open("new.rs")
        assert app.view.automatic_mode is Mode.UNIFIED


async def test_the_cursor_keeps_its_line_through_layouts_folds_and_sizes(tmp_path: Path) -> None:
    """Changing how it looks never loses the place."""
    async with reading(tmp_path, path="src/core.py") as (app, pilot):
        app.view.go_to(Side.RIGHT, 104)
        for key in ("t", "x", "w", "t", "x", "w", "W", "W"):
            await pilot.press(key)
            assert app.view.line_at_cursor() == (Side.RIGHT, 104), key
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.view.line_at_cursor() == (Side.RIGHT, 104)
        top = round(app.view.scroll_y)
        assert top <= app.view.cursor < top + app.view.size.height


async def test_hidden_lines_come_out_in_steps_and_all_at_once(tmp_path: Path) -> None:
    """Enter shows more at both ends of a long fold, x the whole file."""
    base = "".join(f"line {n}\n" for n in range(1, 401))
    file = ChangedFile.between("a.txt", base, base.replace("line 200\n", "other\n"))
    async with reading(tmp_path, PullRequest("t", "d", Author("A"), "text", 5, (file,)), path="a.txt") as (app, pilot):
        await pilot.press("g", "enter")
        folds = [r for r in app.view.table.rows if r.kind is RowKind.FOLD]
        assert [f.hidden for f in folds] == [196 - 40, 197]
        assert app.view.table.row_of(Side.RIGHT, 20) is not None
        await pilot.press("x")
        assert len(app.view.table) == 401
        await pilot.press("x")
        assert len(app.view.table) == 1 + 3 + 2 + 3 + 1


async def test_a_generated_file_begins_folded_and_opens(tmp_path: Path) -> None:
    """Nobody has to page through a lock file; who wants to see it presses Enter; a comment in it opens it for good."""
    async with reading(tmp_path, path="package-lock.json") as (app, pilot):
        assert "A generated file, it seems (+300 -300)" in document_text(app)[0]
        await pilot.press("j", "enter")
        assert app.view.table.row_of(Side.RIGHT, 2) is not None


async def test_changed_words_are_marked_and_signs_tell_without_colour(tmp_path: Path) -> None:
    """The star that took the place of the plus has the background of a changed word; the lines have their signs."""
    async with reading(tmp_path, path="src/core.py") as (app, _):
        row = app.view.table.row_of(Side.RIGHT, 38)
        assert row is not None
        strip = app.view.render_line(row - round(app.view.scroll_y))
        marked = [s.text for s in strip if s.style and s.style.bgcolor == app.view.palette.added_word.bgcolor]
        assert marked == ["*"]
        assert [line.lstrip(" 0123456789")[:1] for line in document_text(app) if "return x" in line and " 7 " in line] == [
            "-", "+",
        ]  # fmt: skip


async def test_code_is_coloured_off_the_loop(tmp_path: Path) -> None:
    """A keyword has another colour than a name, on both sides of a change and side by side."""
    async with reading(tmp_path, size=(200, 40), path="src/core.py") as (app, _):
        for y in range(8):
            strip = app.view.render_line(y)
            keywords = [s for s in strip if s.text == "return" and s.style]
            assert all(s.style and s.style.color != app.view.palette.plain.color for s in keywords)
        assert any(s.text == "return" for y in range(8) for s in app.view.render_line(y))


async def test_whitespace_and_line_ends_show_on_request(tmp_path: Path) -> None:
    """W shows spaces, tabs and carriage returns; without it a return shows only where it is what changed."""
    async with reading(tmp_path, path="src/ends.js") as (app, pilot):
        plain = "\n".join(document_text(app))
        assert plain.count("␍") == 1
        await pilot.press("W")
        shown = "\n".join(document_text(app))
        assert "const·a·=·1;␍" in shown
        assert "→" in shown
        assert shown.count("␍") == 4


async def test_long_lines_scroll_and_wrap(tmp_path: Path) -> None:
    """Signs at the edge say that there is more; wrapped, every character is on the screen."""
    async with reading(tmp_path, path="min.js") as (app, pilot):
        assert document_text(app)[0].endswith("›")
        await pilot.press("l", "l")
        assert "‹" in document_text(app)[0]
        await pilot.press("0", "w")
        text = "".join(line[8:] for line in document_text(app))
        assert text.count("1+") == 400
        await pilot.press("G")
        assert app.view.row_at(app.view.size.height - 1) == app.view.cursor


async def test_hostile_text_is_shown_and_acts_on_nothing(tmp_path: Path) -> None:
    """Escape sequences and direction overrides in code are visible marks, whatever the layout."""
    async with reading(tmp_path, path="wide.txt") as (app, pilot):
        for key in ("t", "w", "W", "x"):
            await pilot.press(key)
            text = "\n".join(document_text(app))
            assert "\x1b" not in text
            assert "\u202e" not in text
            assert "␛[31m<U+202E>" in text


async def test_the_place_says_which_function_encloses_the_cursor(tmp_path: Path) -> None:
    """Its header may have scrolled away."""
    async with reading(tmp_path, path="src/core.py") as (app, _):
        app.view.go_to(Side.RIGHT, 104)
        assert app.view.heading() == "def f20(x):"


async def test_a_damaged_text_is_said_and_the_review_goes_on(tmp_path: Path) -> None:
    """A text is checked when it is looked at; what is wrong there does not end the program, and other files read on."""
    whole = "".join(f"line {n}\n" for n in range(3_000))
    files = tuple(ChangedFile.between(name, whole, whole.replace("line 10\n", f"{name}\n")) for name in ("a", "b"))
    pull_request = PullRequest("t", "d", Author("A"), "text", 5, files)
    content, _ = packet_bytes(pull_request, "reading", "1")
    (tmp_path / "whole").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "whole") as archive:
        at = archive.getinfo("packet/texts").header_offset + 30 + len("packet/texts")
    async with reading(tmp_path, pull_request, damaged_at=at) as (app, pilot):
        app.open("a")
        await settled(app, pilot)
        assert "damaged in the packet" in "\n".join(document_text(app))
        app.open("b")
        await settled(app, pilot)
        assert any("line 9" in line for line in document_text(app))
        assert app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_each_line_is_as_wide_as_the_window(tmp_path: Path, size: tuple[int, int]) -> None:
    """Wide and combining characters, tabs and cut lines never push the border out of place."""
    async with reading(tmp_path, size=size) as (app, pilot):
        for name in app.contents.names:
            app.open(name)
            for keys in ((), ("t",), ("w",), ("W",), ("l",), ("W", "w", "t")):
                await pilot.press(*keys)
                widths = {app.view.render_line(y).cell_length for y in range(app.view.size.height)}
                assert widths == {app.view.outer_size.width}, (name, keys)
