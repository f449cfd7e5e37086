"""Which lines of the two texts want colours, for the rows that somebody looks at.

What is the same on both sides is lexed once, in the new text. Of the old text only removed lines are, each stretch from
the state in which the new text is at that place: above a change the two are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.apps.tui.widgets.highlight import Colours
from harness.apps.tui.widgets.rows import Row, RowKind
from harness.domain.diff import Side

_MOST = 200
"""Lines that are lexed in one stretch."""
Lexed = set[tuple[Side, int]]


def coloured_line(row: Row) -> tuple[Side, int]:
    """The text and the line by which a row of one line is coloured; line 0 where there is none."""
    if row.head is not None and row.kind is not RowKind.REMOVED:
        return Side.RIGHT, row.head
    return Side.LEFT, row.base or 0


def want_colours(rows: Iterable[Row], colours: Mapping[Side, Colours]) -> bool:
    """Whether any of the rows has colours to come."""
    for row in rows:
        side, line = coloured_line(row)
        if line and side in colours and colours[side].wants(line):
            return True
        if row.kind is RowKind.CHANGED and row.base is not None and colours[Side.LEFT].wants(row.base):
            return True
    return False


def lex_rows(rows: Iterable[Row], colours: Mapping[Side, Colours]) -> Lexed:
    """Lex the lines of some rows; the sides and lines that have their colours now. To be called off the event loop."""
    new: list[tuple[int, int]] = []
    old: list[tuple[int, int, int | None]] = []
    next_new: int | None = None
    for row in rows:
        if row.head is not None:
            next_new = row.head + 1
            _extend(new, row.head, colours[Side.RIGHT])
        changed = row.base is not None and row.kind is not RowKind.CONTEXT and Side.LEFT in colours
        if changed and row.base is not None and colours[Side.LEFT].wants(row.base):
            if old and old[-1][1] == row.base - 1 and row.base - old[-1][0] < _MOST:
                old[-1] = (old[-1][0], row.base, old[-1][2])
            else:
                old.append((row.base, row.base, row.head or row.partner or next_new))
    done: Lexed = set()
    for first, last in new:
        colours[Side.RIGHT].lex(first, last)
        done.update((Side.RIGHT, line) for line in range(first, last + 1))
    for first, last, at in old:
        colours[Side.LEFT].lex(first, last, colours[Side.RIGHT].state_before(at) if at and first > 1 else None)
        done.update((Side.LEFT, line) for line in range(first, last + 1))
    return done


def _extend(stretches: list[tuple[int, int]], line: int, colours: Colours) -> None:
    """Add a line to the last stretch, or begin another."""
    if not colours.wants(line):
        return
    if stretches and line - stretches[-1][1] <= 2 and line - stretches[-1][0] < _MOST:
        stretches[-1] = (stretches[-1][0], line)
    else:
        stretches.append((line, line))
