"""Suggestion blocks, as on the big forges: the lines that are commented on, to be changed in place."""

from __future__ import annotations

import re

from harness.domain.comment import Anchor
from harness.domain.diff import FileText, Side
from harness.domain.pull_request import ChangedFile

MOST_LINES = 500


def lines_at(document: object, anchor: Anchor) -> list[str]:
    """The lines that an anchor covers; none for a file or the review."""
    if anchor.lines is None:
        return []
    if isinstance(document, ChangedFile):
        text = document.side(anchor.side or Side.RIGHT)
    else:
        text = getattr(document, "text", FileText(()))
    return list(text.lines[anchor.lines.start - 1 : anchor.lines.end])


def suggestion_block(lines: list[str]) -> str:
    """A fenced block that holds the lines, with a fence longer than any inside."""
    inside = max((len(run) for line in lines for run in re.findall(r"`{3,}", line)), default=2)
    fence = "`" * (inside + 1)
    return "\n".join([f"{fence}suggestion", *lines[:MOST_LINES], fence]) + "\n"


def with_suggestion(text: str, lines: list[str]) -> str:
    """The text with a suggestion block at its end."""
    before = text.rstrip("\n")
    return (before + "\n\n" if before else "") + suggestion_block(lines)
