"""A document on the screen: a virtual table of rows, drawn line by line, with a cursor and a selection.

Only what is visible is ever drawn, and drawing a line touches that line alone. The widget knows rows, lines and
comments; what is done with them is its app's business, which it tells by messages.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from harness.apps.tui.widgets.highlight import Token, tokens_by_line
from harness.apps.tui.widgets.palette import DARK, LIGHT, Palette
from harness.apps.tui.widgets.rows import Mode, Row, RowKind, RowTable, diff_rows, text_rows
from harness.domain.comment import Anchor, Comment
from harness.domain.diff import FileText, LineRange, Side
from harness.domain.display import display
from harness.domain.pull_request import ChangedFile, Document

_TAB = 4
_SIGNS = {RowKind.ADDED: "+", RowKind.REMOVED: "-", RowKind.CHANGED: " ", RowKind.CONTEXT: " "}


class DocumentView(ScrollView, can_focus=True):
    """Shows a changed file or an artefact, with comments under their lines."""

    DEFAULT_CSS = """
    DocumentView { background: $background; scrollbar-size-horizontal: 0; scrollbar-size-vertical: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Line down", show=False),
        Binding("k,up", "move(-1)", "Line up", show=False),
        Binding("ctrl+d", "page(0.5)", "Half a page down", show=False),
        Binding("ctrl+u", "page(-0.5)", "Half a page up", show=False),
        Binding("ctrl+f,pagedown,space", "page(1)", "Page down", show=False),
        Binding("ctrl+b,pageup", "page(-1)", "Page up", show=False),
        Binding("g,home", "first", "First line", show=False),
        Binding("G,end", "last", "Last line, or line N after a number", show=False),
        Binding("right_square_bracket", "hunk(1)", "Next change", show=False),
        Binding("left_square_bracket", "hunk(-1)", "Previous change", show=False),
        Binding("h,left", "sideways(-8)", "Scroll left; side by side: old side", show=False),
        Binding("l,right", "sideways(8)", "Scroll right; side by side: new side", show=False),
        Binding("enter", "unfold", "Show hidden lines", show=False),
        Binding("x", "unfold_all", "Show the whole file, or only the changes", show=False),
        Binding("v,V", "select", "Select a range of lines", show=False),
        Binding("escape", "drop", "Drop the selection", show=False),
        Binding("z", "centre", "Centre the cursor", show=False),
    ]

    cursor = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor or the visible part changed."""

    class CommentClicked(Message):
        """A comment was chosen with Enter."""

        def __init__(self, comment: str) -> None:
            self.comment = comment
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.document: Document | None = None
        self.mode = Mode.UNIFIED
        self.table = RowTable([])
        self.comments: Sequence[Comment] = ()
        self.cursor_side = Side.RIGHT
        self.selected_from: int | None = None
        self.unfolded: frozenset[int] = frozenset()
        self.pattern: re.Pattern[str] | None = None
        self.count = ""
        self._tokens: dict[Side, list[list[Token]]] = {}
        self._strips: dict[tuple[int, int], Strip] = {}
        self._digits = 3

    # What is shown

    @property
    def palette(self) -> Palette:
        """The colours that fit the app's theme."""
        return DARK if self.app.current_theme.dark else LIGHT

    def show(self, document: Document, comments: Sequence[Comment], *, keep: bool = False) -> None:
        """Show a document with its comments; with `keep`, cursor and folds stay as they are."""
        place = self.line_at_cursor() if keep else None
        if not keep:
            self.unfolded, self.selected_from, self._tokens = frozenset(), None, {}
        self.document, self.comments = document, comments
        self._rebuild(place)
        if not keep:
            self.cursor = self._first_change()
            self.scroll_to(0, max(self.cursor - 3, 0), animate=False, immediate=True)
            self._colour(document)

    def set_mode(self, mode: Mode) -> None:
        """Unified or side by side; the cursor stays on its line."""
        place = self.line_at_cursor()
        self.mode = mode
        self._rebuild(place)

    def _rebuild(self, place: tuple[Side, int] | None) -> None:
        document = self.document
        if isinstance(document, ChangedFile):
            options = {"mode": self.mode, "unfolded": self.unfolded, "width": self._text_width()}
            self.table = diff_rows(document, self.comments, **options)  # type: ignore[arg-type]
            longest = max(len(document.base.lines), len(document.head.lines), 1)
        elif document:
            self.table = text_rows(len(document.text.lines), self.comments, width=self._text_width())
            longest = max(len(document.text.lines), 1)
        else:
            return
        self._digits = max(len(str(longest)), 2)
        self._strips.clear()
        self.virtual_size = Size(self.size.width or 80, len(self.table))
        self.cursor = self.table.nearest_row(*place) if place else min(self.cursor, max(len(self.table) - 1, 0))
        self.refresh()

    def _first_change(self) -> int:
        return self.table.starts[0] if self.table.starts else 0

    def _text_width(self) -> int:
        return max((self.size.width or 80) - self._gutter() - 2, 20)

    def _gutter(self) -> int:
        both = isinstance(self.document, ChangedFile) and self.mode is Mode.UNIFIED
        return (2 * self._digits + 4) if both else self._digits + 3

    @work(thread=True, exclusive=True, group="colours")
    def _colour(self, document: Document) -> None:
        tokens = {side: tokens_by_line(document.path, text.lines) for side, text in _texts(document).items()}
        self.app.call_from_thread(self._coloured, document, tokens)

    def _coloured(self, document: Document, tokens: dict[Side, list[list[Token]]]) -> None:
        if document is self.document:
            self._tokens = tokens
            self._strips.clear()
            self.refresh()

    # Where the cursor is

    def row_at_cursor(self) -> Row | None:
        """The row under the cursor."""
        return self.table.rows[self.cursor] if 0 <= self.cursor < len(self.table) else None

    def line_at_cursor(self) -> tuple[Side, int] | None:
        """The side and line under the cursor, or the last one above it."""
        for index in range(min(self.cursor, len(self.table) - 1), -1, -1):
            if line := self._line_of(self.table.rows[index], self.cursor_side):
                return line
        return None

    def _line_of(self, row: Row, preferred: Side) -> tuple[Side, int] | None:
        old, new = row.base, row.head
        if preferred is Side.LEFT and old is not None and (self.mode is Mode.SPLIT or new is None):
            return Side.LEFT, old
        if new is not None:
            return Side.RIGHT, new
        return (Side.LEFT, old) if old is not None else None

    def comment_anchor(self) -> Anchor | None:
        """Where a comment made now would stand: the selection, or the line under the cursor."""
        if not self.document:
            return None
        row = self.row_at_cursor()
        here = self._line_of(row, self.cursor_side) if row else None
        if here is None:
            return None
        side, line = here
        start = line
        if self.selected_from is not None:
            first, last = sorted((self.selected_from, self.cursor))
            lines = [n for r in self.table.rows[first : last + 1] if (n := r.base if side is Side.LEFT else r.head)]
            start, line = min(lines), max(lines)
        return Anchor(self.document.path, side, line, start if start != line else None)

    def visible_lines(self) -> tuple[LineRange | None, LineRange | None]:
        """The old and the new lines that stand on the screen now."""
        top = round(self.scroll_y)
        return self.table.shown(top, top + max(self.size.height, 1))

    def go_to(self, side: Side, line: int) -> None:
        """Put the cursor on a line, unfolding what hides it."""
        if self.table.row_of(side, line) is None:
            self.unfolded = frozenset({-1})
            self._rebuild(None)
        self.cursor_side = side
        self._move_to(self.table.nearest_row(side, line))

    def go_to_comment(self, comment: str) -> None:
        """Put the cursor on a comment."""
        row = next((r for r, name in self.table.comment_rows if name == comment), None)
        if row is not None:
            self._move_to(row)

    # Moving

    def _taken_count(self) -> int:
        count, self.count = int(self.count or 1), ""
        return min(count, 1_000_000)

    def on_key(self, event: events.Key) -> None:
        """Digits before a motion make its count."""
        if event.character and event.character.isdigit() and (self.count or event.character != "0"):
            self.count = (self.count + event.character)[-7:]
            event.stop()

    def _move_to(self, row: int) -> None:
        self.cursor = max(0, min(row, len(self.table) - 1))
        height = max(self.size.height, 1)
        margin = min(3, height // 4)
        top = round(self.scroll_y)
        if self.cursor < top + margin:
            self.scroll_to(y=max(self.cursor - margin, 0), animate=False, immediate=True)
        elif self.cursor >= top + height - margin:
            self.scroll_to(y=self.cursor - height + margin + 1, animate=False, immediate=True)
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        self._move_to(self.cursor + by * self._taken_count())

    def action_page(self, pages: float) -> None:
        by = int(max(self.size.height - 2, 1) * pages) * self._taken_count()
        self.scroll_to(y=self.scroll_y + by, animate=False, immediate=True)
        self._move_to(self.cursor + by)

    def action_first(self) -> None:
        self.count = ""
        self._move_to(0)

    def action_last(self) -> None:
        if self.count:
            self.go_to(Side.RIGHT, self._taken_count())
        else:
            self._move_to(len(self.table) - 1)

    def action_hunk(self, by: int) -> None:
        for _ in range(self._taken_count()):
            row = self.table.next_start(self.cursor) if by > 0 else self.table.previous_start(self.cursor)
            if row is None:
                self.app.bell()
                return
            self._move_to(row)

    def action_sideways(self, by: int) -> None:
        if self.mode is Mode.SPLIT and isinstance(self.document, ChangedFile):
            self.cursor_side = Side.LEFT if by < 0 else Side.RIGHT
            self.refresh()
        else:
            self.shift = max(0, self.shift + by)
        self.post_message(self.Moved())

    shift = reactive(0)

    def watch_shift(self) -> None:
        """Scrolling sideways redraws every line."""
        self._strips.clear()

    def action_centre(self) -> None:
        self.scroll_to(y=max(self.cursor - self.size.height // 2, 0), animate=False, immediate=True)

    def action_unfold(self) -> None:
        row = self.row_at_cursor()
        if row and row.kind is RowKind.FOLD:
            self.unfolded |= {row.fold}
            self._rebuild(None)
            self.post_message(self.Moved())
        elif row and row.comment:
            self.post_message(self.CommentClicked(row.comment))

    def action_unfold_all(self) -> None:
        place = self.line_at_cursor()
        self.unfolded = frozenset() if self.unfolded else frozenset({-1})
        self._rebuild(place)
        self._move_to(self.cursor)

    def action_select(self) -> None:
        self.selected_from = None if self.selected_from is not None else self.cursor
        self.refresh()
        self.post_message(self.Moved())

    def action_drop(self) -> None:
        self.selected_from, self.count, self.pattern = None, "", None
        self._strips.clear()
        self.refresh()

    def next_comment(self, by: int) -> bool:
        """Move to the next or previous comment of this document; False where there is none."""
        rows = [r for r, _ in self.table.comment_rows]
        ahead = [r for r in rows if r > self.cursor] if by > 0 else [r for r in reversed(rows) if r < self.cursor]
        if ahead:
            self._move_to(ahead[0])
        return bool(ahead)

    def find(self, pattern: re.Pattern[str] | None, by: int) -> bool:
        """Move to the next or previous line that matches, unfolding it; False where none does in that direction."""
        self.pattern = pattern
        self._strips.clear()
        self.refresh()
        if pattern is None or self.document is None:
            return False
        texts, here = _texts(self.document), self.line_at_cursor() or (Side.RIGHT, 0)
        lines = texts[here[0]].lines
        order = range(here[1], len(lines)) if by > 0 else range(here[1] - 2, -1, -1)
        for index in order:
            if pattern.search(lines[index]):
                self.go_to(here[0], index + 1)
                return True
        return False

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on its line."""
        self._move_to(round(self.scroll_y) + event.y)
        if self.mode is Mode.SPLIT:
            self.cursor_side = Side.LEFT if event.x < self.size.width // 2 else Side.RIGHT

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Dragging from here selects a range."""
        self._pressed_at = round(self.scroll_y) + event.y

    _pressed_at: int | None = None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """With the button held, the range follows the mouse."""
        row = round(self.scroll_y) + event.y
        if event.button == 1 and self._pressed_at is not None and row != self._pressed_at:
            self.selected_from = self._pressed_at
            self.cursor = max(0, min(row, len(self.table) - 1))
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The range stays when the button is let go."""
        self._pressed_at = None
        self.post_message(self.Moved())

    def on_resize(self, event: events.Resize) -> None:
        """Comments wrap to the width, and the cursor stays in sight."""
        row = self.row_at_cursor()
        place = self.line_at_cursor() if row and row.is_line else None
        self._rebuild(place)
        self._move_to(self.cursor)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling changes what is visible."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width, index = self.size.width, round(self.scroll_y) + y
        if index >= len(self.table):
            return Strip.blank(width, self.rich_style)
        strip = self._strips.get((index, width))
        if strip is None:
            strip = self._draw(self.table.rows[index], width).adjust_cell_length(width, self.palette.plain)
            self._strips[(index, width)] = strip
        if index == self.cursor:
            return _over(strip, self.palette.cursor + Style(bold=self.has_focus))
        return _over(strip, self.palette.selection) if self._is_selected(index) else strip

    def _is_selected(self, index: int) -> bool:
        if self.selected_from is None:
            return False
        first, last = sorted((self.selected_from, self.cursor))
        return first <= index <= last

    def _draw(self, row: Row, width: int) -> Strip:
        palette = self.palette
        match row.kind:
            case RowKind.FOLD:
                text = f"{'':>{self._gutter() - 2}}⋯ {row.hidden} lines hidden · enter shows them  {self._next_function(row)}"
                return Strip([Segment(text[:width], palette.fold)]).adjust_cell_length(width, palette.fold)
            case RowKind.COMMENT:
                text = " " * max(self._gutter() - 2, 0) + row.text
                return Strip([Segment(text, palette.comment)]).adjust_cell_length(width, palette.comment)
            case RowKind.NOTE:
                return Strip([Segment("  " + row.text, palette.note)])
            case _ if self.mode is Mode.SPLIT and isinstance(self.document, ChangedFile):
                return self._draw_split(row, width)
            case _:
                return self._draw_unified(row, width)

    def _draw_unified(self, row: Row, width: int) -> Strip:
        palette = self.palette
        back = {RowKind.ADDED: palette.added, RowKind.REMOVED: palette.removed}.get(row.kind, Style())
        digits = self._digits
        numbers = f"{row.head or '':>{digits}} "
        if isinstance(self.document, ChangedFile):
            numbers = f"{row.base or '':>{digits}} {row.head or '':>{digits}} "
        side = Side.LEFT if row.kind is RowKind.REMOVED else Side.RIGHT
        line = (row.base if side is Side.LEFT else row.head) or 1
        gutter = [Segment(numbers, palette.gutter + back), Segment(_SIGNS[row.kind] + " ", palette.plain + back)]
        body = Strip(self._line_segments(side, line, back, row.partner))
        room = width - len(numbers) - 2
        body = body.crop(self.shift, self.shift + room).adjust_cell_length(room, palette.plain + back)
        return Strip([*gutter, *body])

    def _draw_split(self, row: Row, width: int) -> Strip:
        half = (width - 1) // 2
        left = self._half(Side.LEFT, row.base, row, half)
        right = self._half(Side.RIGHT, row.head, row, width - half - 1)
        return Strip([*left, Segment("│", self.palette.gutter), *right])

    def _half(self, side: Side, line: int | None, row: Row, width: int) -> Strip:
        palette = self.palette
        if line is None:
            return Strip([Segment(" " * width, palette.plain)])
        changed = row.kind is RowKind.CHANGED
        back = (palette.removed if side is Side.LEFT else palette.added) if changed else Style()
        sign = ("-" if side is Side.LEFT else "+") if changed else " "
        partner = (row.head if side is Side.LEFT else row.base) if changed else None
        gutter = f"{line:>{self._digits}} {sign} "
        room = max(width - len(gutter), 1)
        body = Strip(self._line_segments(side, line, back, partner)).crop(self.shift, self.shift + room)
        return Strip([Segment(gutter, palette.gutter + back), *body.adjust_cell_length(room, palette.plain + back)])

    def _line_segments(self, side: Side, line: int, back: Style, partner: int | None) -> list[Segment]:
        assert self.document is not None
        texts = _texts(self.document)
        lines = texts[side].lines
        text = lines[line - 1] if line <= len(lines) else ""
        base = self.palette.plain + back
        marks = self._marks(texts, side, line, text, partner)
        tokens = self._tokens.get(side, [])
        pieces = tokens[line - 1] if line <= len(tokens) else []
        segments = [*_segments(text, pieces, marks, base, self.palette.tokens)]
        if line == len(lines) and not texts[side].final_newline:
            segments.append(Segment(" ⏎ no newline at the end", self.palette.note + back))
        return segments

    def _marks(
        self, texts: dict[Side, FileText], side: Side, line: int, text: str, partner: int | None
    ) -> list[tuple[int, int, Style]]:
        palette = self.palette
        marks = []
        if partner is not None:
            other = texts[Side.RIGHT if side is Side.LEFT else Side.LEFT].lines[partner - 1]
            style = palette.removed_word if side is Side.LEFT else palette.added_word
            marks += [(a, b, style) for a, b in changed_words(text, other)]
        if self.pattern:
            marks += [(m.start(), m.end(), palette.found) for m in self.pattern.finditer(text)]
        return marks

    def _next_function(self, row: Row) -> str:
        """The function that encloses the first line below a fold, as git shows it beside a hunk."""
        index = self.table.rows.index(row) + 1
        if not isinstance(self.document, ChangedFile) or index >= len(self.table):
            return ""
        head = self.table.rows[index].head
        lines = self.document.head.lines
        for number in range(min((head or 1) - 1, len(lines)), max((head or 1) - 400, 0), -1):
            if re.match(
                r"\s*(async def|def|class|func|function|fn|impl|export|public|private|static)\b", lines[number - 1]
            ):
                return display(lines[number - 1].strip())
        return ""

    def get_selection_region(self) -> Region:
        """The cursor's region on the screen."""
        return Region(0, self.cursor - round(self.scroll_y), self.size.width, 1)


def _over(strip: Strip, style: Style) -> Strip:
    """The strip with `style` laid over its own, which `Strip.apply_style` would lay under it."""
    return Strip([Segment(s.text, (s.style or Style()) + style) for s in strip], strip.cell_length)


def _texts(document: Document) -> dict[Side, FileText]:
    if isinstance(document, ChangedFile):
        return {Side.LEFT: document.base, Side.RIGHT: document.head}
    return {Side.RIGHT: document.text}


def changed_words(text: str, other: str) -> list[tuple[int, int]]:
    """The columns of `text` that differ from `other`, by words; nothing where the two have little in common."""
    if max(len(text), len(other)) > 2_000:
        return []
    words, theirs = re.findall(r"\w+|\s+|.", text), re.findall(r"\w+|\s+|.", other)
    matcher = SequenceMatcher(None, words, theirs, autojunk=False)
    if matcher.ratio() < 0.4:
        return []
    columns = [0]
    for word in words:
        columns.append(columns[-1] + len(word))
    return [(columns[i], columns[j]) for tag, i, j, _, _ in matcher.get_opcodes() if tag != "equal" and j > i]


def _segments(
    text: str, pieces: Sequence[Token], marks: Sequence[tuple[int, int, Style]], base: Style, tokens: dict[str, Style]
) -> list[Segment]:
    """The line as segments: split where the colour of code or a mark begins or ends, made harmless, tabs expanded."""
    edges = {0, len(text)}
    for start, end, _ in (*pieces, *marks):
        edges |= {min(start, len(text)), min(end, len(text))}
    ordered = sorted(edges)
    segments: list[Segment] = []
    column = 0
    for start, end in itertools.pairwise(ordered):
        style = base + _token_style(pieces, start, tokens)
        for mark_start, mark_end, mark in marks:
            if mark_start <= start < mark_end:
                style += mark
        shown, column = _shown(text[start:end], column)
        segments.append(Segment(shown, style))
    return segments


def _token_style(pieces: Sequence[Token], at: int, tokens: dict[str, Style]) -> Style:
    for start, end, name in pieces:
        if start <= at < end:
            while name:
                if name in tokens:
                    return tokens[name]
                name = name.rpartition(".")[0]
    return Style()


def _shown(text: str, column: int) -> tuple[str, int]:
    parts = []
    for part in re.split("(\t)", text):
        shown = " " * (_TAB - column % _TAB) if part == "\t" else display(part)
        column += len(shown)
        parts.append(shown)
    return "".join(parts), column
