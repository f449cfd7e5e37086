"""Two texts and what lies between them.

Everything here counts lines from one. A `Change` is a run of lines that differ; a `Hunk` is changes that stand near
each other, with context. The diff is computed here, in pure Python, rather than taken from git: the packet's digest
covers it, so it must come out the same on every machine.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import overload


class Side(StrEnum):
    """Which of the two texts a line belongs to, in the words of GitHub's review API."""

    LEFT = "LEFT"
    """The old text, the base."""
    RIGHT = "RIGHT"
    """The new text, the head."""


@dataclass(frozen=True, slots=True, order=True)
class LineRange:
    """Lines `start` to `end`, both included."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 1 <= self.start <= self.end:
            raise ValueError(f"not a range of lines: {self.start}-{self.end}")

    def __contains__(self, line: int) -> bool:
        return self.start <= line <= self.end

    def overlaps(self, other: LineRange) -> bool:
        """Whether the two share a line."""
        return self.start <= other.end and other.start <= self.end

    def distance(self, line: int) -> int:
        """How many lines `line` is away from the range; 0 inside it."""
        return max(self.start - line, line - self.end, 0)


@dataclass(frozen=True, slots=True)
class FileText:
    """A text as lines without their line feeds. A carriage return stays at the end of its line."""

    lines: Sequence[str]
    final_newline: bool = True

    @classmethod
    def of(cls, text: str) -> FileText:
        """Split at line feeds only: no other character ends a line."""
        if not text:
            return cls((), True)
        lines = text.split("\n")
        if lines[-1] == "":
            return cls(tuple(lines[:-1]), True)
        return cls(tuple(lines), False)

    def text(self) -> str:
        """The text again, byte for byte."""
        return "\n".join(self.lines) + ("\n" if self.lines and self.final_newline else "")


EMPTY = FileText(())


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Old lines `[base_start, base_end)` became new lines `[head_start, head_end)`; one of the two may be empty."""

    base_start: int
    base_end: int
    head_start: int
    head_end: int

    @property
    def removed(self) -> int:
        """Number of old lines that went."""
        return self.base_end - self.base_start

    @property
    def added(self) -> int:
        """Number of new lines that came."""
        return self.head_end - self.head_start


