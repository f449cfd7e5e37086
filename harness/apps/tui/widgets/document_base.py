"""A document on the screen: a virtual table of rows, drawn line by line, with a cursor and a selection.

Only what is visible is ever drawn, and drawing a row touches that row alone. The widget knows rows, lines and comments;
what is done with them is its app's business, which it tells by messages. Keys and mouse are in `document_view`.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer

from harness.apps.tui.widgets.highlight import Colours
from harness.apps.tui.widgets.laid_out import LaidOut, opened_in, windows_by_gap
from harness.apps.tui.widgets.notes import folded_because, notes_on
from harness.apps.tui.widgets.palette import Palette, palette_of
from harness.apps.tui.widgets.prose import Prose, is_prose
from harness.apps.tui.widgets.row_painter import Look, RowPainter, texts_of
from harness.apps.tui.widgets.row_table import RowTable
from harness.apps.tui.widgets.rows import Band, Mode, Row, RowKind, note_band
from harness.apps.tui.widgets.scrolling import KeptLines, set_virtual_size
from harness.apps.tui.widgets.shape import Shape, Window, shape_of
from harness.apps.tui.widgets.stretches import Lexed, coloured_line, lex_rows, want_colours
from harness.domain.comment import Anchor, Comment
from harness.domain.diff import EMPTY, LineRange, Side
from harness.domain.errors import BadPacket
from harness.domain.pull_request import ChangedFile, Document, FileStatus, TreeFile

WIDE = 150
"""From this many columns on there is room for both sides beside each other."""
_KEPT_STRIPS = 2_000
_REST = 0.1
"""Seconds without scrolling after which the page below is coloured."""
_DAMAGED = "These lines are damaged in the packet. Ask for it to be sent again; your comments are safe."


class DocumentBase(KeptLines, can_focus=True):
    """Shows a document with comments under their lines."""

    DEFAULT_CSS = """
    DocumentBase { background: $background; scrollbar-size-horizontal: 0; scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll; }
    """

    cursor = reactive(0, repaint=False)

    class Moved(Message, namespace="document_view"):
        """The cursor or the visible part changed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.document: Document | None = None
        self.table = RowTable()
        self.comments: list[Comment] = []
        self.cursor_side = Side.RIGHT
        self.selected_from: int | None = None
        self.chosen_mode: Mode | None = None
        """The layout that was asked for; with None it follows the width."""
        self.chosen_wrap: bool | None = None
        """Whether long lines are wrapped; with None prose is, and code is not."""
        self.whole = False
        """Whether unchanged lines are shown, all of them."""
        self.alone = True
        """Whether the document is the only changed file, and so is never folded for its size."""
        self.shift = 0
        self.whitespace = False
        self.pattern: re.Pattern[str] | None = None
        self._opened: dict[int, list[Window]] = {}
        self._folded = ""
        self._was_folded = False
        self._shape: Shape | None = None
        self._notes: list[str] = []
        self._colours: dict[Side, Colours] = {}
        self._prose: Prose | None = None
        self._painter: RowPainter | None = None
        self._strips: dict[int, list[Strip]] = {}
        self._rows: dict[int, Row] = {}
        """The rows in sight, by number."""
        self._frame_at: tuple[int, int] | None = None
        self._frame: list[tuple[int, int]] = []
        self._colouring = False
        self._in_colour = asyncio.Event()
        """Set when what is visible has its colours."""
        self._horizon = 1
        """How many rows below the visible ones are coloured before somebody sees them."""
        self._rested: Timer | None = None
        self._laid_out_for = 0
        """The width for which the rows are laid out."""

    # What is shown

    @property
    def palette(self) -> Palette:
        """The colours that fit the app's theme."""
        theme = self.app.current_theme
        return palette_of(theme.name, theme.dark)

    def on_mount(self) -> None:
        """Paint anew when the theme changes."""
        self.app.theme_changed_signal.subscribe(self, lambda theme: self._paint_anew())

    @property
    def mode(self) -> Mode:
        """Unified or side by side: as chosen, or as the width and the document suggest."""
        return self.chosen_mode or self.automatic_mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self.chosen_mode = mode

    @property
    def automatic_mode(self) -> Mode:
        """Side by side where there is room for it and something on both sides."""
        both = isinstance(self.document, ChangedFile) and self.document.status not in (
            FileStatus.ADDED, FileStatus.DELETED,
        )  # fmt: skip
        return Mode.SPLIT if both and self.size.width >= WIDE else Mode.UNIFIED

    @property
    def text_width(self) -> int:
        """The columns beside the scrollbar, which is always there; Textual counts it in for a view that draws itself."""
        return max((self.size.width or 80) - self.styles.scrollbar_size_vertical, 1)

    @property
    def wrap(self) -> bool:
        """Whether long lines are wrapped."""
        return self._prose is not None if self.chosen_wrap is None else self.chosen_wrap

    def show(self, document: Document, comments: Sequence[Comment], *, keep: bool = False) -> None:
        """Show a document with its comments; with `keep`, cursor and folds stay as they are."""
        if keep and document is self.document and list(comments) == self.comments:
            return
        place = self.line_at_cursor() if keep else None
        self.comments = list(comments)
        if not keep or document is not self.document:
            self._take(document)
        if self._folded and any(c.anchor.lines for c in comments):
            self._folded = ""
        self._rebuild(place)
        if not keep:
            self.cursor = next(iter(self.table.starts), 0)
            self.scroll_to(0, max(self.cursor - 3, 0), animate=False, immediate=True)
            self._look_at_visible()

    def _take(self, document: Document) -> None:
        """Begin with a document. Its texts are checked when they are read; a damaged one must not end the review."""
        self._opened, self.selected_from, self.shift, self.whole = {}, None, 0, False
        try:
            self._read(document)
        except BadPacket:
            self._read(TreeFile(document.path, EMPTY))
            self._notes = [_DAMAGED]

    def _read(self, document: Document) -> None:
        self.document, self._shape = document, shape_of(document)
        self._folded = folded_because(document, self.alone)
        self._was_folded = bool(self._folded)
        self._notes = notes_on(document)
        texts = texts_of(document)
        self._colours = {side: Colours(document.path, text.lines) for side, text in texts.items()}
        one_sided = not isinstance(document, ChangedFile)
        self._prose = Prose(texts[Side.RIGHT].lines) if one_sided and is_prose(document.path) else None

    @property
    def laid_out(self) -> LaidOut:
        """How the reader has laid the document out."""
        unfolded = self._was_folded and not self._folded
        return LaidOut(self.chosen_wrap, self.shift, self.whole, unfolded, opened_in(self._opened))

    def lay_out(self, wanted: LaidOut) -> None:
        """Lay the document out like that, with the cursor on its line."""
        place = self.line_at_cursor()
        self.chosen_wrap, self.shift, self.whole = wanted.wrap, wanted.columns, wanted.whole
        self._opened = windows_by_gap(wanted.opened)
        if wanted.unfolded:
            self._folded = ""
        self._rebuild(place)

    def set_mode(self, mode: Mode) -> None:
        """Unified or side by side; the cursor stays on its line. What the width suggests anyway goes on following it."""
        place = self.line_at_cursor()
        self.chosen_mode = None if mode is self.automatic_mode else mode
        self._rebuild(place)
        self._bring_into_sight()

    def rebuild(self) -> None:
        """Lay the document out anew, with the cursor on its line."""
        self._rebuild(self.line_at_cursor())

    def _rebuild(self, place: tuple[Side, int] | None) -> None:
        if self.document is None or self._shape is None:
            return
        self._paint_anew()
        assert self._painter is not None
        self._laid_out_for = self.size.width
        above: list[Band] = [note_band(note) for note in self._notes]
        width = max(self.text_width - self._painter.gutter - 2, 20)
        if self._folded:
            fold = Band(RowKind.FOLD, 1, gap=-2, hidden=self._shape.rows_before(self.mode, True)[-1])
            self.table = RowTable(
                above=[*above, note_band(self._folded + "."), fold], comments=self.comments, width=width
            )
        else:
            self.table = RowTable(
                self._shape, mode=self.mode, whole=self.whole, opened=self._opened, comments=self.comments, above=above,
                width=width,
            )  # fmt: skip
        self._fit_scrollbar()
        self.cursor = self.table.nearest_row(*place) if place else min(self.cursor, max(len(self.table) - 1, 0))

    def _fit_scrollbar(self) -> None:
        """With wrapped lines the last row may have to stand at the top of the screen to be seen whole."""
        set_virtual_size(self, len(self.table) + (max(self.size.height - 1, 0) if self.wrap else 0))

    def _paint_anew(self) -> None:
        """Forget what is drawn: the look, the colours or the rows changed."""
        if self.document is not None:
            ground = self.palette.on(Style(bgcolor=self.rich_style.bgcolor))
            look = Look(
                self.text_width,
                self.outer_size.width or 80,
                self.mode,
                self.shift,
                self.wrap,
                self.whitespace,
                self.pattern,
            )
            self._painter = RowPainter(self.document, ground, look, self._colours)
            self._painter.prose = self._prose
        self._strips.clear()
        self._rows, self._frame_at = {}, None
        self.refresh()

    # Colours

    def _look_at_visible(self) -> None:
        """Have what is visible coloured off the loop, and some lines below it; the whole page below once the keys rest."""
        if self._colours:
            self._horizon = max(self.size.height // 4, 1)
            self._colour_what_is_wanted()
            if self._rested:
                self._rested.stop()
            self._rested = self.set_timer(_REST, self._look_ahead)

    def _look_ahead(self) -> None:
        self._horizon = max(self.size.height, 1)
        self._colour_what_is_wanted()

    def _colour_what_is_wanted(self) -> None:
        if not self._colouring and self._uncoloured()[0]:
            self._colouring = True
            self._colour()

    def _uncoloured(self) -> tuple[list[Row], bool]:
        """The rows that want colours: the visible ones, or, when these have theirs, those below as far as the horizon.

        And whether they are visible ones.
        """
        top, height = round(self.scroll_y), max(self.size.height, 1)
        for first, last in ((top, top + height), (top + height, top + height + self._horizon)):
            rows = list(self.table.between(first, last))
            if want_colours(rows, self._colours):
                return rows, first == top
        return [], False

    @work(group="colours", exit_on_error=False)
    async def _colour(self) -> None:
        try:
            while (wanted := self._uncoloured())[0]:
                rows, visible = wanted
                if not visible:
                    self._in_colour.set()
                colours = self._colours
                done = await asyncio.get_running_loop().run_in_executor(None, lex_rows, rows, colours)
                if colours is self._colours:
                    self._coloured(done)
        finally:
            self._colouring = False
            self._in_colour.set()

    async def colours(self, patience: float) -> None:
        """Wait until what is visible has its colours, but no longer than that: painting it twice costs more than the wait."""
        if self._colouring and self._uncoloured()[1]:
            self._in_colour.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._in_colour.wait()

    def _coloured(self, lines: Lexed) -> None:
        """Draw the rows anew whose colours have come; only those in sight are drawn at once."""
        hit = False
        for index in list(self._strips):
            row = self._rows.get(index)
            if row is None or coloured_line(row) in lines or (Side.LEFT, row.base) in lines:
                del self._strips[index]
                hit = hit or row is not None
        if hit:
            self._frame_at = None
            self.refresh()

    # Where the cursor is

    def row_at_cursor(self) -> Row | None:
        """The row under the cursor."""
        return self.table.row(self.cursor) if 0 <= self.cursor < len(self.table) else None

    def line_at_cursor(self) -> tuple[Side, int] | None:
        """The side and line under the cursor, or the last one above it."""
        for index in range(min(self.cursor, len(self.table) - 1), -1, -1):
            row = self.table.row(index)
            if line := self._line_of(row, self.cursor_side):
                return line
            if row.kind is RowKind.FOLD and row.below and row.below > 1:
                return Side.RIGHT, row.below - 1
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
        row = self.row_at_cursor()
        here = self._line_of(row, self.cursor_side) if row else None
        if here is None and self.selected_from is not None:
            here = self.line_at_cursor()  # a selection may end on a comment that stands among its lines
        if here is None or self.document is None:
            return None
        side, line = here
        if self.selected_from is None:
            return Anchor(self.document.path, side, line)
        first, last = sorted((self.selected_from, self.cursor))
        old, new = self.table.shown(first, last + 1)
        lines = (old if side is Side.LEFT else new) or LineRange(line, line)
        return Anchor(self.document.path, side, lines.end, lines.start if lines.start != lines.end else None)

    def visible_lines(self) -> tuple[LineRange | None, LineRange | None]:
        """The old and the new lines that stand on the screen now."""
        frame = self._whole_frame()
        return self.table.shown(frame[0][0], frame[-1][0] + 1) if frame else (None, None)

    def heading(self) -> str:
        """The first line of the definition that encloses the cursor; empty where there is none."""
        here = self.line_at_cursor()
        try:
            return self._painter.heading(here[1], here[0]) if here and self._painter and self._prose is None else ""
        except BadPacket:
            return ""

    def go_to(self, side: Side, line: int) -> None:
        """Put the cursor on a line, unfolding what hides it."""
        if self._folded:
            self._folded = ""
            self._rebuild(None)
        if fold := self.table.fold_of(side, line):
            self._open_window(*fold)
        self.cursor_side = side
        self.move_to(self.table.nearest_row(side, line))

    def _open_window(self, gap: int, window: Window) -> None:
        self._opened.setdefault(gap, []).append(window)
        self._rebuild(None)

    def go_to_comment(self, comment: str) -> None:
        """Put the cursor on a comment."""
        row = next((r for r, name in self.table.comment_rows if name == comment), None)
        if row is not None:
            self.move_to(row)

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, and bring it into sight."""
        before, self.cursor = self.cursor, max(0, min(row, len(self.table) - 1))
        if not self._bring_into_sight():
            self._refresh_rows(before, self.cursor)
        self.post_message(self.Moved())

    def _bring_into_sight(self) -> bool:
        """Scroll as far as the cursor asks for; whether that was necessary."""
        height, top = max(self.size.height, 1), round(self.scroll_y)
        margin = min(3, height // 4)
        target = top
        if self.cursor < top + margin:
            target = max(self.cursor - margin, 0)
        else:
            target = max(top, self._top_for(min(self.cursor + margin, len(self.table) - 1), height))
            target = min(target, self.cursor)
        if target == top:
            return False
        self.scroll_to(y=target, animate=False, immediate=True)
        return True

    def _top_for(self, row: int, height: int) -> int:
        """The topmost row with which `row` is still wholly on a screen of that height."""
        if not self.wrap:
            return row - height + 1
        taken = 0
        while row >= 0:
            taken += len(self._strips_of(row))
            if taken > height:
                return row + 1
            row -= 1
        return 0

    def _refresh_rows(self, *rows: int) -> None:
        """Draw some rows anew, or all of them while a range is selected."""
        if self.selected_from is not None or self.wrap:
            self.refresh()
            return
        top = round(self.scroll_y)
        shown = [row - top for row in rows if 0 <= row - top < self.size.height]
        self.refresh(*(Region(0, y, self.size.width, 1) for y in shown)) if shown else None

    # Drawing

    ALLOW_SELECT = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling changes what is visible."""
        super().watch_scroll_y(old_value, new_value)
        self._look_at_visible()

    def _strips_of(self, index: int) -> list[Strip]:
        strips = self._strips.get(index)
        if strips is None:
            strips = self._strips[index] = self._draw(self._rows.get(index) or self.table.row(index))
        return strips

    def _draw(self, row: Row) -> list[Strip]:
        assert self._painter is not None
        if len(self._strips) > _KEPT_STRIPS:
            self._strips.clear()
        try:
            return self._painter.strips(row)
        except BadPacket:  # texts are checked when they are looked at; one that is damaged must not end the review
            return self._painter.strips(Row(RowKind.NOTE, text=_DAMAGED))

    def _whole_frame(self) -> list[tuple[int, int]]:
        """For each line of the screen, which row stands there and which piece of it."""
        top, height = round(self.scroll_y), max(self.size.height, 1)
        if self._frame_at != (top, height):
            self._frame_at, self._frame = (top, height), []
            self._rows = dict(enumerate(self.table.between(top, top + height), top))
            row = top
            while len(self._frame) < height and row < len(self.table):
                pieces = len(self._strips_of(row)) if self.wrap else 1
                self._frame += [(row, piece) for piece in range(pieces)]
                row += 1
            del self._frame[height:]
        return self._frame

    def row_at(self, y: int) -> int:
        """The row that stands on a line of the screen, or the last one."""
        frame = self._whole_frame()
        return frame[max(0, min(y, len(frame) - 1))][0] if frame else 0

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        frame = self._whole_frame()
        if y >= len(frame):
            return Strip.blank(self.outer_size.width, self.rich_style)
        index, piece = frame[y]
        strips = self._strips_of(index)
        strip = strips[min(piece, len(strips) - 1)]
        if index == self.cursor:
            return _over(strip, self.palette.cursor + Style(bold=self.has_focus))
        return _over(strip, self.palette.selection) if self._is_selected(index) else strip

    def _is_selected(self, index: int) -> bool:
        if self.selected_from is None:
            return False
        first, last = sorted((self.selected_from, self.cursor))
        return first <= index <= last

    def get_selection_region(self) -> Region:
        """The cursor's region on the screen."""
        return Region(0, self.cursor - round(self.scroll_y), self.size.width, 1)


def _over(strip: Strip, style: Style) -> Strip:
    """The strip with `style` laid over its own, which `Strip.apply_style` would lay under it."""
    return Strip([Segment(s.text, (s.style or Style()) + style) for s in strip], strip.cell_length)
