"""The rows of a document on the screen, as plain values: no Textual here.

A document is a list of rows: lines of the diff, folds that stand for hidden lines, and comments under the lines they
are about. Everything is counted in rows of the virtual screen; `RowTable` maps between rows and lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from textwrap import wrap

from harness.domain.comment import Comment
from harness.domain.diff import Change, LineRange, Side
from harness.domain.display import display
from harness.domain.pull_request import ChangedFile


class RowKind(StrEnum):
    """What a row shows."""

    CONTEXT = "context"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"
    """Side by side: an old line, a new line, or both."""
    FOLD = "fold"
    COMMENT = "comment"
    NOTE = "note"


class Mode(StrEnum):
    """How a document is laid out."""

    UNIFIED = "unified"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `base` and `head` are the line numbers it shows; `fold` counts folds from zero, for FOLD rows.

    `partner` is the line on the other side that a changed line took the place of.
    """

    kind: RowKind
    base: int | None = None
    head: int | None = None
    fold: int = -1
    hidden: int = 0
    comment: str | None = None
    text: str = ""
    partner: int | None = None

    @property
    def is_line(self) -> bool:
        """Whether the row shows a line that can be commented on."""
        return self.base is not None or self.head is not None


@dataclass(slots=True)
class RowTable:
    """All rows of one document, and where each line stands in them."""

    rows: list[Row]
    by_line: dict[tuple[Side, int], int] = field(default_factory=dict)
    comment_rows: list[tuple[int, str]] = field(default_factory=list)
    """First row and id of every comment, in order."""
    starts: list[int] = field(default_factory=list)
    """The first row of every run of changed lines."""

    def __post_init__(self) -> None:
        changed = False
        for index, row in enumerate(self.rows):
            if row.base is not None:
                self.by_line.setdefault((Side.LEFT, row.base), index)
            if row.head is not None:
                self.by_line.setdefault((Side.RIGHT, row.head), index)
            is_changed = row.kind in (RowKind.ADDED, RowKind.REMOVED, RowKind.CHANGED)
            if is_changed and not changed:
                self.starts.append(index)
            changed = is_changed or (changed and row.kind is RowKind.COMMENT)
            if row.comment and (not self.comment_rows or self.comment_rows[-1][1] != row.comment):
                self.comment_rows.append((index, row.comment))

    def __len__(self) -> int:
        return len(self.rows)

    def row_of(self, side: Side, line: int) -> int | None:
        """The row that shows a line; None while it is folded away."""
        return self.by_line.get((side, line))

    def nearest_row(self, side: Side, line: int) -> int:
        """The row of a line, or of the last shown line before it; 0 where there is none."""
        while line > 0:
            found = self.by_line.get((side, line))
            if found is not None:
                return found
            line -= 1
        return 0

    def next_start(self, row: int) -> int | None:
        """The first run of changed lines that begins below `row`."""
        index = bisect_right(self.starts, row)
        return self.starts[index] if index < len(self.starts) else None

    def previous_start(self, row: int) -> int | None:
        """The last run of changed lines that begins above `row`."""
        index = bisect_right(self.starts, row - 1)
        return self.starts[index - 1] if index else None

    def shown(self, top: int, bottom: int) -> tuple[LineRange | None, LineRange | None]:
        """The old and the new lines on rows `[top, bottom)`."""
        window = self.rows[max(top, 0) : bottom]
        return _span(r.base for r in window), _span(r.head for r in window)


def _span(lines: Iterable[int | None]) -> LineRange | None:
    known = [line for line in lines if line is not None]
    return LineRange(min(known), max(known)) if known else None


