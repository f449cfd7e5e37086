"""Rating how a review speaks, on scales whose steps are anchored in behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from harness.domain.communication import HIGHEST, LOWEST, SCALES

_KEYS = "1–4 rates the scale at ▶ · ↓↑ scale · enter keeps · esc leaves all as it was"


class RateCommunication(ModalScreen[dict[str, int] | None]):
    """One to four on each scale, the anchors in sight. Ends with what was changed; None for Escape."""

    DEFAULT_CSS = """
    RateCommunication { align: center middle; }
    RateCommunication > Vertical { width: 110; max-width: 100%; height: auto; max-height: 100%; background: $surface;
        border: round $primary; padding: 0 1; }
    RateCommunication VerticalScroll { height: auto; max-height: 18; }
    RateCommunication .title { text-style: bold; }
    RateCommunication .keys { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,tab", "scale(1)", "Next scale"),
        Binding("up,k,shift+tab", "scale(-1)", "Previous scale"),
        Binding("enter", "keep", "Keep"),
        Binding("escape,q", "dismiss(None)", "Back"),
    ]

    def __init__(self, ratings: Mapping[str, int]) -> None:
        super().__init__()
        self._before = dict(ratings)
        self.ratings = dict(ratings)
        self.row = self._unrated() or 0
        self._asked = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(
                Content("How the review speaks: apart from what it found, and never mixed into it"), classes="title"
            )
            with VerticalScroll():
                yield Static(id="scales")
            yield Static(Content(_KEYS), id="keys", classes="keys")

    def on_mount(self) -> None:
        """Show the scales."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """A digit rates and goes on to the next scale."""
        character = event.character or ""
        if character.isascii() and character.isdecimal() and LOWEST <= int(character) <= HIGHEST:
            self.ratings[SCALES[self.row].id] = int(character)
            self.row = min(self.row + 1, len(SCALES) - 1)
            self._draw()
            event.stop()

    def _draw(self) -> None:
        parts: list[str | tuple[str, str]] = []
        for number, scale in enumerate(SCALES):
            here = "▶" if number == self.row else " "
            parts.append((f"{here} {scale.title}: {scale.question}\n", "bold"))
            for step, anchor in enumerate(scale.anchors, LOWEST):
                chosen = self.ratings.get(scale.id) == step
                line = f"   {'●' if chosen else '○'} {step} {anchor}\n"
                parts.append((line, "bold") if chosen else line)
        self.query_one("#scales", Static).update(Content.assemble(*parts))

    def action_scale(self, by: int) -> None:
        self.row = (self.row + by) % len(SCALES)
        self._draw()
        self.query_one(VerticalScroll).scroll_to(y=self.row * 5, animate=False)

    def _unrated(self) -> int | None:
        """The first scale that has no rating."""
        return next((n for n, scale in enumerate(SCALES) if scale.id not in self.ratings), None)

    def action_keep(self) -> None:
        """Keep what was rated. Somebody who presses enter after each digit is led to the next scale once, not out."""
        left = self._unrated()
        if left is not None and self.ratings != self._before and not self._asked:
            self._asked, self.row = True, left
            self.query_one("#keys", Static).update(Content("not every scale is rated · enter again keeps it so"))
            self._draw()
            return
        changed = {name: rating for name, rating in self.ratings.items() if self._before.get(name) != rating}
        self.dismiss(changed)
