"""One line of a text made fit for the screen: harmless, tabs expanded, and cut into windows of the width there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, get_character_cell_size

from harness.domain.display import display

TAB = 4


@dataclass(frozen=True, slots=True)
class ShownText:
    """What stands on the screen for a line. `at` tells where each character of the source begins in it.

    `at` is None where the two are the same; `narrow` says that every character takes one cell.
    """

    text: str
    at: Sequence[int] | None = None
    narrow: bool = True

    def place(self, column: int) -> int:
        """Where a column of the source stands in the shown text."""
        if self.at is None:
            return min(column, len(self.text))
        return self.at[min(column, len(self.at) - 1)]


def shown_text(source: str, *, whitespace: bool = False, most: int = 10_000) -> ShownText:
    """Make a line fit for the screen. Of one that is not plain, no more than `most` characters are looked at."""
    if not whitespace and source.isascii() and source.isprintable():
        return ShownText(source)
    parts: list[str] = []
    at: list[int] = []
    length = column = 0
    for character in source[:most]:
        at.append(length)
        if character == "\t":
            width = TAB - column % TAB
            part = ("→" + " " * (width - 1)) if whitespace else " " * width
        elif character == " ":
            part, width = ("·" if whitespace else " "), 1
        elif " " < character <= "~":
            part, width = character, 1
        else:
            part = display(character)
            width = cell_len(part)
        parts.append(part)
        length += len(part)
        column += width
    at.append(length)
    text = "".join(parts)
    return ShownText(text, at, column == length)


def windows(shown: ShownText, width: int, indent: int, most: int) -> list[tuple[int, int]]:
    """The line cut into at most `most` pieces that fit the width, at spaces where there are any.

    All pieces but the first are narrower by `indent`.
    """
    found: list[tuple[int, int]] = []
    text, start, room = shown.text, 0, width
    while len(found) < most:
        end = start + room if shown.narrow else _fitting(text, start, room)
        if end >= len(text):
            found.append((start, len(text)))
            break
        space = text.rfind(" ", start + room // 2, end)
        end = space + 1 if space > 0 else max(end, start + 1)
        found.append((start, end))
        start, room = end, max(width - indent, 1)
    return found


def window_from(shown: ShownText, shift: int, width: int) -> tuple[int, int]:
    """The piece that stands on the screen when `shift` cells are scrolled out to the left."""
    if shown.narrow:
        return min(shift, len(shown.text)), min(shift + width, len(shown.text))
    start = _fitting(shown.text, 0, shift) if shift else 0
    return start, _fitting(shown.text, start, width)


def _fitting(text: str, start: int, width: int) -> int:
    """The end of the longest piece from `start` that fits into `width` cells; what has no width stays with its base."""
    taken = 0
    for index in range(start, len(text)):
        taken += get_character_cell_size(text[index])
        if taken > width:
            return index
    return len(text)


_LEADING = re.compile(r"\s*")


def indentation(shown: ShownText, width: int) -> int:
    """How far continued pieces of a line are indented: like the line, but no more than a third of the width."""
    found = _LEADING.match(shown.text)
    return min(found.end() if found else 0, width // 3)
