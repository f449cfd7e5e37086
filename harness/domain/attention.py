"""Where a candidate looked: what stood on the screen, for how long, in which order. Pure.

"On the screen" is all that a log can say: not that somebody read it. Time without any sign of life counts only up to
`IDLE_AFTER` seconds; the rest is kept apart as idle, so that a coffee is not taken for a hard look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.domain.comment import Anchor
from harness.domain.diff import Change, LineRange, Side
from harness.domain.event import CommentAdded, LinesShown, Record
from harness.domain.issue import Place
from harness.domain.pull_request import PullRequest

IDLE_AFTER = 60.0
"""Seconds after which silence counts as idle."""
NEAR = 3
"""A comment this many lines from an issue still counts as being about its place, as in the rubric."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the pull request stood on the screen: changed lines seen of all, and files in order of reading."""

    lines_seen: int
    lines: int
    order: tuple[str, ...]
    never_opened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dwell:
    """How long lines stood on the screen, how often they came up, and when first (working seconds)."""

    seconds: float = 0.0
    visits: int = 0
    first: float | None = None


@dataclass(frozen=True, slots=True)
class HunkAttention:
    """One hunk of a changed file, numbered from one, with the lines it shows."""

    path: str
    number: int
    base: LineRange | None
    head: LineRange | None
    dwell: Dwell
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueAttention:
    """One planted issue: how long its lines stood on the screen, and who commented there."""

    issue: str
    opened: bool
    """Whether its file was on the screen at all."""
    dwell: Dwell
    comments: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """In short: never opened, never on the screen, or for how long, with or without a comment."""
        if self.dwell.first is None:
            return "never on the screen" if self.opened else "its file was never opened"
        said = f"commented by {', '.join(self.comments)}" if self.comments else "never commented there"
        return f"on the screen {spell(self.dwell.seconds)}, {said}"


@dataclass(frozen=True, slots=True)
class Visit:
    """A stretch of reading one document."""

    path: str
    start: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Idle:
    """A stretch without a sign of life; `index` is the record that ended it."""

    index: int
    start: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Attention:
    """All of it: by hunk, by issue, by document, in order of reading, and the idle stretches."""

    hunks: tuple[HunkAttention, ...]
    issues: tuple[IssueAttention, ...]
    visits: tuple[Visit, ...]
    by_path: tuple[tuple[str, float], ...]
    """Seconds on each document, in the order of first reading."""
    idle: tuple[Idle, ...]
    coverage: Coverage

    def issue(self, name: str) -> IssueAttention | None:
        """The attention that one issue got."""
        return next((i for i in self.issues if i.issue == name), None)


def spell(seconds: float) -> str:
    """A duration as people say it: 40 s, 3 min 5 s."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


@dataclass(slots=True)
class _Spot:
    """Lines whose time on the screen is being counted."""

    ranges: tuple[tuple[str, Side, LineRange], ...]
    seconds: float = 0.0
    visits: int = 0
    first: float | None = None

    def dwell(self) -> Dwell:
        return Dwell(round(self.seconds, 3), self.visits, self.first)


def attention(
    pull_request: PullRequest,
    places: Iterable[tuple[str, Sequence[Place]]],
    records: Sequence[Record],
    times: Sequence[float],
) -> Attention:
    """Where the candidate looked. `places` gives each planted issue's lines, `times` the working second of each record."""
    hunk_spots = [(path, number, spot) for path, number, spot in _hunks(pull_request)]
    issue_spots = [(name, _Spot(tuple((p.path, Side.RIGHT, p.lines) for p in spots))) for name, spots in places]
    idle = _count([spot for _, _, spot in hunk_spots] + [spot for _, spot in issue_spots], records, times)
    made = [(r.event.comment, r.event.anchor) for r in records if isinstance(r.event, CommentAdded)]
    covered = coverage(pull_request, records)
    visits = tuple(_visits(records, times))
    return Attention(
        tuple(_hunk(path, number, spot, made) for path, number, spot in hunk_spots),
        tuple(
            IssueAttention(
                name, any(p in covered.order for p, _, _ in spot.ranges), spot.dwell(), _near(spot, made, NEAR)
            )
            for name, spot in issue_spots
        ),
        visits,
        tuple((path, round(sum(v.seconds for v in visits if v.path == path), 3)) for path in covered.order),
        idle,
        covered,
    )


def _hunks(pull_request: PullRequest) -> Iterator[tuple[str, int, _Spot]]:
    for file in pull_request.files:
        for number, hunk in enumerate(file.hunks(3) if file.changes else (), 1):
            ranges = []
            for change in hunk.changes:
                if change.removed:
                    ranges.append((file.path, Side.LEFT, LineRange(change.base_start, change.base_end - 1)))
                if change.added:
                    ranges.append((file.path, Side.RIGHT, LineRange(change.head_start, change.head_end - 1)))
            yield file.path, number, _Spot(tuple(ranges))


