"""Commenting on the candidate's screen: threads, labels, drafts that stay, suggestions, preview, undo, pastes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviews import SIZES, open_file, reviewing, screen_text, typed, write_packet
from textual import events

from harness.adapters.event_log import read_log
from harness.apps.tui.candidate.draft_changes import change_between, in_parts
from harness.apps.tui.candidate.labels import LabelDialog
from harness.apps.tui.candidate.pastes import Folds
from harness.apps.tui.candidate.preview import markdown_text
from harness.apps.tui.candidate.suggestion import suggestion_block, with_suggestion
from harness.domain.comment import Decoration, Label
from harness.domain.diff import Side
from harness.domain.review_session import ReviewSession


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    return write_packet(tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_a_reply_stands_under_what_it_answers(packet: Path, size: tuple[int, int]) -> None:
    """a on a comment opens a reply at the same place; another comment on the line comes after the thread."""
    async with reviewing(packet, size) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "x", "ctrl+s", "c", "y", "ctrl+s")
        app.view.go_to_comment("c1")
        await pilot.press("a")
        await typed(pilot, "and when")
        await pilot.press("ctrl+s")
        session = app.recorder.session
        assert [(c.id, c.reply_to) for c in session.comments_in("words.py")] == [
            ("c1", None),
            ("c3", "c1"),
            ("c2", None),
        ]
        assert session.comments["c3"].anchor == session.comments["c1"].anchor
        assert "c3 · reply to c1" in screen_text(app)


async def test_a_label_and_a_decoration_are_chosen_by_letters(packet: Path) -> None:
    """They stand beside the text, in the log as on the screen; choosing again changes them."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "x", "ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, LabelDialog)
        assert "changes no credit" in " ".join(screen_text(app).split())
        await pilot.press("q", "b", "enter", "ctrl+s")
        comment = app.recorder.session.comments["c1"]
        assert (comment.body, comment.label, comment.decoration) == ("x", Label.QUESTION, Decoration.BLOCKING)
        app.view.go_to_comment("c1")
        await pilot.press("e", "ctrl+l", "0", "9", "enter", "ctrl+s", "u")
        assert app.recorder.session.comments["c1"] == comment


async def test_ctrl_s_among_the_labels_keeps_the_comment_too(packet: Path) -> None:
    """Whoever presses it there means both."""
    async with reviewing(packet) as (app, pilot):
        await pilot.press("j", "c", *"stuck", "ctrl+l", "i", "ctrl+s")
        await pilot.pause()
        comment = app.recorder.session.comments["c1"]
        assert (comment.body, comment.label) == ("stuck", Label.ISSUE)
        assert not app.is_editing()


async def test_leaving_the_editor_keeps_the_draft_and_several_can_be_open(packet: Path) -> None:
    """Escape throws nothing away: drafts stand on their lines, come back after a restart, and are taken up again."""
    async with reviewing(packet) as (app, pilot):
        for line in (12, 18):
            app.view.go_to(Side.RIGHT, line)
            await pilot.press("c")
            await typed(pilot, f"on {line}")
            await pilot.press("escape")
        assert not app.is_editing()
        assert "draft d1" in screen_text(app)
        assert "draft d2" in screen_text(app)
    async with reviewing(packet, start=False) as (again, pilot):
        await pilot.pause()
        assert not again.is_editing()
        again.view.go_to(Side.RIGHT, 12)
        await pilot.press("c")
        assert again.panel.editor is not None
        assert again.panel.editor.text == "on 12"
        await typed(pilot, "!")
        await pilot.press("ctrl+s")
        assert [c.body for c in again.recorder.session.comments.values()] == ["on 12!"]
        assert [d.text for d in again.recorder.session.drafts.values()] == ["on 18"]


