"""The timeline of a review as one line of text, and the moments worth jumping to. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.domain.event import CommentAdded, CommentEdited, FileViewed, Record
from harness.domain.match import Decision, Matching


class Tick(StrEnum):
    """A mark on the timeline; later ones win where two fall on one cell."""

    FILE = "│"
    COMMENT = "●"
    LOOK = "?"
    MATCH = "✓"


@dataclass(frozen=True, slots=True)
class Moment:
    """A record worth a tick."""

    index: int
    tick: Tick


def moments(records: Sequence[Record], matching: Matching) -> tuple[Moment, ...]:
    """File changes, comments and matches, in order."""
    found = []
    for index, record in enumerate(records):
        event = record.event
        if isinstance(event, FileViewed):
            found.append(Moment(index, Tick.FILE))
        elif isinstance(event, CommentAdded | CommentEdited):
            decisions = {m.decision for m in matching.of_comment(event.comment) if m.issue}
            tick = (
                Tick.MATCH if Decision.MATCH in decisions else Tick.LOOK if Decision.LOOK in decisions else Tick.COMMENT
            )
            found.append(Moment(index, tick))
    return tuple(found)


def bar(times: Sequence[float], marks: Sequence[Moment], at: int, width: int) -> str:
    """The timeline as `width` cells, with the present place shown as ▼."""
    if width < 1:
        return ""
    total = max(times[-1], 1e-9) if times else 1.0
    cells = ["─"] * width
    rank = list(Tick)
    for mark in marks:
        cell = min(int(times[mark.index] / total * width), width - 1)
        if cells[cell] == "─" or rank.index(mark.tick) > rank.index(Tick(cells[cell])):
            cells[cell] = mark.tick
    if times:
        cells[min(int(times[at] / total * width), width - 1)] = "▼"
    return "".join(cells)


def at_fraction(times: Sequence[float], fraction: float) -> int:
    """The last record at or before this share of the working time."""
    from bisect import bisect_right

    return max(bisect_right(times, fraction * times[-1]) - 1, 0) if times else 0
