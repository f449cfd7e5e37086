"""Reviews as reviewdog diagnostics: one JSON object per line (rdjsonl), or one object with all of them (rdjson).

The format knows no old side; what stands there carries its side in `original_output`, where a tool's own words belong.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from harness.domain.comment import Comment, Decoration, Label
from harness.domain.conventional import labelled, with_label
from harness.domain.diff import Side
from harness.domain.outside_review import NotAReview, OutsideReview, Said, numbered, paths_of
from harness.domain.pull_request import PullRequest

_SOURCE = {"name": "code-review-harness"}
_OLD = "side: LEFT"


def rdjsonl(comments: Sequence[Comment]) -> str:
    """The comments as lines of JSON."""
    return "".join(json.dumps(_diagnostic(c), ensure_ascii=True) + "\n" for c in comments)


def _diagnostic(comment: Comment) -> dict[str, Any]:
    anchor = comment.anchor
    location: dict[str, Any] = {"path": anchor.path or ""}
    if anchor.lines:
        location["range"] = {"start": {"line": anchor.lines.start}, "end": {"line": anchor.lines.end}}
    found = {
        "message": with_label(comment),
        "location": location,
        "severity": severity_of(comment),
        "source": _SOURCE,
        "code": {"value": comment.id},
    }
    return found | ({"original_output": _OLD} if anchor.side is Side.LEFT else {})


def severity_of(comment: Comment) -> str:
    """How loudly a tool should show it: by what the candidate said hangs on it, and never by what it found."""
    if comment.decoration is Decoration.BLOCKING:
        return "ERROR"
    return "INFO" if comment.label in (Label.NITPICK, Label.PRAISE, Label.QUESTION, Label.TO_AUTHOR) else "WARNING"


def read_rdjsonl(values: Sequence[Any], pull_request: PullRequest) -> OutsideReview:
    """The review in diagnostics. Raises NotAReview."""
    said = [_said(value, number) for number, value in enumerate(values, 1)]
    return OutsideReview("reviewdog diagnostics", numbered(said, paths_of(pull_request)))


def _said(value: Any, number: int) -> Said:
    message = value.get("message") if isinstance(value, dict) else None
    if not isinstance(message, str):
        raise NotAReview(f"diagnostic {number} has no message")
    location = value.get("location") or {}
    if not isinstance(location, dict):
        raise NotAReview(f"the location of diagnostic {number} is no object")
    path, span = location.get("path"), location.get("range") or {}
    if path is not None and not isinstance(path, str):
        raise NotAReview(f"the path of diagnostic {number} is no text")
    start, end = (_line(span, name, number) for name in ("start", "end"))
    last = end or start
    label, decoration, text = labelled(message)
    side = Side.LEFT if value.get("original_output") == _OLD else Side.RIGHT
    return Said(text, path or None, last, start if start != last else None, side, label, decoration)


def _line(span: Any, name: str, number: int) -> int | None:
    at = span.get(name) if isinstance(span, dict) else None
    line = at.get("line") if isinstance(at, dict) else None
    if line is not None and type(line) is not int:
        raise NotAReview(f"a line of diagnostic {number} is no whole number")
    return line or None