async def test_an_empty_draft_is_gone_when_left(packet: Path) -> None:
    """Nothing is kept of nothing, and an edit that changes nothing is no edit."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "escape", "c", "x", "ctrl+s")
        app.view.go_to_comment("c1")
        await pilot.press("e", "escape")
        assert app.recorder.session.drafts == {}


async def test_u_takes_back_one_change_after_the_other(packet: Path) -> None:
    """Adding, editing, withdrawing, throwing a draft away: each is taken back, latest first."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "x", "ctrl+s")
        app.view.go_to_comment("c1")
        await pilot.press("e", "y", "ctrl+s")
        app.view.go_to(Side.RIGHT, 12)
        await pilot.press("c", "z", "escape")
        app.view.go_to_comment("d3")
        await pilot.press("d")
        app.view.go_to_comment("c1")
        await pilot.press("d")
        session = app.recorder.session
        assert (list(session.comments), list(session.drafts)) == ([], [])
        await pilot.press("u")
        assert session.comments["c1"].body == "xy"
        await pilot.press("u")
        assert [d.text for d in session.drafts.values()] == ["z"]
        assert not app.is_editing()
        await pilot.press("u")
        assert session.comments["c1"].body == "x"
        await pilot.press("u")
        assert session.comments == {}
        assert ReviewSession.replay(read_log(app.recorder.path).records) == session


async def test_a_suggestion_holds_the_selected_lines(packet: Path) -> None:
    """S on a range opens a block with these lines, labelled; Ctrl+G puts one into a comment that is being written."""
    async with reviewing(packet) as (app, pilot):
        lines = app.pull_request.file("words.py").head.lines  # type: ignore[union-attr]
        app.view.go_to(Side.RIGHT, 12)
        await pilot.press("v", "j", "S", "ctrl+s")
        comment = app.recorder.session.comments["c1"]
        assert comment.body == "\n".join(["```suggestion", *lines[11:13], "```", ""])
        assert comment.label is Label.SUGGESTION
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "x", "ctrl+g", "ctrl+s")
        assert app.recorder.session.comments["c2"].body == f"x\n\n```suggestion\n{lines[17]}\n```\n"


async def test_a_suggestion_that_was_only_looked_at_leaves_no_draft(packet: Path) -> None:
    """S and Esc is a mistake taken back; one changed letter makes it worth keeping."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 12)
        await pilot.press("S", "escape")
        assert app.recorder.session.drafts == {}
        await pilot.press("S", "x", "escape")
        assert [draft.text[-1] for draft in app.recorder.session.drafts.values()] == ["x"]


def test_a_suggestion_of_a_fence_has_a_longer_fence() -> None:
    """Or the block would end inside its lines."""
    assert suggestion_block(["````", "x"]).split("\n")[0] == "`````suggestion"
    assert with_suggestion("", ["x"]) == "```suggestion\nx\n```\n"


async def test_a_question_to_the_author_is_a_kind_of_its_own(packet: Path) -> None:
    """Q, here."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("Q", "x", "ctrl+s")
        assert app.recorder.session.comments["c1"].label is Label.TO_AUTHOR


async def test_the_preview_shows_markdown_and_goes_back(packet: Path) -> None:
    """Ctrl+R there and Escape back; Ctrl+S keeps from either."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c")
        await typed(pilot, "**bold** words")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "bold words" in screen_text(app)
        await pilot.press("escape", "!", "ctrl+r", "ctrl+s")
        await pilot.pause()
        assert app.recorder.session.comments["c1"].body == "**bold** words!"


def test_nothing_in_a_preview_acts() -> None:
    """Neither what was written nor what Markdown makes of an entity; links are shown and not live."""
    drawn = markdown_text("&#x202e; [x](https://e) \x1b[2J `\u202e`\n\n# [/b]", 60)
    assert not {c for c in drawn.plain if c < " " and c != "\n"} | ({"\u202e"} & set(drawn.plain))
    assert "https://e" in drawn.plain
    assert "[/b]" in drawn.plain
    assert not [span for span in drawn.spans if getattr(span.style, "link", None)]


async def test_the_list_goes_edits_and_brings_back(packet: Path) -> None:
    """L shows comments, drafts and what was withdrawn, and acts on each."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "x", "ctrl+s", "A", "y", "escape")
        app.view.go_to_comment("c1")
        await pilot.press("d")
        await open_file(app, pilot, "tests/test_words.py")
        await pilot.press("L")
        await pilot.pause()
        assert "1 drafts, 1 withdrawn" in screen_text(app)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert app.current == "words.py"
        assert list(app.recorder.session.comments) == ["c1"]
        await pilot.press("L", "e")
        await pilot.pause()
        assert app.panel.editor is not None
        assert app.panel.editor.text == "x"