class Changes(Sequence[Change]):
    """Many changes, kept as four columns of numbers, so that a file with a hundred thousand of them opens at once."""

    __slots__ = ("_numbers",)

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._numbers = array("I")
        for change in changes:
            self._numbers.extend((change.base_start, change.base_end, change.head_start, change.head_end))

    @classmethod
    def of(cls, changes: Sequence[Change]) -> Changes:
        """The same changes, kept this way."""
        return changes if isinstance(changes, Changes) else cls(changes)

    @property
    def numbers(self) -> array[int]:
        """The four numbers of each change, one change behind the other."""
        return self._numbers

    @classmethod
    def unpacked(cls, content: bytes) -> Changes:
        """What `packed` made. Raises ValueError where the numbers are no changes in order."""
        found = cls()
        found.numbers.frombytes(content)
        if sys.byteorder == "big":
            found.numbers.byteswap()
        if len(found.numbers) % 4 or not found._in_order():
            raise ValueError("not a list of changes")
        return found

    def packed(self) -> bytes:
        """The numbers as bytes, the same on every machine."""
        numbers = array("I", self.numbers)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tobytes()

    def columns(self) -> tuple[array[int], array[int], array[int], array[int]]:
        """Starts and ends in the base, then starts and ends in the head."""
        n = self.numbers
        return n[0::4], n[1::4], n[2::4], n[3::4]

    def _in_order(self) -> bool:
        """Whether every change begins at or behind the end of the one before, as far on one side as on the other."""
        base_starts, base_ends, head_starts, head_ends = self.columns()
        before = zip((1, *base_ends), (1, *head_ends), base_starts, head_starts, strict=False)
        rising = all(
            a <= b and c <= d for a, b, c, d in zip(base_starts, base_ends, head_starts, head_ends, strict=True)
        )
        return rising and all(b <= start and start - b == head - h for b, h, start, head in before)

    def __len__(self) -> int:
        return len(self.numbers) // 4

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Change]: ...
    def __getitem__(self, index: int | slice) -> Change | Sequence[Change]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        at = range(len(self))[index] * 4
        return Change(*self.numbers[at : at + 4])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    def __hash__(self) -> int:
        return hash(self.packed())


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changes near each other. The half-open ranges include the context around them."""

    base_start: int
    base_end: int
    head_start: int
    head_end: int
    changes: tuple[Change, ...]

    @property
    def header(self) -> str:
        """The line that unified diffs put above the hunk."""
        base = _unified_range(self.base_start, self.base_end)
        return f"@@ -{base} +{_unified_range(self.head_start, self.head_end)} @@"


def _unified_range(start: int, end: int) -> str:
    count = end - start
    return f"{start if count else start - 1},{count}"


def changes_between(base: Sequence[str], head: Sequence[str]) -> tuple[Change, ...]:
    """The changed runs of lines from `base` to `head`, in order.

    Lines that occur once in both texts are matched first and anchor the rest (the patience diff, after Bram Cohen);
    between anchors the longest matching blocks are taken. The result depends on nothing but the lines.
    """
    settled: list[Change] = []
    for change in _joined(list(_changes_within(base, head, 0, len(base), 0, len(head)))):
        settled.append(_slide_up(change, head, settled[-1].base_end if settled else 1))
    return tuple(settled)


def _changes_within(base: Sequence[str], head: Sequence[str], b0: int, b1: int, h0: int, h1: int) -> Iterator[Change]:
    while b0 < b1 and h0 < h1 and base[b0] == head[h0]:
        b0, h0 = b0 + 1, h0 + 1
    while b0 < b1 and h0 < h1 and base[b1 - 1] == head[h1 - 1]:
        b1, h1 = b1 - 1, h1 - 1
    if b0 == b1 and h0 == h1:
        return
    if b0 == b1 or h0 == h1:
        yield Change(b0 + 1, b1 + 1, h0 + 1, h1 + 1)
        return
    anchors = _anchors(base, head, b0, b1, h0, h1)
    if not anchors:
        yield from _blockwise(base, head, b0, b1, h0, h1)
        return
    for b, h in anchors:
        yield from _changes_within(base, head, b0, b, h0, h)
        b0, h0 = b + 1, h + 1
    yield from _changes_within(base, head, b0, b1, h0, h1)


def _anchors(base: Sequence[str], head: Sequence[str], b0: int, b1: int, h0: int, h1: int) -> list[tuple[int, int]]:
    """Pairs of lines that are unique on both sides, the longest run of them that rises on both."""
    in_base, in_head = _unique(base, b0, b1), _unique(head, h0, h1)
    pairs = [(b, in_head[line]) for line, b in in_base.items() if line in in_head]
    piles: list[int] = []
    tops: list[int] = []
    before: list[int] = [-1] * len(pairs)
    for index, (_, h) in enumerate(pairs):
        low, high = 0, len(tops)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if tops[middle] < h else (low, middle)
        before[index] = piles[low - 1] if low else -1
        if low == len(tops):
            tops.append(h)
            piles.append(index)
        else:
            tops[low], piles[low] = h, index
    chain, index = [], piles[-1] if piles else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _unique(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    seen: dict[str, int] = {}
    repeated: set[str] = set()
    for number in range(start, end):
        line = lines[number]
        if line in seen:
            repeated.add(line)
        seen[line] = number
    return {line: number for line, number in seen.items() if line not in repeated}


# Above this many pairs of lines the block search, quadratic at worst, is not worth its time.
_MOST_PAIRS = 4_000_000


def _blockwise(base: Sequence[str], head: Sequence[str], b0: int, b1: int, h0: int, h1: int) -> Iterator[Change]:
    if (b1 - b0) * (h1 - h0) > _MOST_PAIRS:
        yield Change(b0 + 1, b1 + 1, h0 + 1, h1 + 1)
        return
    matcher = SequenceMatcher(None, base[b0:b1], head[h0:h1], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield Change(b0 + i1 + 1, b0 + i2 + 1, h0 + j1 + 1, h0 + j2 + 1)


def _joined(changes: list[Change]) -> list[Change]:
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last and last.base_end == change.base_start and last.head_end == change.head_start:
            joined[-1] = Change(last.base_start, change.base_end, last.head_start, change.head_end)
        else:
            joined.append(change)
    return joined


def _slide_up(change: Change, head: Sequence[str], floor: int) -> Change:
    """Let a pure insertion start at the line of least indentation, where readers expect a block to begin.

    An inserted block may stand anywhere along lines that repeat its own end. `floor` is the base line above which
    another change begins.
    """
    if change.removed or not change.added:
        return change
    best, best_indent = change, _indent(head[change.head_start - 1])
    moved = change
    while moved.base_start > floor and head[moved.head_start - 2] == head[moved.head_end - 2]:
        moved = Change(moved.base_start - 1, moved.base_end - 1, moved.head_start - 1, moved.head_end - 1)
        indent = _indent(head[moved.head_start - 1])
        if indent < best_indent:
            best, best_indent = moved, indent
    return best


def _indent(line: str) -> int:
    stripped = line.lstrip()
    return len(line) - len(stripped) if stripped else 1_000


def hunks(changes: Sequence[Change], base_length: int, head_length: int, context: int = 3) -> tuple[Hunk, ...]:
    """Group changes whose contexts of `context` lines touch, as unified diffs do."""
    groups: list[list[Change]] = []
    for change in changes:
        if groups and change.base_start - groups[-1][-1].base_end <= 2 * context:
            groups[-1].append(change)
        else:
            groups.append([change])
    return tuple(_hunk(group, base_length, head_length, context) for group in groups)


def _hunk(group: list[Change], base_length: int, head_length: int, context: int) -> Hunk:
    first, last = group[0], group[-1]
    above = min(context, first.base_start - 1, first.head_start - 1)
    below = min(context, base_length + 1 - last.base_end, head_length + 1 - last.head_end)
    return Hunk(
        first.base_start - above,
        last.base_end + below,
        first.head_start - above,
        last.head_end + below,
        tuple(group),
    )
