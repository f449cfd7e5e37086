"""A row of a document as strips of the screen: one, or several where long lines are wrapped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from harness.apps.tui.widgets.changed_words import changed_words
from harness.apps.tui.widgets.highlight import Colours, Token
from harness.apps.tui.widgets.line_painter import LinePainter, Mark, hit_marks, whitespace_marks
from harness.apps.tui.widgets.palette import Palette
from harness.apps.tui.widgets.prose import Prose
from harness.apps.tui.widgets.rows import Mode, Row, RowKind
from harness.apps.tui.widgets.shown_text import ShownText, indentation, shown_text, window_from, windows
from harness.domain.diff import FileText, Side
from harness.domain.display import display
from harness.domain.pull_request import ChangedFile, Document
from harness.domain.symbols import enclosing_definition

MOST_PIECES = 40
"""Rows of the screen that one wrapped line takes at most."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is drawn."""

    width: int = 80
    outer: int = 80
    """The width with the scrollbar, which is drawn over the last columns."""
    mode: Mode = Mode.UNIFIED
    shift: int = 0
    wrap: bool = False
    whitespace: bool = False
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A line in its place on the screen: which one, on which background, in what width.

    `partner` is the line on the other side that it replaced or that replaced it, `twin` the same line in the new text.
    """

    side: Side
    line: int
    partner: int | None
    twin: int | None
    back: Style
    numbers: str
    sign: str
    width: int
    outer: int


class RowPainter:
    """Draws the rows of one document."""

    def __init__(self, document: Document, palette: Palette, look: Look, colours: Mapping[Side, Colours]) -> None:
        self.document, self.palette, self.look = document, palette, look
        self._colours = colours
        self._texts = texts_of(document)
        self._painter = LinePainter(palette)
        longest = max(len(text.lines) for text in self._texts.values())
        self._digits = max(len(str(longest)), 2)
        self._two_sided = isinstance(document, ChangedFile)
        self.prose: Prose | None = None
        """Set for Markdown, which is then drawn as it reads."""

    @property
    def gutter(self) -> int:
        """Columns in front of the text."""
        return (2 * self._digits + 4) if self._two_sided and self.look.mode is Mode.UNIFIED else self._digits + 3

    def strips(self, row: Row) -> list[Strip]:
        """The row as it stands on the screen, each strip as wide as the look says."""
        match row.kind:
            case RowKind.FOLD:
                return [self._filled(self._fold(row), self.palette.fold)]
            case RowKind.COMMENT:
                return [self._filled(" " * max(self.gutter - 2, 0) + row.text, self.palette.comment)]
            case RowKind.NOTE:
                return [self._filled("  " + row.text, self.palette.note)]
            case _ if self.look.mode is Mode.SPLIT and self._two_sided:
                return self._split(row)
            case _:
                return self._unified(row)

    def _filled(self, text: str, style: Style) -> Strip:
        return Strip([Segment(text, style)]).adjust_cell_length(self.look.outer, style)

    def _fold(self, row: Row) -> str:
        lead = f"{'':>{self.gutter - 2}}⋯ "
        if row.fold < 0:
            return f"{lead}{row.hidden} lines folded · Enter shows them"
        return f"{lead}{row.hidden} lines hidden · Enter shows more  {self.heading(row.below or 0)}"

    def heading(self, line: int, side: Side = Side.RIGHT) -> str:
        """The first line of the definition that encloses a line, as git shows it beside a hunk."""
        lines = self._texts[side].lines
        found = enclosing_definition(lines, line, self.document.path)
        return display(lines[found - 1].strip()[:200]) if found else ""

    # Lines

    def _unified(self, row: Row) -> list[Strip]:
        back = {RowKind.ADDED: self.palette.added, RowKind.REMOVED: self.palette.removed}.get(row.kind, Style())
        sign = {RowKind.ADDED: "+", RowKind.REMOVED: "-"}.get(row.kind, " ")
        digits, side = self._digits, Side.LEFT if row.kind is RowKind.REMOVED else Side.RIGHT
        numbers = f"{row.head or '':>{digits}} "
        if self._two_sided:
            numbers = f"{row.base or '':>{digits}} {row.head or '':>{digits}} "
        line = (row.base if side is Side.LEFT else row.head) or 1
        return self._cell(_Cell(side, line, row.partner, None, back, numbers, sign, self.look.width, self.look.outer))

    def _split(self, row: Row) -> list[Strip]:
        half = (self.look.width - 1) // 2
        rest, outer = self.look.width - half - 1, self.look.outer - half - 1
        left, right = self._half(Side.LEFT, row, half, half), self._half(Side.RIGHT, row, rest, outer)
        rows = max(len(left), len(right))
        left += [_blank(half, self.palette.plain)] * (rows - len(left))
        right += [_blank(outer, self.palette.plain)] * (rows - len(right))
        border = Segment("│", self.palette.gutter)
        return [Strip([*a, border, *b], self.look.outer) for a, b in zip(left, right, strict=True)]

    def _half(self, side: Side, row: Row, width: int, outer: int) -> list[Strip]:
        line, other = (row.base, row.head) if side is Side.LEFT else (row.head, row.base)
        if line is None:
            return [_blank(outer, self.palette.plain)]
        numbers = f"{line:>{self._digits}} "
        if row.kind is not RowKind.CHANGED:
            return self._cell(_Cell(side, line, None, row.head, Style(), numbers, " ", width, outer))
        back, sign = (self.palette.removed, "-") if side is Side.LEFT else (self.palette.added, "+")
        return self._cell(_Cell(side, line, other, None, back, numbers, sign, width, outer))

    def _cell(self, cell: _Cell) -> list[Strip]:
        source, tokens = self._line(cell.side, cell.line, cell.twin)
        if source.endswith("\r") and not self.look.whitespace and not self._return_matters(cell.side, cell.partner):
            source = source[:-1]
        room = max(cell.width - len(cell.numbers) - 2, 1)
        most = room * MOST_PIECES if self.look.wrap else 4 * (self.look.shift + room)
        marks = self._marks(cell.side, source, cell.partner)
        shown = shown_text(source, whitespace=self.look.whitespace, most=most)
        if not self.look.wrap:
            window = window_from(shown, self.look.shift, room)
            return [self._strip(cell, shown, window, self._painter.segments(shown, window, tokens, marks, cell.back))]
        indent, strips = indentation(shown, room), []
        for number, window in enumerate(windows(shown, room, indent, MOST_PIECES)):
            segments = self._painter.segments(shown, window, tokens, marks, cell.back)
            strips.append(self._strip(cell, shown, window, segments, indent if number else 0, first=not number))
        return strips

    def _strip(
        self, cell: _Cell, shown: ShownText, window: tuple[int, int], text: list[Segment], indent: int = 0,
        *, first: bool = True,
    ) -> Strip:  # fmt: skip
        """One window of a line with its gutter, filled up to the width of the cell."""
        plain, faint = self._painter.style(cell.back, ""), self.palette.gutter + cell.back
        lead = cell.numbers if first else " " * len(cell.numbers)
        segments = [Segment(lead, faint), Segment(cell.sign + " " * (1 + indent), plain), *text]
        tail = self._tail(cell) if window[1] >= len(shown.text) else []
        cut_left = not self.look.wrap and window[0] > 0
        cut_right = not self.look.wrap and window[1] < len(shown.text)
        if tail or cut_left or cut_right or not shown.narrow:
            strip = _fitted(segments + tail, cell.width, plain, faint, cut_right, cut_left)
            return strip.adjust_cell_length(cell.outer, plain)
        taken = len(lead) + 2 + indent + window[1] - window[0]
        segments.append(Segment(" " * (cell.outer - taken), plain))
        return Strip(segments, cell.outer)

    def _return_matters(self, side: Side, partner: int | None) -> bool:
        """Whether a carriage return at the end of a line is what changed: the line it took the place of has none."""
        other = Side.RIGHT if side is Side.LEFT else Side.LEFT
        return partner is not None and not self._line(other, partner)[0].endswith("\r")

    def _tail(self, cell: _Cell) -> list[Segment]:
        text = self._texts[cell.side]
        if cell.line == len(text.lines) and not text.final_newline:
            return [Segment(" ⏎ no newline at the end", self.palette.note + cell.back)]
        return []

    def _line(self, side: Side, line: int, twin: int | None = None) -> tuple[str, list[Token]]:
        """A line and its coloured pieces; those of an unchanged old line are those of its twin in the new text."""
        lines = self._texts[side].lines
        if line > len(lines):
            return "", []
        if self.prose and not self.look.whitespace:
            return self.prose.line(line)
        return lines[line - 1], self._colours[side].of(line) if twin is None else self._colours[Side.RIGHT].of(twin)

    def _marks(self, side: Side, source: str, partner: int | None) -> list[Mark]:
        palette, marks = self.palette, []
        if partner is not None:
            other = self._line(Side.RIGHT if side is Side.LEFT else Side.LEFT, partner)[0]
            if side is Side.LEFT:
                marks += [(a, b, palette.removed_word) for a, b in changed_words(source, other)[0]]
            else:
                marks += [(a, b, palette.added_word) for a, b in changed_words(other, source)[1]]
        if self.look.whitespace:
            marks += whitespace_marks(source, Style(color=palette.gutter.color))
        return marks + hit_marks(source, self.look.pattern, palette.found)


def texts_of(document: Document) -> dict[Side, FileText]:
    """The texts of a document by side."""
    if isinstance(document, ChangedFile):
        return {Side.LEFT: document.base, Side.RIGHT: document.head}
    return {Side.RIGHT: document.text}


def _blank(width: int, style: Style) -> Strip:
    return Strip([Segment(" " * width, style)], width)


def _fitted(segments: list[Segment], width: int, plain: Style, faint: Style, cut_right: bool, cut_left: bool) -> Strip:
    """The strip in its exact width, with signs where a line goes on beyond the screen."""
    strip = Strip(segments)
    if cut_right or strip.cell_length > width:
        strip = Strip([*strip.adjust_cell_length(width - 1, plain), Segment("›", faint)], width)
    else:
        strip = strip.adjust_cell_length(width, plain)
    if cut_left:
        lead, *rest = strip
        if lead.text.endswith(" "):
            strip = Strip([Segment(lead.text[:-1] + "‹", lead.style), *rest], width)
    return strip