def _hunk(path: str, number: int, spot: _Spot, made: Sequence[tuple[str, Anchor]]) -> HunkAttention:
    sides = {
        side: LineRange(min(r.start for r in mine), max(r.end for r in mine))
        for side in Side
        if (mine := [lines for _, s, lines in spot.ranges if s is side])
    }
    return HunkAttention(
        path, number, sides.get(Side.LEFT), sides.get(Side.RIGHT), spot.dwell(), _near(spot, made, NEAR)
    )


def _near(spot: _Spot, made: Sequence[tuple[str, Anchor]], margin: int) -> tuple[str, ...]:
    """The comments that stand at a spot, or within `margin` lines of it."""
    found = []
    for name, anchor in made:
        for path, side, lines in spot.ranges:
            wide = LineRange(max(lines.start - margin, 1), lines.end + margin)
            if anchor.path == path and anchor.side is side and anchor.lines and anchor.lines.overlaps(wide):
                found.append(name)
                break
    return tuple(dict.fromkeys(found))


def _count(spots: Sequence[_Spot], records: Sequence[Record], times: Sequence[float]) -> tuple[Idle, ...]:
    """Add up what stood on the screen between each record and the next."""
    seen: dict[tuple[str, LineRange | None, LineRange | None], list[_Spot]] = {}
    current: list[_Spot] = []
    idle: list[Idle] = []
    for index, record in enumerate(records):
        passed = times[index] - times[index - 1] if index else 0.0
        if passed > IDLE_AFTER:
            idle.append(Idle(index, times[index - 1] + IDLE_AFTER, passed - IDLE_AFTER))
        for spot in current:
            spot.seconds += min(passed, IDLE_AFTER)
        shown = record.event
        if isinstance(shown, LinesShown):
            window = (shown.path, shown.base, shown.head)
            now = seen.get(window)
            if now is None:
                now = seen[window] = [spot for spot in spots if _is_on(spot, shown)]
            _come_up(current, now, times[index])
            current = now
    return tuple(idle)


def _come_up(before: list[_Spot], now: list[_Spot], at: float) -> None:
    if before is now:
        return
    still = {id(spot) for spot in before}
    for spot in now:
        if id(spot) not in still:
            spot.visits += 1
            spot.first = at if spot.first is None else spot.first


def _is_on(spot: _Spot, shown: LinesShown) -> bool:
    sides: Mapping[Side, LineRange | None] = {Side.LEFT: shown.base, Side.RIGHT: shown.head}
    return any(
        path == shown.path and (lines := sides[side]) is not None and lines.overlaps(wanted)
        for path, side, wanted in spot.ranges
    )


def _visits(records: Sequence[Record], times: Sequence[float]) -> Iterator[Visit]:
    path, start, seconds = "", 0.0, 0.0
    for index, record in enumerate(records):
        if path and index:
            seconds += min(times[index] - times[index - 1], IDLE_AFTER)
        shown = record.event
        if isinstance(shown, LinesShown) and shown.path != path:
            if path:
                yield Visit(path, start, round(seconds, 3))
            path, start, seconds = shown.path, times[index], 0.0
    if path:
        yield Visit(path, start, round(seconds, 3))


def coverage(pull_request: PullRequest, records: Sequence[Record]) -> Coverage:
    """Which changed lines stood on the screen, and the files in the order of reading."""
    windows = {
        (shown.path, side, lines): None
        for record in records
        if isinstance(shown := record.event, LinesShown)
        for side, lines in ((Side.LEFT, shown.base), (Side.RIGHT, shown.head))
    }
    order = tuple(dict.fromkeys(path for path, _, _ in windows))
    shown_lines = [(path, side, lines) for path, side, lines in windows if lines]
    changed = seen = 0
    for file in pull_request.files:
        for side, lines in ((Side.LEFT, _changed(file.changes, True)), (Side.RIGHT, _changed(file.changes, False))):
            mine = [w for p, s, w in shown_lines if p == file.path and s is side]
            up = {n for w in mine for n in range(w.start, w.end + 1)} if lines else set()
            changed += len(lines)
            seen += len(lines & up)
    never = tuple(f.path for f in pull_request.files if f.path not in order)
    return Coverage(seen, changed, order, never)


def _changed(changes: Sequence[Change], base: bool) -> set[int]:
    if base:
        return {n for c in changes for n in range(c.base_start, c.base_end)}
    return {n for c in changes for n in range(c.head_start, c.head_end)}
