"""The keys and the mouse of a document: moving, opening folds, selecting, and how it is laid out."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from harness.apps.tui.widgets.document_base import DocumentBase
from harness.apps.tui.widgets.row_painter import texts_of
from harness.apps.tui.widgets.rows import Mode, RowKind
from harness.domain.diff import Side
from harness.domain.pull_request import ChangedFile
from harness.domain.symbols import name_at

_STEP = 20
"""Hidden lines that one press shows above and below a fold."""
_WHEEL = 3


class DocumentView(DocumentBase):
    """A document that is read with keys or the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Line down", show=False),
        Binding("k,up", "move(-1)", "Line up", show=False),
        Binding("ctrl+d", "page(0.5)", "Half a page down", show=False),
        Binding("ctrl+u", "page(-0.5)", "Half a page up", show=False),
        Binding("ctrl+f,pagedown,space", "page(1)", "Page down", show=False),
        Binding("ctrl+b,pageup", "page(-1)", "Page up", show=False),
        Binding("g,home", "first", "First line, or line N after a number", show=False),
        Binding("G,end", "last", "Last line, or line N after a number", show=False),
        Binding("right_square_bracket", "hunk(1)", "Next change", show=False),
        Binding("left_square_bracket", "hunk(-1)", "Previous change", show=False),
        Binding("h,left", "sideways(-8)", "Scroll left; side by side: old side", show=False),
        Binding("l,right", "sideways(8)", "Scroll right; side by side: new side", show=False),
        Binding("0", "line_start", "Scroll back to the first column", show=False),
        Binding("enter", "unfold", "Show more of the hidden lines", show=False),
        Binding("x", "unfold_all", "Show the whole file, or only the changes", show=False),
        Binding("w", "wrap", "Wrap long lines, or scroll sideways", show=False),
        Binding("W", "whitespace", "Show or hide spaces, tabs and line ends", show=False),
        Binding("v,V", "select", "Select a range of lines", show=False),
        Binding("escape", "drop", "Drop the selection", show=False),
        Binding("z", "z", "zt zz zb: the cursor's line to the top, middle, bottom", show=False),
    ]

    class CommentClicked(Message):
        """A comment was chosen with Enter."""

        def __init__(self, comment: str) -> None:
            self.comment = comment
            super().__init__()

    class RanOut(Message):
        """A motion met the end of the document; `by` says which. Whoever shows documents may go on to the next."""

        def __init__(self, by: int) -> None:
            self.by = by
            super().__init__()

    class NameClicked(Message):
        """A name was clicked twice."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    count = ""
    _after_z = False
    _pressed_at: int | None = None

    def taken_count(self) -> int:
        """The number typed before a motion, or one; it is used up by this."""
        count, self.count = int(self.count or 1), ""
        return min(count, 10_000_000)

    def on_key(self, event: events.Key) -> None:
        """Digits before a motion make its count, and a letter after z says where the cursor's line goes."""
        if self._after_z:
            self._after_z = False
            if event.character in ("t", "z", "b"):
                self._place_cursor_line(event.character)
                event.stop()
                event.prevent_default()
            return
        if event.character and event.character.isdigit() and (self.count or event.character != "0"):
            self.count = (self.count + event.character)[-8:]
            event.stop()
            event.prevent_default()

    # Moving

    def action_move(self, by: int) -> None:
        row = self.cursor + by * self.taken_count()
        if self.selected_from is not None:
            row = self._past_comments(row, by)
        self.move_to(row)

    def _past_comments(self, row: int, by: int) -> int:
        """A selection is of lines: the first line from `row` on; `row` itself where none follows."""
        step, last = (1 if by > 0 else -1), len(self.table) - 1
        found = row
        while 0 <= found <= last and not self.table.row(found).is_line:
            found += step
        return found if 0 <= found <= last else row

    def action_page(self, pages: float) -> None:
        by = int(max(self.size.height - 2, 1) * pages) * self.taken_count()
        at_end = self.cursor >= len(self.table) - 1 if by > 0 else self.cursor == 0
        if at_end:
            self.post_message(self.RanOut(1 if by > 0 else -1))
            return
        if self.wrap:
            by = self._rows_on_screen(pages)
        self.scroll_to(y=self.scroll_y + by, animate=False, immediate=True)
        self.move_to(self.cursor + by)

    def _rows_on_screen(self, pages: float) -> int:
        """How many rows that many pages are where lines are wrapped."""
        frame = self._whole_frame()
        rows = max(frame[-1][0] - frame[0][0], 1) if frame else 1
        return int(max(rows * abs(pages), 1)) * (1 if pages > 0 else -1)

    def action_first(self) -> None:
        if self.count:
            self.go_to(self._numbered_side(), self.taken_count())
        else:
            self.move_to(0)

    def action_last(self) -> None:
        if self.count:
            self.go_to(self._numbered_side(), self.taken_count())
        else:
            self.move_to(len(self.table) - 1)

    def _numbered_side(self) -> Side:
        """The side on which a line number is meant: the new one, unless there is none or the cursor is on the old."""
        document = self.document
        old = isinstance(document, ChangedFile) and not document.head.lines
        return Side.LEFT if old or (self.mode is Mode.SPLIT and self.cursor_side is Side.LEFT) else Side.RIGHT

    def action_hunk(self, by: int) -> None:
        for _ in range(min(self.taken_count(), 100_000)):
            row = self.table.next_start(self.cursor) if by > 0 else self.table.previous_start(self.cursor)
            if row is None:
                self.post_message(self.RanOut(by))
                return
            self.cursor = row
        self.move_to(self.cursor)
        self.refresh()

    def action_sideways(self, by: int) -> None:
        if self.mode is Mode.SPLIT and isinstance(self.document, ChangedFile) and self.chosen_side_is_other(by):
            self.cursor_side = Side.LEFT if by < 0 else Side.RIGHT
            self._refresh_rows(self.cursor)
        elif not self.wrap:
            self.shift = max(0, self.shift + by * self.taken_count())
            self._paint_anew()
        self.post_message(self.Moved())

    def chosen_side_is_other(self, by: int) -> bool:
        """Side by side, left and right first change the side, and scroll from there on."""
        return self.cursor_side is (Side.RIGHT if by < 0 else Side.LEFT) and not (by < 0 and self.shift)

    def action_line_start(self) -> None:
        self.shift = 0
        self._paint_anew()
        self.post_message(self.Moved())

    def action_z(self) -> None:
        self._after_z = True

    def _place_cursor_line(self, letter: str) -> None:
        above = {"t": 0, "z": self.size.height // 2, "b": self.size.height - 1}[letter]
        top = self._top_for(self.cursor, above + 1) if letter != "t" else self.cursor
        self.scroll_to(y=max(top, 0), animate=False, immediate=True)
        self.post_message(self.Moved())

    def next_comment(self, by: int) -> bool:
        """Move to the next or previous comment of this document; False where there is none."""
        rows = [r for r, _ in self.table.comment_rows]
        ahead = [r for r in rows if r > self.cursor] if by > 0 else [r for r in reversed(rows) if r < self.cursor]
        if ahead:
            self.move_to(ahead[0])
        return bool(ahead)

    # Folds, selection, layout

    def action_unfold(self) -> None:
        row = self.row_at_cursor()
        if row and row.kind is RowKind.FOLD:
            if row.fold < 0:
                self._folded = ""
                self._rebuild(None)
                self.cursor = next(iter(self.table.starts), 0)
                self._bring_into_sight()
            else:
                self._open_more(row.fold, row.fold_start, row.hidden)
            self._look_at_visible()
            self.post_message(self.Moved())
        elif row and row.comment:
            self.post_message(self.CommentClicked(row.comment))

    def _open_more(self, gap: int, start: int, hidden: int) -> None:
        """Show some lines at both ends of a fold, or all of a short one."""
        if hidden <= 3 * _STEP:
            self._open_window(gap, (start, start + hidden))
        else:
            self._opened.setdefault(gap, []).append((start, start + _STEP))
            self._open_window(gap, (start + hidden - _STEP, start + hidden))

    def action_unfold_all(self) -> None:
        place = self.line_at_cursor()
        self.whole, self._folded = not self.whole, ""
        self._opened = {}
        self._rebuild(place)
        self.move_to(self.cursor)
        self.refresh()

    def action_wrap(self) -> None:
        self.chosen_wrap, self.shift = not self.wrap, 0
        self.rebuild()
        self.move_to(self.cursor)

    def action_whitespace(self) -> None:
        self.whitespace = not self.whitespace
        self._paint_anew()

    def action_select(self) -> None:
        self.selected_from = None if self.selected_from is not None else self.cursor
        self.refresh()
        self.post_message(self.Moved())

    def action_drop(self) -> None:
        self.selected_from, self.count, self.pattern = None, "", None
        self._paint_anew()
        self.post_message(self.Moved())

    def mark_hits(self, pattern: re.Pattern[str] | None) -> None:
        """Show where the pattern stands in what is visible."""
        self.pattern = pattern
        self._paint_anew()

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on its line, or opens a fold; a double click asks for the name that stands there."""
        row = self.row_at(event.y)
        again = row == self.cursor
        if self.mode is Mode.SPLIT:
            self.cursor_side = Side.LEFT if event.x < self.text_width // 2 else Side.RIGHT
        if self.selected_from is None or not self._is_selected(row):
            self.move_to(row)
        shown = self.row_at_cursor()
        if shown and (shown.kind is RowKind.FOLD or (shown.comment and again)):
            self.action_unfold()
        elif event.chain == 2 and (name := self._name_at(event.x)):
            self.post_message(self.NameClicked(name))

    def _name_at(self, x: int) -> str | None:
        """The name at a column of the cursor's line, where columns and characters are the same."""
        here, painter = self.line_at_cursor(), self._painter
        if here is None or painter is None or self.document is None:
            return None
        border = (
            (self.text_width + 1) // 2
            if self.mode is Mode.SPLIT and here[0] is Side.RIGHT and x > painter.gutter
            else 0
        )
        lines = texts_of(self.document)[here[0]].lines
        column = x - border - painter.gutter + self.shift
        return name_at(lines[here[1] - 1], column) if here[1] <= len(lines) else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Dragging from here selects a range."""
        self._pressed_at = self.row_at(event.y)
        if self.selected_from is not None:
            self.action_drop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """With the button held, the range follows the mouse."""
        row = self.row_at(event.y)
        if event.button == 1 and self._pressed_at is not None and row != self._pressed_at:
            self.selected_from, self.cursor = self._pressed_at, row
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The range stays when the button is let go."""
        self._pressed_at = None
        self.post_message(self.Moved())

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(_WHEEL, event)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(-_WHEEL, event)

    def _wheel(self, by: int, event: events.MouseEvent) -> None:
        """The wheel moves the text, and the cursor only where it would leave the screen; with Shift it goes sideways."""
        event.stop()
        event.prevent_default()
        if event.shift or event.ctrl:
            self.shift = max(0, self.shift + 4 * by)
            self._paint_anew()
            self.post_message(self.Moved())
            return
        self.scroll_to(y=self.scroll_y + by, animate=False, immediate=True)
        frame = self._whole_frame()
        if frame:
            self.cursor = max(frame[0][0], min(self.cursor, frame[-1][0]))
        self.post_message(self.Moved())

    def on_resize(self, event: events.Resize) -> None:
        """Comments wrap to the width, and the cursor stays in sight. A new height alone changes no row."""
        if self._laid_out_for == self.size.width:
            self._fit_scrollbar()
        else:
            row = self.row_at_cursor()
            self._rebuild(self.line_at_cursor() if row and row.is_line else None)
        self._bring_into_sight()
        self._look_at_visible()
        self.post_message(self.Moved())
