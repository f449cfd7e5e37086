"""The rows of a document on the screen, as plain values: no Textual here.

A row is a line of the diff, a fold that stands for hidden lines, a line of a comment, or a note. Rows that follow each
other and are alike form a band, so that a hundred thousand added lines are one value. `row_table` puts bands together.
Both are named tuples, because a screen makes hundreds of them and a frozen dataclass takes four times as long to make.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from harness.domain.diff import Side


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


CHANGED_KINDS = frozenset({RowKind.ADDED, RowKind.REMOVED, RowKind.CHANGED})


class Mode(StrEnum):
    """How a document is laid out."""

    UNIFIED = "unified"
    SPLIT = "split"


class Row(NamedTuple):
    """One row. `base` and `head` are the line numbers it shows.

    `partner` is the line on the other side that a changed line took the place of. A fold tells which gap it is in,
    where in the gap it begins, and how many lines it hides; its `head` is None, for it shows no line.
    """

    kind: RowKind
    base: int | None = None
    head: int | None = None
    fold: int = -1
    fold_start: int = 0
    hidden: int = 0
    comment: str | None = None
    text: str = ""
    partner: int | None = None
    below: int | None = None
    """For a fold: the first new line that it hides no more."""

    @property
    def is_line(self) -> bool:
        """Whether the row shows a line that can be commented on."""
        return self.base is not None or self.head is not None


class Band(NamedTuple):
    """`length` rows of one kind. The first `bases` of them show old lines from `base` on, the first `heads` new ones."""

    kind: RowKind
    length: int
    base: int = 0
    bases: int = 0
    head: int = 0
    heads: int = 0
    partner: int = 0
    partners: int = 0
    gap: int = -1
    gap_start: int = 0
    hidden: int = 0
    comment: str | None = None
    texts: tuple[str, ...] = ()

    def row(self, at: int) -> Row:
        """The row that stands `at` rows below the band's first."""
        if self.kind is RowKind.FOLD:
            below = self.head + self.hidden
            return Row(self.kind, fold=self.gap, fold_start=self.gap_start, hidden=self.hidden, below=below)
        if self.texts:
            return Row(self.kind, comment=self.comment, text=self.texts[at])
        return Row(
            self.kind,
            self.base + at if at < self.bases else None,
            self.head + at if at < self.heads else None,
            partner=self.partner + at if at < self.partners else None,
        )

    def find(self, side: Side, line: int) -> int | None:
        """How many rows below the first the line is shown; None where it is not."""
        first, count = (self.base, self.bases) if side is Side.LEFT else (self.head, self.heads)
        return line - first if first <= line < first + count else None

    def hides(self, side: Side, line: int) -> bool:
        """Whether the line is behind this fold."""
        first = self.base if side is Side.LEFT else self.head
        return self.kind is RowKind.FOLD and first <= line < first + self.hidden

    def cut(self, at: int) -> tuple[Band, Band]:
        """The first `at` rows, and the others."""
        above = self._replace(
            length=at, bases=min(self.bases, at), heads=min(self.heads, at), partners=min(self.partners, at)
        )
        below = self._replace(
            length=self.length - at,
            base=self.base + at, bases=max(self.bases - at, 0),
            head=self.head + at, heads=max(self.heads - at, 0),
            partner=self.partner + at, partners=max(self.partners - at, 0),
        )  # fmt: skip
        return above, below


def context_band(base: int, head: int, count: int, *, two_sided: bool = True) -> Band:
    """Lines that are the same on both sides, or the lines of a document with one side."""
    return Band(RowKind.CONTEXT, count, base, count if two_sided else 0, head, count)


def changed_bands(base: int, removed: int, head: int, added: int, mode: Mode) -> list[Band]:
    """The rows of one change in a layout."""
    if mode is Mode.SPLIT:
        return [Band(RowKind.CHANGED, max(removed, added), base, removed, head, added)]
    pairs = min(removed, added)
    old = Band(RowKind.REMOVED, removed, base, removed, partner=head, partners=pairs)
    new = Band(RowKind.ADDED, added, head=head, heads=added, partner=base, partners=pairs)
    return [band for band in (old, new) if band.length]


def fold_band(base: int, head: int, hidden: int, gap: int, gap_start: int) -> Band:
    """One row that stands for `hidden` lines."""
    return Band(RowKind.FOLD, 1, base, 0, head, 0, gap=gap, gap_start=gap_start, hidden=hidden)


def note_band(text: str) -> Band:
    """A remark of the tool about the document."""
    return Band(RowKind.NOTE, 1, texts=(text,))
