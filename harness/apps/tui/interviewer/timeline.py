"""The timeline of a review as lines of text, and the moments worth jumping to. No Textual here.

Marks are told apart by shape, so that no colour is needed to read them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.domain import event as ev
from harness.domain.attention import Idle
from harness.domain.diff import LineRange
from harness.domain.grading_queue import Item
from harness.domain.issue import Place
from harness.domain.judgement import Judgement
from harness.domain.score import Outcome


class Tick(StrEnum):
    """A mark on the timeline; later ones win where two fall on one cell."""

    FILE = "│"
    PAUSE = "‖"
    DISCARDED = "d"
    WITHDRAWN = "w"
    EDIT = "e"
    COMMENT = "o"
    STYLE = "~"
    OPPORTUNITY = "◇"
    DECOY = "▲"
    FALSE_ALARM = "✗"
    DUPLICATE = "="
    LOOK = "?"
    MATCH = "✓"
    SUBMITTED = "■"


WORDS = {
    Tick.FILE: "file",
    Tick.PAUSE: "pause",
    Tick.DISCARDED: "draft given up",
    Tick.WITHDRAWN: "withdrawn",
    Tick.EDIT: "edited",
    Tick.COMMENT: "comment",
    Tick.STYLE: "style",
    Tick.OPPORTUNITY: "opportunity",
    Tick.DECOY: "decoy",
    Tick.FALSE_ALARM: "false alarm",
    Tick.DUPLICATE: "again",
    Tick.LOOK: "undecided",
    Tick.MATCH: "matches an issue",
    Tick.SUBMITTED: "handed in",
}
_OF_OUTCOME = {
    Outcome.MATCH: Tick.MATCH,
    Outcome.DUPLICATE: Tick.DUPLICATE,
    Outcome.UNDECIDED: Tick.LOOK,
    Outcome.OPPORTUNITY: Tick.OPPORTUNITY,
    Outcome.DECOY_TAKEN: Tick.DECOY,
    Outcome.FALSE_ALARM: Tick.FALSE_ALARM,
    Outcome.STYLE_ONLY: Tick.STYLE,
    Outcome.NONE: Tick.COMMENT,
}
RANK = {tick: rank for rank, tick in enumerate(Tick)}


def sign(outcome: Outcome) -> str:
    """The shape that stands for an outcome, on the timeline and in every list."""
    return _OF_OUTCOME[outcome].value


@dataclass(frozen=True, slots=True)
class Moment:
    """A record worth a tick; `comment` is set where the tick is a comment's."""

    index: int
    tick: Tick
    comment: str | None = None


def moments(records: Sequence[ev.Record], judgement: Judgement) -> tuple[Moment, ...]:
    """Changes of file, comments with what became of them, edits, drafts given up and pauses, in order."""
    best: dict[str, Tick] = {}
    for remark in judgement.remarks:
        tick = _OF_OUTCOME[remark.outcome]
        if remark.comment not in best or RANK[tick] > RANK[best[remark.comment]]:
            best[remark.comment] = tick
    return tuple(_moments(records, best))


def _moments(records: Sequence[ev.Record], best: dict[str, Tick]) -> Iterator[Moment]:
    for index, record in enumerate(records):
        match record.event:
            case ev.FileViewed():
                yield Moment(index, Tick.FILE)
            case ev.CommentAdded(comment=name):
                yield Moment(index, best.get(name, Tick.COMMENT), name)
            case ev.CommentEdited(comment=name):
                yield Moment(index, Tick.EDIT, name)
            case ev.CommentWithdrawn(comment=name):
                yield Moment(index, Tick.WITHDRAWN, name)
            case ev.DraftDiscarded():
                yield Moment(index, Tick.DISCARDED)
            case ev.Paused():
                yield Moment(index, Tick.PAUSE)
            case ev.Submitted():
                yield Moment(index, Tick.SUBMITTED)
            case _:
                pass


def bar(times: Sequence[float], marks: Iterable[Moment], at: int, width: int, idle: Iterable[Idle] = ()) -> str:
    """The timeline as `width` cells: ┄ without a sign of life, ▼ the present place."""
    if width < 1:
        return ""
    total = max(times[-1], 1e-9) if times else 1.0
    cells: list[str] = ["─"] * width
    for gap in idle:
        for cell in range(
            int(gap.start / total * width) + 1, min(int((gap.start + gap.seconds) / total * width), width)
        ):
            cells[cell] = "┄"
    rank = [-1] * width
    for mark in marks:
        cell = _cell(times[mark.index], total, width)
        if RANK[mark.tick] > rank[cell]:
            cells[cell], rank[cell] = mark.tick.value, RANK[mark.tick]
    if times:
        cells[_cell(times[at], total, width)] = "▼"
    return "".join(cells)


def lane(total: float, stretches: Iterable[tuple[float, float]], width: int) -> str:
    """When something stood on the screen, as `width` cells: █ nearly all of the cell's time, ░ some of it."""
    if width < 1:
        return ""
    filled = [0.0] * width
    each = max(total, 1e-9) / width
    for start, end in stretches:
        for cell in range(_cell(start, total, width), _cell(end, total, width) + 1):
            filled[cell] += max(0.0, min(end, (cell + 1) * each) - max(start, cell * each))
        filled[_cell(start, total, width)] += each / 100  # however briefly, it was there
    return "".join(" " if f <= 0 else "█" if f > 0.6 * each else "▒" if f > 0.2 * each else "░" for f in filled)


def _cell(at: float, total: float, width: int) -> int:
    return max(0, min(int(at / max(total, 1e-9) * width), width - 1))


def on_screen(
    records: Sequence[ev.Record], times: Sequence[float], places: Sequence[Place]
) -> tuple[tuple[float, float], ...]:
    """The stretches of working time in which lines of these places stood on the screen."""
    found: list[tuple[float, float]] = []
    since: float | None = None
    known: dict[tuple[str, LineRange | None], bool] = {}
    for record, at in zip(records, times, strict=True):
        shown = record.event
        if not isinstance(shown, ev.LinesShown):
            continue
        window = (shown.path, shown.head)
        up = known.get(window)
        if up is None:
            up = known[window] = any(
                p.path == shown.path and shown.head is not None and shown.head.overlaps(p.lines) for p in places
            )
        if up and since is None:
            since = at
        elif not up and since is not None:
            found.append((since, at))
            since = None
    if since is not None:
        found.append((since, times[-1]))
    return tuple(found)


def at_fraction(times: Sequence[float], fraction: float) -> int:
    """The last record at or before this share of the working time."""
    return at_time(times, fraction * times[-1]) if times else 0


def at_time(times: Sequence[float], seconds: float) -> int:
    """The last record at or before this working second."""
    return max(bisect_right(times, seconds) - 1, 0)


def first_at(times: Sequence[float], seconds: float) -> int:
    """The first record at this working second or later."""
    return min(bisect_left(times, seconds), max(len(times) - 1, 0))


def doubtful(queue: Iterable[Item]) -> frozenset[str]:
    """The comments of which a remark needs a person."""
    return frozenset(item.about.split(":")[0].split(".")[0] for item in queue if item.needs_a_person)
