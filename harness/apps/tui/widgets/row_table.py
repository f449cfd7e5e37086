"""Which row of the screen shows what, and where each line stands: nothing here is as long as the document.

A table is its document's shape, plus what was opened or commented on. Only the sections concerned are written out as
bands, when the table is made; every other section is worked out when one of its rows is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import overload

from harness.apps.tui.widgets.comment_bands import comment_band
from harness.apps.tui.widgets.rows import CHANGED_KINDS, Band, Mode, Row
from harness.apps.tui.widgets.shape import CONTEXT, Shape, Window
from harness.domain.comment import Comment
from harness.domain.diff import Changes, LineRange, Side

_NOTHING = Shape(0, 0, Changes())


class RowTable:
    """The rows of one document in one layout. A new table is made when something is opened or commented on."""

    def __init__(
        self,
        shape: Shape = _NOTHING,
        *,
        mode: Mode = Mode.UNIFIED,
        whole: bool = False,
        opened: Mapping[int, Sequence[Window]] | None = None,
        comments: Iterable[Comment] = (),
        above: Sequence[Band] = (),
        width: int = 80,
    ) -> None:
        self._shape, self._mode, self._whole = shape, mode, whole or not shape.two_sided
        self._before = shape.rows_before(mode, self._whole)
        windows = {gap: list(parts) for gap, parts in (opened or {}).items() if gap <= shape.changes}
        standing: dict[int, list[Comment]] = {}
        top = list(above)
        for comment in comments:
            if comment.anchor.lines is None or not self._has(comment):
                top.append(comment_band(comment, width))
            else:
                section = self._section_of(comment.anchor.side or Side.RIGHT, comment.anchor.lines.end)
                standing.setdefault(section, []).append(comment)
                windows.setdefault(section, []).append(self._window_for(comment, section))
        self._top = top
        self._top_rows = sum(band.length for band in top)
        self._special = {
            section: self._with_comments(
                self._plain_bands(section, windows.get(section, ())), standing.get(section, ()), width
            )
            for section in windows.keys() | standing.keys()
        }
        self._special_sections = sorted(self._special)
        more = (self._rows_of(b) - (self._before[b + 1] - self._before[b]) for b in self._special_sections)
        self._more = list(accumulate(more, initial=0))

    # Building

    def _has(self, comment: Comment) -> bool:
        lines = self._shape.base_count if comment.anchor.side is Side.LEFT else self._shape.head_count
        return bool(comment.anchor.lines and comment.anchor.lines.end <= lines)

    def _section_of(self, side: Side, line: int) -> int:
        return min(bisect_right(self._shape.ends(side), line), self._shape.changes)

    def _window_for(self, comment: Comment, section: int) -> Window:
        """A comment is never hidden: the lines it is about are shown, with those around them."""
        lines, first = comment.anchor.lines, self._shape.gap_start(section)[comment.anchor.side is not Side.LEFT]
        assert lines is not None
        start = max(lines.start, lines.end - 20)
        return start - first - CONTEXT, lines.end - first + 1 + CONTEXT

    def _plain_bands(self, section: int, windows: Sequence[Window] = ()) -> list[Band]:
        return self._shape.gap_bands(section, self._whole, windows) + self._shape.change_bands(section, self._mode)

    def _with_comments(self, bands: list[Band], comments: Iterable[Comment], width: int) -> list[Band]:
        """The bands, cut open below the last line of each comment."""
        for comment in comments:
            assert comment.anchor.lines is not None
            side, line, text = comment.anchor.side or Side.RIGHT, comment.anchor.lines.end, comment_band(comment, width)
            for index, band in enumerate(bands):
                at = band.find(side, line)
                if at is not None:
                    upper, lower = band.cut(at + 1)
                    bands[index : index + 1] = [upper, lower] if lower.length else [upper]
                    below = index + 1
                    while not lower.length and below < len(bands) and bands[below].comment:
                        below += 1  # behind the comments that already stand there
                    bands.insert(below, text)
                    break
        return bands

    def _rows_of(self, section: int) -> int:
        return sum(band.length for band in self._special[section])

    # From rows to what they show

    def __len__(self) -> int:
        return self._top_rows + self._before[-1] + self._more[-1]

    def _start(self, section: int) -> int:
        """The first row of a section."""
        return self._top_rows + self._before[section] + self._more[bisect_left(self._special_sections, section)]

    def _section_at(self, row: int) -> int:
        return bisect_right(range(self._shape.changes + 1), row, key=self._start) - 1

    def _bands(self, section: int) -> list[Band]:
        return self._special.get(section) or self._plain_bands(section)

    def bands_from(self, row: int) -> Iterator[tuple[int, Band]]:
        """The first row and the band of each band that ends below `row`, from there to the end."""
        start = 0
        if row < self._top_rows:
            for band in self._top:
                if start + band.length > row:
                    yield start, band
                start += band.length
        section = max(self._section_at(row), 0)
        start = self._start(section)
        for number in range(section, self._shape.changes + 1):
            for band in self._bands(number):
                if start + band.length > row:
                    yield start, band
                start += band.length

    def row(self, index: int) -> Row:
        """What a row shows. Raises IndexError."""
        if 0 <= index < len(self):
            for start, band in self.bands_from(index):
                return band.row(index - start)
        raise IndexError(index)

    def between(self, top: int, bottom: int) -> Iterator[Row]:
        """The rows `[top, bottom)`, as far as there are any."""
        top = max(top, 0)
        for start, band in self.bands_from(top):
            for at in range(max(top - start, 0), min(band.length, bottom - start)):
                yield band.row(at)
            if start + band.length >= bottom:
                return

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, to look at one by one."""
        return _Rows(self)

    def shown(self, top: int, bottom: int) -> tuple[LineRange | None, LineRange | None]:
        """The old and the new lines on rows `[top, bottom)`."""
        window = list(self.between(top, bottom))
        return _span(r.base for r in window), _span(r.head for r in window)

    # From lines to rows

    def row_of(self, side: Side, line: int) -> int | None:
        """The row that shows a line; None while it is folded away or does not exist."""
        if line < 1:
            return None
        section = self._section_of(side, line)
        start = self._start(section)
        for band in self._bands(section):
            at = band.find(side, line)
            if at is not None:
                return start + at
            start += band.length
        return None

    def nearest_row(self, side: Side, line: int) -> int:
        """The row of a line, or of the fold that hides it, or of the last line before it; 0 where there is none."""
        found = self.row_of(side, line)
        if found is not None:
            return found
        section = self._section_of(side, max(line, 1))
        start, nearest = self._start(section), None
        for band in self._bands(section):
            if band.hides(side, line):
                return start
            last = band.base + band.bases if side is Side.LEFT else band.head + band.heads
            if last - 1 <= line and (band.bases if side is Side.LEFT else band.heads):
                nearest = start + (band.bases if side is Side.LEFT else band.heads) - 1
            start += band.length
        if nearest is not None:
            return nearest
        return max(self._start(section) - 1, 0)

    def fold_of(self, side: Side, line: int) -> tuple[int, Window] | None:
        """The gap that hides a line and the window that would show it with its surroundings; None where it is shown."""
        section = self._section_of(side, line)
        for band in self._bands(section):
            if band.hides(side, line):
                at = line - self._shape.gap_start(section)[side is not Side.LEFT]
                return section, (at - 3 * CONTEXT, at + 3 * CONTEXT + 1)
        return None

    # Changes and comments

    def _change_row(self, section: int) -> int:
        """The first row of a section's change."""
        row = self._start(section)
        for band in self._bands(section):
            if band.kind in CHANGED_KINDS:
                break
            row += band.length
        return row

    def next_start(self, row: int) -> int | None:
        """The first change that begins below `row`."""
        section = max(self._section_at(row), 0)
        for candidate in (section, section + 1):
            if candidate < self._shape.changes and (found := self._change_row(candidate)) > row:
                return found
        return None

    def previous_start(self, row: int) -> int | None:
        """The last change that begins above `row`."""
        section = min(self._section_at(row), self._shape.changes - 1)
        for candidate in (section, section - 1):
            if candidate >= 0 and (found := self._change_row(candidate)) < row:
                return found
        return None

    @property
    def starts(self) -> Iterator[int]:
        """The first row of every change, in order."""
        return map(self._change_row, range(self._shape.changes))

    @cached_property
    def comment_rows(self) -> list[tuple[int, str]]:
        """First row and id of every comment, in order."""
        found, row = [], 0
        for band in self._top:
            if band.comment:
                found.append((row, band.comment))
            row += band.length
        for section in self._special_sections:
            row = self._start(section)
            for band in self._special[section]:
                if band.comment:
                    found.append((row, band.comment))
                row += band.length
        return found


def _span(lines: Iterable[int | None]) -> LineRange | None:
    known = [line for line in lines if line is not None]
    return LineRange(min(known), max(known)) if known else None


class _Rows(Sequence[Row]):
    """The rows of a table as a sequence that holds none of them."""

    def __init__(self, table: RowTable) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return (
                list(self._table.between(start, stop))[::step]
                if step > 0
                else [self[i] for i in range(start, stop, step)]
            )
        return self._table.row(range(len(self))[index])

    def __iter__(self) -> Iterator[Row]:
        return self._table.between(0, len(self))
