"""Reviews in the words of GitHub's API: the payload that creates one, and the list of a pull request's review comments.

A comment that GitHub cannot place, because it stands on the whole file, outside the hunks or on a document beside the
code, goes into the body of the review, under its place, and is found there again when such a payload is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from harness.domain.comment import Anchor, Comment, Conclusion
from harness.domain.conventional import labelled, with_label
from harness.domain.diff import Hunk, Side
from harness.domain.outside_review import NotAReview, OutsideReview, Said, numbered, paths_of
from harness.domain.pull_request import PullRequest

_EVENTS = {
    Conclusion.APPROVE: "APPROVE",
    Conclusion.COMMENT: "COMMENT",
    Conclusion.REQUEST_CHANGES: "REQUEST_CHANGES",
}
_CONCLUSIONS = {event: conclusion for conclusion, event in _EVENTS.items()} | {
    "APPROVED": Conclusion.APPROVE,
    "COMMENTED": Conclusion.COMMENT,
    "CHANGES_REQUESTED": Conclusion.REQUEST_CHANGES,
}
_CONTEXT = 3
_ELSEWHERE = "**On lines and files outside the diff:**"
_ITEM = re.compile(
    r"`(?P<path>.+?)(?::(?P<start>\d{1,7})(?:-(?P<end>\d{1,7}))?(?P<old> \(old\))?)?`: (?P<text>.*)", re.DOTALL
)


def github_payload(
    pull_request: PullRequest, comments: Sequence[Comment], summary: str, conclusion: Conclusion | None
) -> str:
    """The body of a request that creates this review."""
    placed = [c for c in comments if _hunk_of(pull_request, c.anchor)]
    others = [c for c in comments if not _hunk_of(pull_request, c.anchor)]
    said = [with_label(c) for c in others if c.anchor.path is None]
    listed = "\n".join([_ELSEWHERE, "", *(_listed(c) for c in others if c.anchor.path is not None)])
    elsewhere = [listed] if any(c.anchor.path is not None for c in others) else []
    body = "\n\n".join([*([summary] if summary.strip() else []), *said, *elsewhere])
    payload = {
        "event": _EVENTS[conclusion] if conclusion else "COMMENT",
        "body": body,
        "comments": [_placed(c) for c in placed],
    }
    return json.dumps(payload, ensure_ascii=True, indent=2) + "\n"


def _listed(comment: Comment) -> str:
    """The comment as an item of a list; its further lines are set in, so that nothing in it begins another item."""
    return f"- `{comment.anchor}`: " + with_label(comment).replace("\n", "\n  ")


def _body(text: str) -> list[Said]:
    """What the body of a review says: of the whole, and of places that GitHub has no comments for."""
    before, found, listed = text.rpartition(f"{_ELSEWHERE}\n\n- ")
    said = [Said(before if found else text)]
    for item in listed.split("\n- ") if found else ():
        place = _ITEM.fullmatch(item)
        if place is None:
            return [Said(text)]
        label, decoration, body = labelled(place["text"].replace("\n  ", "\n"))
        line, start = (int(place[name]) if place[name] else None for name in ("end", "start"))
        side = Side.LEFT if place["old"] else Side.RIGHT
        said.append(Said(body, place["path"], line or start, start if line else None, side, label, decoration))
    return [one for one in said if one.path or one.body.strip()]


def _placed(comment: Comment) -> dict[str, Any]:
    anchor = comment.anchor
    found: dict[str, Any] = {"path": anchor.path, "line": anchor.line, "side": str(anchor.side)}
    if anchor.start_line is not None and anchor.start_line != anchor.line:
        found |= {"start_line": anchor.start_line, "start_side": str(anchor.side)}
    return {**found, "body": with_label(comment)}


def _hunk_of(pull_request: PullRequest, anchor: Anchor) -> Hunk | None:
    """The hunk in which GitHub would show the comment: all of its lines must stand in one."""
    file = pull_request.file(anchor.path) if anchor.path else None
    if file is None or file.binary or anchor.lines is None or anchor.path != file.path:
        return None
    for hunk in file.hunks(_CONTEXT) if file.changes else ():
        old = anchor.side is Side.LEFT
        start, end = (hunk.base_start, hunk.base_end) if old else (hunk.head_start, hunk.head_end)
        if start <= anchor.lines.start and anchor.lines.end < end:
            return hunk
    return None


def read_github(value: Any, pull_request: PullRequest, by: str | None = None) -> OutsideReview:
    """The review in a payload, an answer of the API, or a list of review comments. Raises NotAReview.

    `by` keeps one person's comments; without it all must be one person's.
    """
    entries = value if isinstance(value, list) else value.get("comments", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise NotAReview("its comments are no list of objects")
    people = list(dict.fromkeys(name for e in entries if (name := _author(e))))
    if by is None and len(people) > 1:
        raise NotAReview(f"it holds comments of {len(people)} people ({', '.join(people[:6])}); name one with --by")
    mine = [e for e in entries if by is None or _author(e) in (by, None)]
    said = [_said(e, n, pull_request) for n, e in enumerate(mine, 1)]
    conclusion = None
    if isinstance(value, dict):
        body = value.get("body")
        if isinstance(body, str) and body.strip():
            said += _body(body)
        word = value.get("event") or value.get("state")
        conclusion = _CONCLUSIONS.get(word) if isinstance(word, str) else None
    left = len(entries) - len(mine)
    note = (f"Left out, as said by others: {left} of {len(entries)} comments.",) if left else ()
    return OutsideReview("a GitHub review", numbered(said, paths_of(pull_request)), conclusion, note)


def _author(entry: dict[str, Any]) -> str | None:
    user = entry.get("user")
    login = user.get("login") if isinstance(user, dict) else None
    return login if isinstance(login, str) else None


def _said(entry: dict[str, Any], number: int, pull_request: PullRequest) -> Said:
    body, path = entry.get("body"), entry.get("path")
    if not isinstance(body, str):
        raise NotAReview(f"comment {number} has no body")
    if path is not None and not isinstance(path, str):
        raise NotAReview(f"the path of comment {number} is no text")
    label, decoration, text = labelled(body)
    line, start = (_number(entry, number, name) for name in ("line", "start_line"))
    side = Side.LEFT if entry.get("side") == "LEFT" else Side.RIGHT
    if line is None and entry.get("subject_type") != "file":
        line, start = _number(entry, number, "original_line"), _number(entry, number, "original_start_line")
        position = _number(entry, number, "position") or _number(entry, number, "original_position")
        if line is None and position is not None and path:
            side, line = _at_position(pull_request, path, position) or (side, None)
    return Said(text, path, line, start, side, label, decoration, entry.get("id"), entry.get("in_reply_to_id"))


def _number(entry: dict[str, Any], number: int, name: str) -> int | None:
    value = entry.get(name)
    if value is not None and type(value) is not int:
        raise NotAReview(f"{name} of comment {number} is no whole number")
    return value


def _at_position(pull_request: PullRequest, path: str, position: int) -> tuple[Side, int] | None:
    """The line at a position of the file's diff: lines below the first hunk's header, later headers counted."""
    file = pull_request.file(path)
    if file is None:
        return None
    at = 0
    for number, hunk in enumerate(file.hunks(_CONTEXT)):
        at += number > 0
        for side, line in _lines(hunk):
            at += 1
            if at == position:
                return side, line
    return None


def _lines(hunk: Hunk) -> Iterator[tuple[Side, int]]:
    base, head = hunk.base_start, hunk.head_start
    for change in hunk.changes:
        while head < change.head_start:
            yield Side.RIGHT, head
            base, head = base + 1, head + 1
        for line in range(change.base_start, change.base_end):
            yield Side.LEFT, line
        for line in range(change.head_start, change.head_end):
            yield Side.RIGHT, line
        base, head = change.base_end, change.head_end
    for line in range(head, hunk.head_end):
        yield Side.RIGHT, line
