"""What a candidate says, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.domain.diff import LineRange, Side


class Scope(StrEnum):
    """How much of the pull request a comment is about."""

    REVIEW = "review"
    FILE = "file"
    RANGE = "range"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment stands, in the terms of GitHub's review API.

    No `path`: the whole review. A path without `line`: the whole file. `start_line` only for a range of lines, of
    which `line` is the last.
    """

    path: str | None = None
    side: Side | None = None
    line: int | None = None
    start_line: int | None = None

    def __post_init__(self) -> None:
        if self.line is not None and (self.path is None or self.side is None):
            raise ValueError("a line needs a path and a side")
        if self.start_line is not None and (self.line is None or not 1 <= self.start_line <= self.line):
            raise ValueError(f"not a range of lines: {self.start_line}-{self.line}")
        if self.line is not None and self.line < 1:
            raise ValueError(f"lines count from one: {self.line}")

    @property
    def scope(self) -> Scope:
        """Review, file, range or line."""
        if self.path is None:
            return Scope.REVIEW
        if self.line is None:
            return Scope.FILE
        return Scope.LINE if self.start_line in (None, self.line) else Scope.RANGE

    @property
    def lines(self) -> LineRange | None:
        """The lines it covers; None for a file or the review."""
        return None if self.line is None else LineRange(self.start_line or self.line, self.line)

    def __str__(self) -> str:
        if self.path is None:
            return "the whole review"
        if self.lines is None:
            return self.path
        old = " (old)" if self.side is Side.LEFT else ""
        start, end = self.lines.start, self.lines.end
        return f"{self.path}:{start}{old}" if start == end else f"{self.path}:{start}-{end}{old}"


class Label(StrEnum):
    """What a candidate calls a comment, in the words of Conventional Comments. Never asked for, never worth credit."""

    ISSUE = "issue"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    NITPICK = "nitpick"
    PRAISE = "praise"
    TO_AUTHOR = "question to the author"
    """Something that only the pull request's author can answer."""


class Decoration(StrEnum):
    """How much hangs on a comment, if the candidate says so."""

    BLOCKING = "blocking"
    NON_BLOCKING = "non-blocking"
    IF_MINOR = "if-minor"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it stands now. `id` is unique in its session: c1, c2, …

    `reply_to` is the comment of the same session that this one answers; both stand at one place.
    """

    id: str
    anchor: Anchor
    body: str
    label: Label | None = None
    decoration: Decoration | None = None
    reply_to: str | None = None
    draft: bool = False
    """Whether it is a draft, shown where the comment would stand."""

    @property
    def heading(self) -> str:
        """What stands above the comment beside its place: its id, its label and decoration, and what it answers."""
        parts = [f"draft {self.id}" if self.draft else self.id]
        if self.label or self.decoration:
            decoration = f"({self.decoration})" if self.decoration else ""
            parts.append(" ".join(part for part in (self.label, decoration) if part))
        if self.reply_to:
            parts.append(f"reply to {self.reply_to}")
        return " · ".join(parts)


class Conclusion(StrEnum):
    """How a candidate ends the review. (A *verdict* is a grader's word, never a candidate's.)"""

    APPROVE = "approve"
    COMMENT = "comment"
    REQUEST_CHANGES = "request changes"