def diff_rows(
    file: ChangedFile,
    comments: Sequence[Comment] = (),
    *,
    mode: Mode = Mode.UNIFIED,
    unfolded: frozenset[int] = frozenset(),
    width: int = 80,
    context: int = 3,
) -> RowTable:
    """The rows of a changed file. `unfolded` names the folds to open; -1 opens all."""
    if file.binary:
        return RowTable(
            [*_file_comments(comments, width), Row(RowKind.NOTE, text="A binary file; its content is not shown.")]
        )
    rows: list[Row] = list(_file_comments(comments, width))
    if not file.changes:
        rows.append(Row(RowKind.NOTE, text="No line changed."))
    wanted = {c.anchor.lines.end for c in comments if c.anchor.lines and c.anchor.side is Side.RIGHT}
    wanted_old = {c.anchor.lines.end for c in comments if c.anchor.lines and c.anchor.side is Side.LEFT}
    base, head = 1, 1
    hunks = file.hunks(context)
    for number, hunk in enumerate(hunks):
        gap = list(_context(base, head, hunk.base_start - base))
        rows += _fold(gap, number, unfolded, wanted, wanted_old)
        base, head = hunk.base_start, hunk.head_start
        for change in hunk.changes:
            rows += _context(base, head, change.base_start - base)
            rows += _changed(change, mode)
            base, head = change.base_end, change.head_end
        rows += _context(base, head, hunk.base_end - base)
        base, head = hunk.base_end, hunk.head_end
    rows += _fold(list(_context(base, head, len(file.base.lines) + 1 - base)), len(hunks), unfolded, wanted, wanted_old)
    return RowTable(list(_with_comments(rows, comments, width)))


def text_rows(lines: int, comments: Sequence[Comment] = (), *, width: int = 80) -> RowTable:
    """The rows of a document without an old side: an artefact, or the description."""
    rows = [*_file_comments(comments, width), *(Row(RowKind.CONTEXT, head=n) for n in range(1, lines + 1))]
    return RowTable(list(_with_comments(rows, comments, width)))


def _context(base: int, head: int, count: int) -> Iterator[Row]:
    for offset in range(count):
        yield Row(RowKind.CONTEXT, base + offset, head + offset)


def _fold(gap: list[Row], number: int, unfolded: frozenset[int], wanted: set[int], wanted_old: set[int]) -> list[Row]:
    if not gap:
        return []
    has_comment = any(r.head in wanted or r.base in wanted_old for r in gap)
    if number in unfolded or -1 in unfolded or has_comment or len(gap) == 1:
        return gap
    return [Row(RowKind.FOLD, fold=number, hidden=len(gap))]


def _changed(change: Change, mode: Mode) -> Iterator[Row]:
    pairs = min(change.removed, change.added)
    if mode is Mode.SPLIT:
        for offset in range(max(change.removed, change.added)):
            base = change.base_start + offset if offset < change.removed else None
            head = change.head_start + offset if offset < change.added else None
            yield Row(RowKind.CHANGED, base, head)
        return
    for offset in range(change.removed):
        yield Row(
            RowKind.REMOVED, base=change.base_start + offset, partner=_if(offset < pairs, change.head_start + offset)
        )
    for offset in range(change.added):
        yield Row(
            RowKind.ADDED, head=change.head_start + offset, partner=_if(offset < pairs, change.base_start + offset)
        )


def _if(condition: bool, value: int) -> int | None:
    return value if condition else None


def _file_comments(comments: Sequence[Comment], width: int) -> Iterator[Row]:
    for comment in comments:
        if comment.anchor.lines is None:
            yield from comment_rows(comment, width)


def _with_comments(rows: list[Row], comments: Sequence[Comment], width: int) -> Iterator[Row]:
    """The rows, each followed by the comments whose last line it shows."""
    waiting: dict[tuple[Side, int], list[Comment]] = {}
    for comment in comments:
        if comment.anchor.lines and comment.anchor.side:
            waiting.setdefault((comment.anchor.side, comment.anchor.lines.end), []).append(comment)
    for row in rows:
        yield row
        for side, line in ((Side.LEFT, row.base), (Side.RIGHT, row.head)):
            for comment in waiting.pop((side, line), []) if line else []:
                yield from comment_rows(comment, width)


def comment_rows(comment: Comment, width: int) -> Iterator[Row]:
    """A comment as rows: where it stands, then its text wrapped to `width`."""
    side = " (old side)" if comment.anchor.side is Side.LEFT else ""
    lines = comment.anchor.lines
    where = (
        "the file"
        if lines is None
        else f"line {lines.end}"
        if lines.start == lines.end
        else f"lines {lines.start}–{lines.end}"
    )
    if comment.anchor.path is None:
        where = "the review"
    yield Row(RowKind.COMMENT, comment=comment.id, text=f"╭ {display(comment.heading)} on {where}{side}")
    for paragraph in comment.body.split("\n"):
        shown = display(paragraph.expandtabs(4))
        for line in wrap(shown, max(width - 4, 16), replace_whitespace=False) or [""]:
            yield Row(RowKind.COMMENT, comment=comment.id, text=f"│ {line}")
    yield Row(RowKind.COMMENT, comment=comment.id, text="╰")
