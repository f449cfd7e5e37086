"""The timeline on the screen: the review's marks, the lane of the selected issue, and a mouse that scrubs."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class TimelineBar(Static):
    """Two lines: the marks, and when the selected issue stood on the screen. Posts where the mouse points."""

    DEFAULT_CSS = "TimelineBar { height: 2; background: $panel; padding: 0 1; }"

    class Sought(Message):
        """The mouse asks for this share of the review."""

        def __init__(self, fraction: float) -> None:
            self.fraction = fraction
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._held = False

    @property
    def cells(self) -> int:
        """How many cells the timeline has."""
        return max(self.content_size.width or self.size.width - 2, 1)

    def draw(self, marks: str, lane: str) -> None:
        """Show these two lines."""
        self.update(Content(f"{marks}\n{lane}"), layout=False)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go there, and follow the mouse until the button is let go."""
        self._held = True
        self.capture_mouse()
        self._seek(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Scrub."""
        if self._held:
            self._seek(event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self._held = False
        self.release_mouse()

    def _seek(self, x: int) -> None:
        self.post_message(self.Sought(max(0.0, min((x - 1) / max(self.cells - 1, 1), 1.0))))
