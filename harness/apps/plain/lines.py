"""A document as lines to be read aloud: each says in words whether it was added or removed, and its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.domain.comment import Comment
from harness.domain.diff import LineRange, Side
from harness.domain.display import display, display_lines
from harness.domain.pull_request import ChangedFile, Document


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line: its number on the old side, on the new side, or both for a line that is the same."""

    base: int | None
    head: int | None
    text: str

    @property
    def is_changed(self) -> bool:
        """Whether it stands on one side only."""
        return self.base is None or self.head is None

    def said(self, plain_text: bool = False) -> str:
        """The line in words. `plain_text` is for documents without an old side."""
        words = display(self.text.expandtabs(4)) or "(blank)"
        if self.is_changed and not plain_text:
            return f"removed {self.base}: {words}" if self.head is None else f"added {self.head}: {words}"
        return f"{self.head}: {words}"


def spoken(document: Document) -> list[Spoken]:
    """All lines of a document: of a changed file, old and new in their order."""
    if not isinstance(document, ChangedFile):
        return [Spoken(None, number, line) for number, line in enumerate(document.text.lines, 1)]
    return list(_changed(document))


def _changed(file: ChangedFile) -> Iterator[Spoken]:
    base, head = 1, 1
    for change in file.changes:
        yield from _same(file, base, head, change.base_start - base)
        for number in range(change.base_start, change.base_end):
            yield Spoken(number, None, file.base.lines[number - 1])
        for number in range(change.head_start, change.head_end):
            yield Spoken(None, number, file.head.lines[number - 1])
        base, head = change.base_end, change.head_end
    yield from _same(file, base, head, len(file.base.lines) + 1 - base)


def _same(file: ChangedFile, base: int, head: int, count: int) -> Iterator[Spoken]:
    for offset in range(count):
        yield Spoken(base + offset, head + offset, file.head.lines[head + offset - 1])


def starts_of_changes(lines: list[Spoken]) -> list[int]:
    """The places in the list where a run of changed lines begins."""
    return [i for i, line in enumerate(lines) if line.is_changed and (i == 0 or not lines[i - 1].is_changed)]


def span(lines: list[Spoken], side: Side) -> LineRange | None:
    """The lines of one side that are among these."""
    numbers = [n for line in lines if (n := line.base if side is Side.LEFT else line.head) is not None]
    return LineRange(min(numbers), max(numbers)) if numbers else None


def said_comment(comment: Comment) -> str:
    """A comment in words, its text indented."""
    body = display_lines(comment.body).replace("\n", "\n    ")
    return f"  {display(comment.heading)}, on {display(str(comment.anchor))}:\n    {body}"


_RANGE = re.compile(r"(\d{1,9})(?:\s*(?:-|–|to)\s*(\d{1,9}))?(\s+old)?$")


def range_of(words: str) -> tuple[LineRange, Side] | None:
    """The lines and the side that are meant by "12", "12-15" or "12-15 old"."""
    found = _RANGE.fullmatch(words.strip())
    if found is None:
        return None
    one, other = int(found[1]), int(found[2] or found[1])
    lines = LineRange(min(one, other), max(one, other)) if min(one, other) > 0 else None
    return (lines, Side.LEFT if found[3] else Side.RIGHT) if lines else None
