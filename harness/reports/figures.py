"""The geometry of a report's figures, as numbers in the units of their pictures. What draws them is a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.domain.attention import Attention
from harness.domain.event import CommentAdded, Paused, Record
from harness.domain.pull_request import ChangedFile, PullRequest
from harness.domain.score import Range

WIDTH, LEFT, LANE, TOP = 960, 250, 26, 26
_STEPS = (15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200)
_MOST_LANES = 24
_REVIEW = "(the whole review)"


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch on a lane."""

    x: float
    y: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment on the timeline. `shape` tells its outcome without colour."""

    x: float
    y: float
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes of documents in the order of reading, with what was on the screen and what was said when."""

    height: int
    lanes: tuple[tuple[float, str], ...]
    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    idle: tuple[Box, ...]
    pauses: tuple[float, ...]
    ticks: tuple[tuple[float, str], ...]


def timeline(
    looked: Attention, records: Sequence[Record], times: Sequence[float], shapes: Mapping[str, str]
) -> Timeline | None:
    """The timeline of a review; None where nothing was recorded. `shapes` gives each comment its shape."""
    if not times:
        return None
    total = max(times[-1], 1.0)
    made = [(at, r.event) for at, r in zip(times, records, strict=True) if isinstance(r.event, CommentAdded)]
    paths = list(dict.fromkeys([v.path for v in looked.visits] + [c.anchor.path or _REVIEW for _, c in made]))
    lane = {path: min(number, _MOST_LANES - 1) for number, path in enumerate(paths)}
    y = {path: TOP + number * LANE + LANE / 2 for path, number in lane.items()}
    names = [*paths[: _MOST_LANES - 1], "(further documents)"] if len(paths) > _MOST_LANES else paths

    def x(at: float) -> float:
        return round(LEFT + at / total * (WIDTH - LEFT - 12), 1)

    boxes = tuple(
        Box(x(v.start), y[v.path] - 5, max(round(x(v.start + v.seconds) - x(v.start), 1), 1.5), f"{v.path}: {_clock(v.start)}, {_spell(v.seconds)}")
        for v in looked.visits
    )  # fmt: skip
    marks = tuple(
        Mark(x(at), y[c.anchor.path or _REVIEW], shapes.get(c.comment, "said"), f"{c.comment} at {_clock(at)}")
        for at, c in made
    )
    height = TOP + len(names) * LANE + 24
    idle = tuple(
        Box(x(i.start), TOP, round(x(i.start + i.seconds) - x(i.start), 1), f"without a sign: {_spell(i.seconds)}")
        for i in looked.idle
    )
    pauses = tuple(x(at) for at, r in zip(times, records, strict=True) if isinstance(r.event, Paused))
    lanes = tuple((TOP + n * LANE + LANE / 2, name) for n, name in enumerate(names))
    return Timeline(height, lanes, boxes, marks, idle, pauses, tuple((x(t), _clock(t)) for t in _ticks(total)))


def _ticks(total: float) -> list[float]:
    step = next((s for s in _STEPS if total / s <= 8), _STEPS[-1])
    return [float(n * step) for n in range(min(int(total // step) + 1, 60))]


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _spell(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """How much of a file's changed lines stood on the screen, and where in the file. Positions from 0 to 100."""

    path: str
    seen: int
    changed: int
    dwell: str
    bands: tuple[tuple[float, float, float], ...]
    """Start, width, and how long relative to the longest-seen hunk (0 to 1)."""


def coverage_by_file(pull_request: PullRequest, looked: Attention) -> tuple[FileCoverage, ...]:
    """One strip for each changed file, in the order in which they were presented."""
    seconds = dict(looked.by_path)
    longest = max([h.dwell.seconds for h in looked.hunks] or [0.0]) or 1.0
    found = []
    for file in pull_request.files:
        mine = [h for h in looked.hunks if h.path == file.path]
        seen = [h for h in mine if h.dwell.first is not None]
        length = max(len(file.head.lines), len(file.base.lines), 1)
        bands = []
        for hunk in mine:
            lines = hunk.head or hunk.base
            if lines:
                start, width = (lines.start - 1) / length * 100, max((lines.end - lines.start + 1) / length * 100, 0.6)
                weight = 0.0 if hunk.dwell.first is None else 0.25 + 0.75 * hunk.dwell.seconds / longest
                bands.append((round(start, 2), round(min(width, 100 - start), 2), round(weight, 2)))
        spent = _spell(seconds[file.path]) if file.path in seconds else "never opened"
        found.append(FileCoverage(file.path, len(seen), len(mine), spent, tuple(bands)))
    return tuple(found)


def line_of(pull_request: PullRequest, path: str | None, line: int | None, old: bool) -> str | None:
    """The text of the line that a comment stands on."""
    document = pull_request.document(path) if path else None
    if document is None or line is None:
        return None
    if isinstance(document, ChangedFile):
        lines = document.base.lines if old else document.head.lines
    else:
        lines = document.text.lines
    return lines[line - 1] if 0 < line <= len(lines) else None


def span(share: Range) -> tuple[float, float, float]:
    """A range in hundredths: where it starts, how wide it is, and where its middle stands."""
    return round(share.low * 100, 1), round((share.high - share.low) * 100, 1), round(share.middle * 100, 1)
