"""Moving: from file to file, by search, through the list; what is viewed and how it is laid out."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList

from harness.apps.tui.candidate.base import ReviewApp
from harness.apps.tui.candidate.file_list import documents_of
from harness.apps.tui.widgets.rows import Mode
from harness.domain import event as ev
from harness.domain.diff import Side
from harness.domain.pull_request import ChangedFile, Document


class Moving(ReviewApp):
    """The keys and actions that change what is on the screen, beyond those of the document itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_curly_bracket", "file(1)", "Next file"),
        Binding("left_curly_bracket", "file(-1)", "Previous file"),
        Binding("r", "viewed", "Mark the file as viewed"),
        Binding("t", "mode", "Unified or side by side"),
        Binding("o", "side", "Old or new side (side by side)"),
        Binding("slash", "search", "Search (a regular expression)"),
        Binding("n", "again(1)", "Next hit"),
        Binding("N", "again(-1)", "Previous hit"),
        Binding("tab", "list", "File list and back", priority=True),
    ]

    _pattern: re.Pattern[str] | None = None

    def action_file(self, by: int) -> None:
        names = documents_of(self.pull_request)
        index = names.index(self.current) + by
        if 0 <= index < len(names):
            self.open(names[index])
        else:
            self.bell()

    def action_viewed(self) -> None:
        if self.pull_request.file(self.current) is None:
            self.notify("Only files are marked as viewed.", timeout=3)
            return
        viewed = self.current not in self.recorder.session.viewed
        self.recorder.record(ev.FileMarked(self.current, viewed))
        self.after_change()
        unviewed = [f.path for f in self.pull_request.files if f.path not in self.recorder.session.viewed]
        if viewed and unviewed:
            self.open(unviewed[0])

    def action_mode(self) -> None:
        self.view.set_mode(Mode.SPLIT if self.view.mode is Mode.UNIFIED else Mode.UNIFIED)
        self.settle()

    def action_side(self) -> None:
        self.view.cursor_side = Side.LEFT if self.view.cursor_side is Side.RIGHT else Side.RIGHT
        self.draw_place()

    def action_list(self) -> None:
        body = self.query_one("#body")
        if self.view.has_focus:
            body.add_class("listing")
            self.files.focus()
        elif self.focused is self.files:
            body.remove_class("listing")
            self.view.focus()

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.display = True
        search.value = ""
        search.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search for what was typed; lower case means any case."""
        text = event.value
        self.query_one("#search").display = False
        self.view.focus()
        if not text:
            return
        try:
            self._pattern = re.compile(text, 0 if any(c.isupper() for c in text) else re.IGNORECASE)
        except re.error:
            self._pattern = re.compile(re.escape(text), re.IGNORECASE)
        self.action_again(1)

    def action_again(self, by: int) -> None:
        if self._pattern is None:
            self.bell()
            return
        if self.view.find(self._pattern, by):
            return
        names = documents_of(self.pull_request)
        index = names.index(self.current)
        others = names[index + 1 :] + names[:index] if by > 0 else names[:index][::-1] + names[index + 1 :][::-1]
        for name in others:
            line = _first_hit(self.document(name), self._pattern, by)
            if line:
                self.open(name)
                self.view.pattern = self._pattern
                self.view.go_to(Side.RIGHT, line)
                return
        self.notify("Not found in any other file.", timeout=3)

    def on_key(self, event: events.Key) -> None:
        """Escape leaves the search line."""
        search = self.query_one("#search")
        if event.key == "escape" and search.display:
            search.display = False
            self.view.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A document was chosen in the list."""
        if event.option_list is self.files and event.option.id:
            self.query_one("#body").remove_class("listing")
            self.open(event.option.id)
            self.view.focus()


def _first_hit(document: Document, pattern: re.Pattern[str], by: int) -> int | None:
    lines = document.head.lines if isinstance(document, ChangedFile) else document.text.lines
    hits = (
        n for n in (range(1, len(lines) + 1) if by > 0 else range(len(lines), 0, -1)) if pattern.search(lines[n - 1])
    )
    return next(hits, None)
