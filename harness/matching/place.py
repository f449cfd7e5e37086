"""Where a comment stands in relation to an issue, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.domain.match import CommentText, TextPlace

FAR = 999


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


def relation(comment: CommentText, places: tuple[TextPlace, ...], also_at: tuple[TextPlace, ...]) -> Relation:
    """The relation between a comment and an issue's places."""
    planted, also = distance(comment, places), distance(comment, also_at)
    same_file = any(place.path == comment.path for place in (*places, *also_at))
    words = _words(comment, planted, also, same_file, places)
    return Relation(planted, also, same_file, comment.path is None, words)


def _words(comment: CommentText, planted: int, also: int, same_file: bool, places: tuple[TextPlace, ...]) -> str:
    if comment.path is None:
        return "about the whole review"
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
