"""The candidate's program on the screen: starts, follows the terminal, and ends. Given a packet and a recorder alone."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from harness import __version__
from harness.apps.tui.candidate.commenting import Commenting
from harness.apps.tui.candidate.exercise import Exercise
from harness.apps.tui.candidate.finding import Finding
from harness.apps.tui.candidate.help import help_text
from harness.apps.tui.candidate.message import Message
from harness.apps.tui.candidate.moving import Moving
from harness.apps.tui.safety import on_hang_up, terminal_is_gone
from harness.apps.tui.widgets.document_view import DocumentView
from harness.domain import event as ev


class CandidateApp(Exercise, Finding):
    """Review one pull request. Ends with the submission, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark", "help", "Help")]

    def on_mount(self) -> None:
        """Watch the terminal and the disk, and begin."""
        self.recorder.record(ev.Opened(__version__, self.size.width, self.size.height, self.minutes))
        self.screen.set_class(self.is_practice, "practice")
        self._asyncio_loop = asyncio.get_running_loop()
        self.recorder.on_status = self._status_changed
        on_hang_up(self._hang_up)
        self.set_interval(1, self._tick)
        self.fit()
        self.begin_or_resume()
        self.view.focus()

    def action_help(self) -> None:
        classes = (DocumentView, Commenting, Moving, Finding, Exercise, CandidateApp)
        text = help_text(binding for cls in classes for binding in cls.BINDINGS)
        self.push_screen(Message("Keys", text, "Esc back"))

    def _status_changed(self) -> None:
        """Called from the thread that syncs the log: hand over to the loop and never wait for it."""
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

    def _fatal_error(self) -> None:
        """A bug of ours: say so in one sentence, without the text of variables, which may hold anything."""
        where = getattr(self.recorder, "path", "the session log")
        kind = sys.exc_info()[0]
        name = kind.__name__ if kind else "an error"
        text = f"Something in the program broke ({name}). Nothing is lost: it is in {where}; start again to go on."
        self._exit_renderables.append(Content(text).plain)
        self._close_messages_no_wait()