async def test_the_mouse_selects_a_range_to_comment_on(packet: Path) -> None:
    """Press, drag, let go, c."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 12)
        top = round(app.view.scroll_y)
        row = app.view.cursor - top
        await pilot.mouse_down(app.view, offset=(20, row))
        await pilot.hover(app.view, offset=(20, row + 2))
        app.view.post_message(
            events.MouseMove(app.view, 20, row + 2, 0, 1, 1, False, False, False, screen_x=20, screen_y=row + 2)
        )
        await pilot.pause()
        await pilot.mouse_up(app.view, offset=(20, row + 2))
        await pilot.press("c", "x", "ctrl+s")
        (comment,) = app.recorder.session.comments.values()
        assert comment.anchor.start_line == 12
        assert comment.anchor.line == 14


async def test_letters_typed_just_before_ctrl_s_are_kept(packet: Path) -> None:
    """However fast they come: the key that keeps is carried out after the letters before it."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c")
        await pilot.pause()
        for key in ("f", "a", "s", "t", "ctrl+s"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert [c.body for c in app.recorder.session.comments.values()] == ["fast"]


async def test_the_candidates_own_editor_writes_the_comment(packet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$EDITOR gets the draft and gives back the text; one that fails changes nothing; elsewhere none is started."""
    script = packet.parent / "editor.sh"
    script.write_text('#!/bin/sh\nprintf " and more\\n" >> "$1"\nexit "${FAIL:-0}"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("VISUAL", str(script))
    async with reviewing(packet) as (app, pilot):
        monkeypatch.setattr(app, "suspend", lambda: open(os.devnull))  # noqa: SIM115  # there is no terminal to give away
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "x", "ctrl+o")
        await pilot.pause()
        monkeypatch.setenv("FAIL", "1")
        await pilot.press("ctrl+o")
        app.is_local = False
        monkeypatch.setenv("FAIL", "0")
        await pilot.press("ctrl+o", "ctrl+s")
        assert app.recorder.session.comments["c1"].body == "x and more"


async def test_a_long_paste_is_folded_on_the_screen_and_whole_in_the_log(packet: Path) -> None:
    """What is on the disk is the text; the mark stands for it in the editor alone."""
    long = "0123456789" * 1_001
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "a")
        app.panel._editor.post_message(events.Paste(long))
        await pilot.pause()
        await pilot.press("b")
        assert "⟦pasted 1: 10,010 characters⟧" in screen_text(app)
        assert app.recorder.session.drafts["d1"].text == f"a{long}b"
        await pilot.press("ctrl+s")
        assert app.recorder.session.comments["c1"].body == f"a{long}b"


async def test_a_paste_beyond_what_the_log_holds_is_refused_in_words(packet: Path) -> None:
    """And nothing else is lost."""
    async with reviewing(packet) as (app, pilot):
        app.view.go_to(Side.RIGHT, 18)
        await pilot.press("c", "a")
        app.panel._editor.post_message(events.Paste("x" * 7_000_000))
        await pilot.pause()
        assert "Nothing was pasted" in " ".join(n.message for n in app._notifications)
        await pilot.press("ctrl+s")
        assert app.recorder.session.comments["c1"].body == "a"


@given(st.lists(st.text(st.characters(exclude_characters="⟦⟧", codec="utf-8"), max_size=5).map(lambda t: t * 3_000)))
def test_unfolding_gives_back_what_was_folded(pieces: list[str]) -> None:
    """For any pieces in any order."""
    folds = Folds()
    shown = " ".join(folds.fold(piece) for piece in pieces)
    assert folds.unfold(shown) == " ".join(pieces)
    assert len(shown) <= sum(max(len(piece), 60) for piece in pieces) + len(pieces)


def test_a_change_too_large_for_a_line_of_the_log_goes_down_in_parts() -> None:
    """And the parts make the same text."""
    change = change_between("d1", "ab", "a" + "x" * 900_000 + "b")
    assert change is not None
    text = "ab"
    parts = list(in_parts(change))
    for part in parts:
        text = text[: part.at] + part.inserted + text[part.at + part.removed :]
    assert text == "a" + "x" * 900_000 + "b"
    assert len(parts) == 3
