"""The shape of a document: how many lines there are, which of them changed, and how many rows that makes.

A document falls into sections: each change with the unchanged lines above it (its gap), and the gap behind the last
change. The number of rows before each section is summed up once per layout, in columns of numbers and without a Python
object per line, so that a row is found by halving.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate, chain
from operator import add, sub

from harness.apps.tui.widgets.rows import Band, Mode, changed_bands, context_band, fold_band
from harness.domain.diff import Changes, Side
from harness.domain.pull_request import ChangedFile, Document

CONTEXT = 3
"""Unchanged lines shown above and below a change."""
Window = tuple[int, int]
"""Lines of a gap that are shown: from, up to but without, counted from the gap's first line."""


class Shape:
    """The sections of one document. `two_sided` documents have an old text and a new one."""

    def __init__(self, base_count: int, head_count: int, changes: Changes, *, two_sided: bool = True) -> None:
        self.base_count, self.head_count, self.two_sided = base_count, head_count, two_sided
        self.base_starts, self.base_ends, self.head_starts, self.head_ends = changes.columns()
        self.changes = len(self.base_starts)
        self.gaps = array("I", map(sub, chain(self.head_starts, (head_count + 1,)), chain((1,), self.head_ends)))
        self._removed = array("I", map(sub, self.base_ends, self.base_starts))
        self._added = array("I", map(sub, self.head_ends, self.head_starts))
        self._before: dict[tuple[Mode, bool], array[int]] = {}

    def rows_before(self, mode: Mode, whole: bool) -> array[int]:
        """How many rows stand before each section, and at the end the number of all."""
        found = self._before.get((mode, whole))
        if found is None:
            gaps: Iterable[int] = self.gaps if whole else self._folded_gaps()
            changed = map(max if mode is Mode.SPLIT else add, self._removed, self._added)
            sections = map(add, gaps, chain(changed, (0,)))
            found = self._before[(mode, whole)] = array("Q", accumulate(sections, initial=0))
        return found

    def _folded_gaps(self) -> list[int]:
        """How many rows each gap takes with nothing opened; what would hide a single line hides none."""
        both = 2 * CONTEXT + 1
        rows = [gap if gap <= both else both for gap in self.gaps]
        for end in {0, self.changes}:
            shown = CONTEXT if self.changes else 0
            rows[end] = min(self.gaps[end], shown + 1)
        return rows

    def gap_start(self, section: int) -> tuple[int, int]:
        """The first old and the first new line of a section's gap."""
        return (self.base_ends[section - 1], self.head_ends[section - 1]) if section else (1, 1)

    def gap_bands(self, section: int, whole: bool, opened: Iterable[Window] = ()) -> list[Band]:
        """The rows of a section's gap: shown lines and folds in turn."""
        gap, (base, head), bands = self.gaps[section], self.gap_start(section), []
        windows = [(0, gap)] if whole else self._windows(section, opened)
        at = 0
        for start, end in [*windows, (gap, gap)]:
            if start > at:
                bands.append(fold_band(base + at, head + at, start - at, section, at))
            if end > start:
                bands.append(context_band(base + start, head + start, end - start, two_sided=self.two_sided))
            at = end
        return bands

    def _windows(self, section: int, opened: Iterable[Window]) -> list[Window]:
        """The shown parts of a gap, in order; parts with one hidden line or none between them become one."""
        gap = self.gaps[section]
        above = min(CONTEXT, gap) if section else 0
        below = max(gap - CONTEXT, 0) if section < self.changes else gap
        inside = [(max(a, 0), min(b, gap)) for a, b in opened if a < gap and b > 0 and a < b]
        wanted = sorted([(0, above), (below, gap), *inside])
        joined: list[Window] = []
        for start, end in wanted:
            last = joined[-1] if joined else (0, 0)
            if joined and start - last[1] <= 1:
                joined[-1] = (last[0], max(last[1], end))
            else:
                joined.append((start, end))
        return joined

    def change_bands(self, section: int, mode: Mode) -> list[Band]:
        """The rows of a section's change."""
        if section >= self.changes:
            return []
        return changed_bands(
            self.base_starts[section], self._removed[section], self.head_starts[section], self._added[section], mode
        )

    def ends(self, side: Side) -> array[int]:
        """The line behind each change on a side, by which the section of a line is found."""
        return self.base_ends if side is Side.LEFT else self.head_ends


def shape_of(document: Document) -> Shape:
    """The shape of a document. Reads the numbers of its changes, and none of its lines."""
    if isinstance(document, ChangedFile):
        changes = Changes.of(document.changes)
        return Shape(len(document.base.lines), len(document.head.lines), changes)
    return Shape(0, len(document.text.lines), Changes(), two_sided=False)
