"""Cutting a comment into the claims it makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from harness.domain.display import display_lines


def cut_points(body: str) -> list[int]:
    """Where a comment may be cut: before each of its words but the first."""
    return [found.start() for found in re.finditer(r"\S+", body)][1:]


def sentence_starts(body: str) -> list[int]:
    """The cut points at which a sentence, a line or a clause begins."""
    before = r"[.!?;:,。！？]\s*$|\n\s*$|\b(and|also|und|but|plus)\s+$"
    return [at for at in cut_points(body) if re.search(before, body[:at], re.I)]


class SplitComment(ModalScreen[tuple[int, ...] | None]):
    """Choose where a comment is cut; None for Escape. `suggested` are cuts to begin with."""

    DEFAULT_CSS = """
    SplitComment { align: center middle; }
    SplitComment > Vertical { width: 90; max-width: 100%; height: auto; max-height: 100%; background: $surface;
        border: round $primary; padding: 0 1; }
    SplitComment VerticalScroll { height: auto; max-height: 16; }
    SplitComment .title { text-style: bold; }
    SplitComment .keys { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "move(1)", "Next word"),
        Binding("left,h", "move(-1)", "Previous word"),
        Binding("down,j,tab", "jump(1)", "Next clause"),
        Binding("up,k,shift+tab", "jump(-1)", "Previous clause"),
        Binding("space,x", "cut", "Cut here, or not"),
        Binding("enter", "keep", "Keep the cuts"),
        Binding("escape,q", "dismiss(None)", "Back"),
    ]

    def __init__(self, name: str, body: str, suggested: Sequence[int] = ()) -> None:
        super().__init__()
        self._called, self._body = name, body
        self._points, self._clauses = cut_points(body), sentence_starts(body)
        self.cuts = {cut for cut in suggested if cut in self._points}
        self._at = self._clauses[0] if self._clauses else self._points[0] if self._points else 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(f"Cut {self._called} into its claims"), classes="title")
            with VerticalScroll():
                yield Static(id="text")
            keys = "↓↑ clause · ←→ word · space cuts in front of ▏ or not · enter keeps · esc leaves it whole"
            yield Static(Content(keys), classes="keys")

    def on_mount(self) -> None:
        """Show the text."""
        self._draw()

    def _draw(self) -> None:
        parts: list[str | tuple[str, str]] = []
        edges = sorted({0, len(self._body), self._at, *self.cuts})
        number = 1
        for start, end in pairwise(edges):
            if start in self.cuts:
                number += 1
                parts.append(f"\n┄┄┄ {number} ┄┄┄\n")
            if start == self._at and start:
                parts.append(("▏", "bold"))
            parts.append(display_lines(self._body[start:end]))
        self.query_one("#text", Static).update(Content.assemble(*parts))

    def _step(self, points: Sequence[int], by: int) -> None:
        ahead = [p for p in points if p > self._at] if by > 0 else [p for p in reversed(points) if p < self._at]
        if ahead:
            self._at = ahead[0]
            self._draw()

    def action_move(self, by: int) -> None:
        self._step(self._points, by)

    def action_jump(self, by: int) -> None:
        self._step(self._clauses, by)

    def action_cut(self) -> None:
        if self._at in self._points:
            self.cuts ^= {self._at}
            self._draw()

    def action_keep(self) -> None:
        self.dismiss(tuple(sorted(self.cuts)) or None)
