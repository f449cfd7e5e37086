"""A line of text as coloured segments: pieces of code, changed words, search hits, all over the background of its row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from harness.apps.tui.widgets.highlight import Token
from harness.apps.tui.widgets.palette import Palette
from harness.apps.tui.widgets.shown_text import ShownText

Mark = tuple[int, int, Style]
"""Start and end column of the source, and a style laid over what stands there."""
_SPACES = re.compile(r"[ \t]+")


@dataclass(slots=True)
class LinePainter:
    """Paints lines in the colours of a palette. The styles it combines are made once."""

    palette: Palette
    _styles: dict[tuple[Style, str], Style]

    def __init__(self, palette: Palette) -> None:
        self.palette, self._styles = palette, {}

    def style(self, back: Style, kind: str) -> Style:
        """The style of a kind of token on a background."""
        found = self._styles.get((back, kind))
        if found is None:
            found = self._styles[(back, kind)] = self.palette.plain + back + self._token(kind)
        return found

    def _token(self, kind: str) -> Style:
        while kind:
            if kind in self.palette.tokens:
                return self.palette.tokens[kind]
            kind = kind.rpartition(".")[0]
        return Style()

    def segments(
        self, shown: ShownText, window: tuple[int, int], tokens: Sequence[Token], marks: Sequence[Mark], back: Style
    ) -> list[Segment]:
        """The segments of a window of the shown text."""
        first, last = window
        styled: list[tuple[int, int, Style]] = []
        at, plain = first, self.style(back, "")
        for start, end, kind in tokens:
            start, end = max(shown.place(start), at), min(shown.place(end), last)
            if start >= last:
                break
            if end > start:
                if start > at:
                    styled.append((at, start, plain))
                styled.append((start, end, self.style(back, kind)))
                at = end
        if at < last:
            styled.append((at, last, plain))
        for mark in marks:
            styled = _laid_over(styled, shown.place(mark[0]), shown.place(mark[1]), mark[2])
        text = shown.text
        return [Segment(text[start:end], style) for start, end, style in styled]


def _laid_over(pieces: Iterable[Mark], first: int, last: int, style: Style) -> list[Mark]:
    """The pieces with `style` over those between `first` and `last`, cut where these lie inside a piece."""
    found: list[Mark] = []
    for start, end, under in pieces:
        a, b = max(start, first), min(end, last)
        if a >= b:
            found.append((start, end, under))
            continue
        if start < a:
            found.append((start, a, under))
        found.append((a, b, under + style))
        if b < end:
            found.append((b, end, under))
    return found


def whitespace_marks(source: str, style: Style) -> list[Mark]:
    """Where spaces and tabs stand, which are drawn as faint signs."""
    return [(found.start(), found.end(), style) for found in _SPACES.finditer(source)]


def hit_marks(source: str, pattern: re.Pattern[str] | None, style: Style) -> list[Mark]:
    """Where the words that are searched for stand."""
    if pattern is None:
        return []
    return [
        (found.start(), found.end(), style)
        for found in pattern.finditer(source[:10_000])
        if found.end() > found.start()
    ]
