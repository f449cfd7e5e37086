"""Edits on the clean head: how planted issues, decoys and blemishes become one text.

A patch is reduced to the lines it changes. Edits say their place in lines of the clean head, so any set of edits that
do not overlap is applied at once, and the result cannot depend on an order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Tree = Mapping[str, bytes]
"""A project: the content of every file by its path, with forward slashes."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Lines `[start, end)` of `path` in the clean head give way to `lines`; `start == end` inserts before `start`.

    Lines carry their line ends. `start` counts from one.
    """

    path: str
    start: int
    end: int
    lines: tuple[str, ...]

    def meets(self, other: Edit) -> bool:
        """Whether both can be applied, in any order, with one result."""
        if self.path != other.path or self == other:
            return True
        if self.start == self.end or other.start == other.end:
            first, second = sorted((self, other), key=lambda e: (e.end, e.start))
            return first.end < second.start or (first.end == second.start and first.start < first.end < second.end)
        return self.end <= other.start or other.end <= self.start


def split_lines(text: str) -> list[str]:
    """The lines of a text with their line feeds; nothing but a line feed ends a line."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def edit_text(text: str, edits: Iterable[Edit]) -> str:
    """The text with all `edits` applied. Raises ValueError where two of them cannot meet."""
    lines = split_lines(text)
    ordered = sorted(set(edits))
    for one, other in itertools.pairwise(ordered):
        if not one.meets(other):
            raise ValueError(f"edits overlap in {one.path} at line {other.start}")
    for edit in reversed(ordered):
        lines[edit.start - 1 : edit.end - 1] = edit.lines
    return "".join(lines)


def edit_tree(tree: Tree, edits: Sequence[Edit]) -> dict[str, bytes]:
    """The tree with all `edits` applied to its files. Raises ValueError where two of them cannot meet."""
    result = dict(tree)
    for path in sorted({edit.path for edit in edits}):
        text = result[path].decode("utf-8")
        result[path] = edit_text(text, (e for e in edits if e.path == path)).encode("utf-8")
    return result
