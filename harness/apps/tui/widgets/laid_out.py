"""How a document is laid out on the screen beside its mode: wrapped or scrolled sideways, and which folds are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.apps.tui.widgets.shape import Window

Opened = tuple[int, int, int]
"""A gap, and the lines of it that are shown: from, up to but without, counted from the gap's first line."""
_WIDEST = 100_000
"""No line on the screen is scrolled further."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """As a reader left it; the default is how a document first comes on the screen."""

    wrap: bool | None = None
    """Whether long lines are wrapped; with None as the kind of document suggests."""
    shift: int = 0
    """Columns scrolled sideways."""
    whole: bool = False
    """All unchanged lines are shown."""
    unfolded: bool = False
    """A file folded for its size was opened."""
    opened: tuple[Opened, ...] = ()

    @property
    def columns(self) -> int:
        """The shift, kept in bounds: a log from elsewhere may say anything."""
        return max(0, min(self.shift, _WIDEST))


def opened_in(gaps: Mapping[int, Iterable[Window]]) -> tuple[Opened, ...]:
    """The opened parts of all gaps in order; parts that touch become one."""
    found: list[Opened] = []
    for gap in sorted(gaps):
        for start, end in sorted(gaps[gap]):
            if found and found[-1][0] == gap and start <= found[-1][2]:
                found[-1] = (gap, found[-1][1], max(found[-1][2], end))
            else:
                found.append((gap, start, end))
    return tuple(found)


def windows_by_gap(opened: Iterable[Opened]) -> dict[int, list[Window]]:
    """The same the other way round."""
    gaps: dict[int, list[Window]] = {}
    for gap, start, end in opened:
        gaps.setdefault(gap, []).append((start, end))
    return gaps
