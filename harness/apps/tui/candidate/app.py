"""The candidate's program on the screen: starts, follows the terminal, and ends. Given a packet and a recorder alone."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.widget import Widget

from harness import __version__
from harness.adapters.preferences import keep_preference
from harness.apps.tui.candidate.command_list import CommandList
from harness.apps.tui.candidate.commenting import Commenting
from harness.apps.tui.candidate.editor import DraftEditor
from harness.apps.tui.candidate.exercise import Exercise
from harness.apps.tui.candidate.file_list import FileList
from harness.apps.tui.candidate.finding import Finding
from harness.apps.tui.candidate.keys import REVIEW, Entry, entries
from harness.apps.tui.candidate.moving import Moving
from harness.apps.tui.candidate.suggestion import lines_at
from harness.apps.tui.safety import on_hang_up, terminal_is_gone
from harness.apps.tui.themes import after, wear
from harness.apps.tui.widgets.document_view import DocumentView
from harness.domain import event as ev
from harness.domain.diff import Side
from harness.domain.display import display

_DOCUMENT, _LIST, _EDITOR = "document", "list of files", "editor"


class CandidateApp(Exercise, Finding):
    """Review one pull request. Ends with the submission, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,colon,ctrl+p", "commands", "Keys and commands: search, and do"),
        Binding("y", "copy", "Copy the line or range (by the terminal, OSC 52)"),
        Binding("ctrl+t", "theme", "Next theme: dark, light, high contrast, green-red, sixteen colours, mono"),
    ]
    chosen_theme: str | None = None
    """Asked for on the command line or kept from last time."""

    def on_mount(self) -> None:
        """Watch the terminal and the disk, and begin."""
        self.recorder.record(ev.Opened(__version__, self.size.width, self.size.height, self.minutes))
        wear(self, self.chosen_theme)
        self.screen.set_class(self.is_practice, "practice")
        self._asyncio_loop = asyncio.get_running_loop()
        self.recorder.on_status = self._status_changed
        on_hang_up(self._hang_up)
        self.set_interval(1, self._tick)
        self.fit()
        self.begin_or_resume()
        self.view.focus()
        self.set_timer(1, _leave_out_of_collection)

    def action_commands(self) -> None:
        if self.screen is self.screen_stack[0] and not self.is_editing():
            self.push_screen(CommandList(entries(GROUPS)), self._do)

    def _do(self, choice: Entry | int | None) -> None:
        if isinstance(choice, int):
            self.view.go_to(Side.RIGHT, max(choice, 1))
        elif choice is not None:
            where = self.files if choice.where == _LIST else self.panel.editor if choice.where == _EDITOR else self.view
            if where is not None:
                where.focus()
                self.call_later(self._run, choice.action, where if choice.where != REVIEW else self)

    async def _run(self, action: str, where: App[Any] | Widget) -> None:
        await self.run_action(action, where)

    def action_copy(self) -> None:
        anchor = self.view.comment_anchor()
        lines = lines_at(self.document(self.current), anchor) if anchor else []
        if not lines:
            self.say("Put the cursor on a line first.")
            return
        self.copy_to_clipboard("\n".join(lines))
        self.say(f"Copied {len(lines)} line{'' if len(lines) == 1 else 's'}, if your terminal allows it.")

    def action_theme(self) -> None:
        self.theme = after(self.theme, has_colour=not self.no_color)
        keep_preference(self.recorder.path.parent, "theme", self.theme)
        self.say(f"Theme: {self.theme}")

    def _status_changed(self) -> None:
        """Called from the thread that syncs the log: hand over to the loop and never wait for it."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: this screen has ended, the log goes on without it
            self._asyncio_loop.call_soon_threadsafe(self.draw_top)

    def _tick(self) -> None:
        if terminal_is_gone() and not self.is_headless:
            self._hang_up(1)
        self.draw_top()
        self.tell_time()

    def _hang_up(self, number: int) -> None:
        """The terminal is gone or we are asked to end: everything is on the disk already; make it sure and stop."""
        self.recorder.close()
        if number == 15:
            self.exit(None, return_code=143)
        else:
            os._exit(128 + number)

    def panic(self, *renderables: object) -> None:
        """Trouble in the toolkit: told like a bug of ours, and not with the traceback that it would print."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """A bug of ours: say so in one sentence, without the text of variables, which may hold anything."""
        where = getattr(self.recorder, "path", "the session log")
        kind = sys.exc_info()[0]
        name = kind.__name__ if kind else "an error"
        text = f"Something in the program broke ({name}). Nothing is lost: it is in {where}; start again to go on."
        self._exit_renderables.append(Text(display(text)))
        self._close_messages_no_wait()


def _leave_out_of_collection() -> None:
    """Have the collector of garbage leave alone what stands after the start: going through all of it takes longer than
    a key may."""
    gc.collect()
    gc.freeze()
    gc.enable()


GROUPS = (
    *((REVIEW, cls.BINDINGS) for cls in (Commenting, Moving, Finding, Exercise, CandidateApp)),
    (_DOCUMENT, DocumentView.BINDINGS),
    (_LIST, FileList.BINDINGS),
    (_EDITOR, DraftEditor.BINDINGS),
)
