"""Where a comment stands in relation to an issue, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.domain.match import CommentText, IssueText, TextPlace
from harness.matching.symbols import called_at, symbol_at

FAR = 999
PLACE = (
    "planted",
    "also",
    "same-file",
    "whole-review",
    "nearest",
    "rival",
    "nearer-than-rival",
    "alone-near",
    "rival-near",
    "near-issues",
    "overlap",
    "same-end",
    "marked-lines",
    "issue-lines",
    "issues",
)
"""The names of the numbers of `place_row`."""
_NEAR, _MOST = 3, 20


@dataclass(frozen=True, slots=True)
class Relation:
    """How near a comment is: lines to the planted lines and to another fair place; FAR where there is none."""

    planted: int
    also: int
    same_file: bool
    whole_review: bool
    words: str


def distance(comment: CommentText, places: Iterable[TextPlace]) -> int:
    """Lines between the comment and the nearest of the places; 0 on it, FAR when none is in its file."""
    return min((_gap(comment, place) for place in places), default=FAR)


def _gap(comment: CommentText, place: TextPlace) -> int:
    if comment.path != place.path or comment.line is None or (comment.side or place.side) != place.side:
        return FAR
    first = comment.start_line or comment.line
    return max(place.start - comment.line, first - place.end, 0)


def relation(
    comment: CommentText,
    places: tuple[TextPlace, ...],
    also_at: tuple[TextPlace, ...],
    heads: Mapping[str, str] | None = None,
) -> Relation:
    """The relation between a comment and an issue's places. `heads` are the texts of the files, where known."""
    planted, also = distance(comment, places), distance(comment, also_at)
    same_file = any(place.path == comment.path for place in (*places, *also_at))
    words = _words(comment, planted, also, same_file, places) + _symbol(comment, planted, places, heads or {})
    return Relation(planted, also, same_file, comment.path is None, words)


def place_row(comment: CommentText, relations: tuple[Relation, ...], i: int, issue: IssueText) -> list[float]:
    """The place of a comment towards issue `i`, in the order of PLACE."""
    mine = relations[i]
    nearest = min(mine.planted, mine.also)
    others = [min(r.planted, r.also) for j, r in enumerate(relations) if j != i]
    rival = min(others, default=FAR)
    first = comment.start_line or comment.line or 0
    marked = (comment.line or 0) - first + 1 if comment.line else 0
    planted = issue.places[0] if issue.places else None
    here = planted is not None and planted.path == comment.path and comment.line is not None
    overlap = min(planted.end, comment.line or 0) - max(planted.start, first) + 1 if here and planted else 0
    return [
        float(min(mine.planted, _MOST)),
        float(min(mine.also, _MOST)),
        float(mine.same_file),
        float(mine.whole_review),
        float(min(nearest, _MOST)),
        float(min(rival, _MOST)),
        float(max(-_MOST, min(_MOST, rival - nearest))),
        float(nearest <= _NEAR < rival),
        float(rival <= _NEAR < nearest),
        float(sum(gap <= _NEAR for gap in others)),
        round(max(overlap, 0) / max(marked, 1), 4),
        float(bool(here and planted and comment.line == planted.end)),
        float(min(marked, _MOST)),
        float(min(planted.end - planted.start + 1, _MOST)) if planted else 0.0,
        float(min(len(relations), 8)),
    ]


def _symbol(comment: CommentText, planted: int, places: tuple[TextPlace, ...], heads: Mapping[str, str]) -> str:
    """`, same function refill()` or `, at the call site refill()`, where the text of the files tells."""
    if planted <= _NEAR or comment.path is None or comment.path not in heads or comment.line is None:
        return ""
    around = {symbol_at(heads[p.path], p.start) for p in places if p.path in heads and p.side == "RIGHT"} - {None}
    here = symbol_at(heads[comment.path], comment.line)
    if here in around and any(p.path == comment.path for p in places):
        return f", same function {here}()"
    called = sorted(name for name in around if name and called_at(heads[comment.path], comment.line, name))
    return f", at the call site {called[0]}()" if called else ""


def _words(comment: CommentText, planted: int, also: int, same_file: bool, places: tuple[TextPlace, ...]) -> str:
    if comment.path is None:
        return f"beside the code, on {comment.document}" if comment.document else "about the whole review"
    if comment.line is None:
        return f"about the whole file {comment.path}" if same_file else f"about another file, {comment.path}"
    here = f"{comment.path}:{comment.line}"
    if planted == 0:
        return (
            f"on the planted line {here}"
            if places and places[0].start == places[0].end
            else f"on the planted lines, {here}"
        )
    if also == 0:
        return f"at another fair place, {here}"
    near = min(planted, also)
    if near <= 3:
        return f"{near} lines from the planted lines, {here}" if near > 1 else f"next to the planted lines, {here}"
    return f"elsewhere in the same file, {here}" if same_file else f"in another file, {here}"
