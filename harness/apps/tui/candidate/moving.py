"""Moving: from file to file, through the list, back and forward; what is viewed and how it is laid out."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from harness.apps.tui.candidate.base import ReviewApp
from harness.apps.tui.candidate.file_list import FileList
from harness.apps.tui.candidate.trail import Place, Trail
from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.rows import Mode
from harness.domain import event as ev
from harness.domain.diff import Side


class Moving(ReviewApp):
    """The keys and actions that change what is on the screen, beyond those of the document itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_curly_bracket", "file(1)", "Next file"),
        Binding("left_curly_bracket", "file(-1)", "Previous file"),
        Binding("right_parenthesis", "unviewed(1)", "Next file not yet viewed"),
        Binding("left_parenthesis", "unviewed(-1)", "Previous file not yet viewed"),
        Binding("r", "viewed", "Mark the file as viewed, and go to the next that is not"),
        Binding("t", "mode", "Unified or side by side"),
        Binding("o", "side", "Old or new side (side by side)"),
        Binding("tab", "list", "File list and back", priority=True),
        Binding("ctrl+o,alt+left", "turn_back", "Back to where a jump began"),
        Binding("ctrl+n,alt+right", "turn_forward", "Forward again"),
    ]

    trail: Trail

    def here(self) -> Place:
        """Where the cursor is."""
        return Place(self.current, *(self.view.line_at_cursor() or (Side.RIGHT, 1)))

    def jump(self, name: str, side: Side, line: int) -> None:
        """Go to a line anywhere, so that `back` returns here."""
        self._leave()
        self._arrive(Place(name, side, line))

    def _arrive(self, place: Place) -> None:
        if place.name != self.current:
            self.open(place.name)
        self.view.go_to(place.side, place.line)
        self.view.focus()

    def _leave(self) -> None:
        if not hasattr(self, "trail"):
            self.trail = Trail()
        self.trail.leave(self.here())

    def action_turn_back(self) -> None:
        self._turn(self.trail.back(self.here()) if hasattr(self, "trail") else None)

    def action_turn_forward(self) -> None:
        self._turn(self.trail.forward(self.here()) if hasattr(self, "trail") else None)

    def _turn(self, place: Place | None) -> None:
        if place is None:
            self.bell()
        else:
            self._arrive(place)

    # From file to file

    def action_file(self, by: int) -> None:
        name = self.contents.beside(self.current, by * self.view.taken_count())
        if name is None:
            self.bell()
            return
        self._leave()
        self.open(name)

    def on_document_view_ran_out(self, message: DocumentView.RanOut) -> None:
        """A page or a change beyond the end of a file is in the next one: reading goes on."""
        name = self.contents.beside(self.current, message.by)
        if name is None:
            self.bell()
            return
        self.open(name)
        table = self.view.table
        row = table.next_start(-1) if message.by > 0 else table.previous_start(len(table))
        self.view.move_to(row or 0)

    def action_unviewed(self, by: int) -> None:
        name = self._unviewed(by)
        if name is None:
            self.notify("Every file is viewed.", timeout=3)
            return
        self._leave()
        self.open(name)

    def _unviewed(self, by: int = 1) -> str | None:
        """The next file after this one that is not viewed, round the end."""
        names, viewed = self.contents.names, self.recorder.session.viewed
        here = self.contents.number.get(self.current, 0)
        around = (names[(here + by * step) % len(names)] for step in range(1, len(names) + 1))
        return next((n for n in around if n not in viewed and self.pull_request.file(n)), None)

    def action_viewed(self) -> None:
        if self.pull_request.file(self.current) is None:
            self.notify("Only files are marked as viewed.", timeout=3)
            return
        viewed = self.current not in self.recorder.session.viewed
        self.recorder.record(ev.FileMarked(self.current, viewed))
        self.after_change()
        unviewed = self._unviewed() if viewed else None
        if unviewed:
            self._leave()
            self.open(unviewed)

    # Layout and list

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

    def on_file_list_chosen(self, message: FileList.Chosen) -> None:
        """A document was chosen in the list."""
        self.query_one("#body").remove_class("listing")
        self._leave()
        self.open(message.name)
        self.view.focus()
