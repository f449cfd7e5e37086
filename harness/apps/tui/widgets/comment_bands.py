"""Comments as rows: where each stands, and its text wrapped to the width of the screen."""

from __future__ import annotations

from functools import lru_cache
from textwrap import wrap

from harness.apps.tui.widgets.rows import Band, RowKind
from harness.domain.comment import Comment
from harness.domain.diff import Side
from harness.domain.display import display


@lru_cache(maxsize=1_000)
def comment_band(comment: Comment, width: int) -> Band:
    """A comment as a band of rows."""
    texts = [f"╭ {display(comment.heading)} on {_where(comment)}"]
    for paragraph in comment.body.split("\n"):
        shown = display(paragraph.expandtabs(4))
        texts += [f"│ {line}" for line in wrap(shown, max(width - 4, 16), replace_whitespace=False) or [""]]
    texts.append("╰")
    return Band(RowKind.COMMENT, len(texts), comment=comment.id, texts=tuple(texts))


def _where(comment: Comment) -> str:
    lines = comment.anchor.lines
    if comment.anchor.path is None:
        return "the review"
    if lines is None:
        return "the file"
    side = " (old side)" if comment.anchor.side is Side.LEFT else ""
    return f"line {lines.end}{side}" if lines.start == lines.end else f"lines {lines.start}–{lines.end}{side}"
