"""Which row of the screen shows what, and where each line stands: nothing here is as long as the document.

A table is its document's shape, plus what was opened or commented on. Only the blocks concerned are written out as
runs, when the table is made; every other block is worked out when one of its rows is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import overload

from harness.apps.tui.widgets.comment_runs import comment_run
from harness.apps.tui.widgets.rows import CHANGED_KINDS, Mode, Row, Run
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
        above: Sequence[Run] = (),
        width: int = 80,
    ) -> None:
        self._shape, self._mode, self._whole = shape, mode, whole or not shape.two_sided
        self._before = shape.rows_before(mode, self._whole)
        windows = {gap: list(parts) for gap, parts in (opened or {}).items() if gap <= shape.changes}
        standing: dict[int, list[Comment]] = {}
        top = list(above)
        for comment in comments:
            if comment.anchor.lines is None or not self._has(comment):
                top.append(comment_run(comment, width))
            else:
                block = self._block_of(comment.anchor.side or Side.RIGHT, comment.anchor.lines.end)
                standing.setdefault(block, []).append(comment)
                windows.setdefault(block, []).append(self._window_for(comment, block))
        self._top = top
        self._top_rows = sum(run.length for run in top)
        self._special = {
            block: self._with_comments(self._plain_runs(block, windows.get(block, ())), standing.get(block, ()), width)
            for block in windows.keys() | standing.keys()
        }
        self._special_blocks = sorted(self._special)
        more = (self._rows_of(b) - (self._before[b + 1] - self._before[b]) for b in self._special_blocks)
        self._more = list(accumulate(more, initial=0))

    # Building

    def _has(self, comment: Comment) -> bool:
        lines = self._shape.base_count if comment.anchor.side is Side.LEFT else self._shape.head_count
        return bool(comment.anchor.lines and comment.anchor.lines.end <= lines)

    def _block_of(self, side: Side, line: int) -> int:
        return min(bisect_right(self._shape.ends(side), line), self._shape.changes)

    def _window_for(self, comment: Comment, block: int) -> Window:
        """A comment is never hidden: the lines it is about are shown, with those around them."""
        lines, first = comment.anchor.lines, self._shape.gap_start(block)[comment.anchor.side is not Side.LEFT]
        assert lines is not None
        start = max(lines.start, lines.end - 20)
        return start - first - CONTEXT, lines.end - first + 1 + CONTEXT

    def _plain_runs(self, block: int, windows: Sequence[Window] = ()) -> list[Run]:
        return self._shape.gap_runs(block, self._whole, windows) + self._shape.change_runs(block, self._mode)

    def _with_comments(self, runs: list[Run], comments: Iterable[Comment], width: int) -> list[Run]:
        """The runs, cut open below the last line of each comment."""
        for comment in comments:
            assert comment.anchor.lines is not None
            side, line, text = comment.anchor.side or Side.RIGHT, comment.anchor.lines.end, comment_run(comment, width)
            for index, run in enumerate(runs):
                at = run.find(side, line)
                if at is not None:
                    upper, lower = run.cut(at + 1)
                    runs[index : index + 1] = [upper, lower] if lower.length else [upper]
                    below = index + 1
                    while not lower.length and below < len(runs) and runs[below].comment:
                        below += 1  # behind the comments that already stand there
                    runs.insert(below, text)
                    break
        return runs

    def _rows_of(self, block: int) -> int:
        return sum(run.length for run in self._special[block])

    # From rows to what they show

    def __len__(self) -> int:
        return self._top_rows + self._before[-1] + self._more[-1]

    def _start(self, block: int) -> int:
        """The first row of a block."""
        return self._top_rows + self._before[block] + self._more[bisect_left(self._special_blocks, block)]

    def _block_at(self, row: int) -> int:
        return bisect_right(range(self._shape.changes + 1), row, key=self._start) - 1

    def _runs(self, block: int) -> list[Run]:
        return self._special.get(block) or self._plain_runs(block)

    def runs_from(self, row: int) -> Iterator[tuple[int, Run]]:
        """The first row and the run of each run that ends below `row`, from there to the end."""
        start = 0
        if row < self._top_rows:
            for run in self._top:
                if start + run.length > row:
                    yield start, run
                start += run.length
        block = max(self._block_at(row), 0)
        start = self._start(block)
        for number in range(block, self._shape.changes + 1):
            for run in self._runs(number):
                if start + run.length > row:
                    yield start, run
                start += run.length

    def row(self, index: int) -> Row:
        """What a row shows. Raises IndexError."""
        if 0 <= index < len(self):
            for start, run in self.runs_from(index):
                return run.row(index - start)
        raise IndexError(index)

    def between(self, top: int, bottom: int) -> Iterator[Row]:
        """The rows `[top, bottom)`, as far as there are any."""
        top = max(top, 0)
        for start, run in self.runs_from(top):
            for at in range(max(top - start, 0), min(run.length, bottom - start)):
                yield run.row(at)
            if start + run.length >= bottom:
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
        block = self._block_of(side, line)
        start = self._start(block)
        for run in self._runs(block):
            at = run.find(side, line)
            if at is not None:
                return start + at
            start += run.length
        return None

    def nearest_row(self, side: Side, line: int) -> int:
        """The row of a line, or of the fold that hides it, or of the last line before it; 0 where there is none."""
        found = self.row_of(side, line)
        if found is not None:
            return found
        block = self._block_of(side, max(line, 1))
        start, nearest = self._start(block), None
        for run in self._runs(block):
            if run.hides(side, line):
                return start
            last = run.base + run.bases if side is Side.LEFT else run.head + run.heads
            if last - 1 <= line and (run.bases if side is Side.LEFT else run.heads):
                nearest = start + (run.bases if side is Side.LEFT else run.heads) - 1
            start += run.length
        if nearest is not None:
            return nearest
        return max(self._start(block) - 1, 0)

    def fold_of(self, side: Side, line: int) -> tuple[int, Window] | None:
        """The gap that hides a line and the window that would show it with its surroundings; None where it is shown."""
        block = self._block_of(side, line)
        for run in self._runs(block):
            if run.hides(side, line):
                at = line - self._shape.gap_start(block)[side is not Side.LEFT]
                return block, (at - 3 * CONTEXT, at + 3 * CONTEXT + 1)
        return None

    # Changes and comments

    def _change_row(self, block: int) -> int:
        """The first row of a block's change."""
        row = self._start(block)
        for run in self._runs(block):
            if run.kind in CHANGED_KINDS:
                break
            row += run.length
        return row

    def next_start(self, row: int) -> int | None:
        """The first change that begins below `row`."""
        block = max(self._block_at(row), 0)
        for candidate in (block, block + 1):
            if candidate < self._shape.changes and (found := self._change_row(candidate)) > row:
                return found
        return None

    def previous_start(self, row: int) -> int | None:
        """The last change that begins above `row`."""
        block = min(self._block_at(row), self._shape.changes - 1)
        for candidate in (block, block - 1):
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
        for run in self._top:
            if run.comment:
                found.append((row, run.comment))
            row += run.length
        for block in self._special_blocks:
            row = self._start(block)
            for run in self._special[block]:
                if run.comment:
                    found.append((row, run.comment))
                row += run.length
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
