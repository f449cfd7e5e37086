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


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it stands now. `id` is unique in its session: c1, c2, …"""

    id: str
    anchor: Anchor
    body: str


class Conclusion(StrEnum):
    """How a candidate ends the review. (A *verdict* is a grader's word, never a candidate's.)"""

    APPROVE = "approve"
    COMMENT = "comment"
    REQUEST_CHANGES = "request changes"
