"""Which lines of the two texts want colours, for the rows that somebody looks at.

What is the same on both sides is lexed once, in the new text. Of the old text only removed lines are, each stretch from
the state in which the new text is at that place: above a change the two are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.apps.tui.widgets.highlight import Colours, State
from harness.apps.tui.widgets.rows import Row, RowKind
from harness.domain.diff import Side

Stretch = tuple[Colours, int, int, State | None]
"""Lines to lex: from, to and including, and the state they begin in where it is known from the other text."""
_MOST = 24
"""Lines that are lexed in one go."""


def coloured_line(row: Row) -> tuple[Side, int]:
    """The text and the line by which a row of one line is coloured; line 0 where there is none."""
    if row.head is not None and row.kind is not RowKind.REMOVED:
        return Side.RIGHT, row.head
    return Side.LEFT, row.base or 0


def stretches_of(rows: Iterable[Row], colours: Mapping[Side, Colours]) -> list[Stretch]:
    """The stretches to lex for some rows: first those of the new text, then those of the old."""
    new: list[tuple[int, int]] = []
    old: list[tuple[int, int, int | None]] = []
    next_new: int | None = None
    for row in rows:
        if row.head is not None:
            next_new = row.head + 1
            _extend(new, row.head, colours[Side.RIGHT])
        if (
            row.base is not None
            and row.kind is not RowKind.CONTEXT
            and Side.LEFT in colours
            and colours[Side.LEFT].wants(row.base)
        ):
            if old and old[-1][1] == row.base - 1 and row.base - old[-1][0] < _MOST:
                old[-1] = (old[-1][0], row.base, old[-1][2])
            else:
                old.append((row.base, row.base, row.head or row.partner or next_new))
    if new:
        return [(colours[Side.RIGHT], first, last, None) for first, last in new]
    states = colours[Side.RIGHT]
    return [
        (colours[Side.LEFT], first, last, states.state_before(at) if at and first > 1 else None)
        for first, last, at in old
    ]


def _extend(stretches: list[tuple[int, int]], line: int, colours: Colours) -> None:
    """Add a line to the last stretch, or begin another."""
    if not colours.wants(line):
        return
    if stretches and line - stretches[-1][1] <= 2 and line - stretches[-1][0] < _MOST:
        stretches[-1] = (stretches[-1][0], line)
    else:
        stretches.append((line, line))
