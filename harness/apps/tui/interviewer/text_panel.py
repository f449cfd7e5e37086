"""A panel of text that scrolls and whose change leaves the layout of the screen as it is."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual

from harness.apps.tui.widgets.scrolling import KeptLines, set_virtual_size


class TextPanel(KeptLines, can_focus=False):
    """Text, wrapped to the panel's width. A text that changes with each step of a replay must not cost a layout each time,
    as it would in a widget as high as its text."""

    DEFAULT_CSS = "TextPanel { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.content = Content()
        self._wrapped: list[Strip] | None = None

    def write(self, content: Content) -> None:
        """Show this text from where the panel was scrolled to, or from the last place where there is something."""
        if content != self.content:
            self.content = content
            self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Paint anew in the colours of another theme."""
        super().notify_style_update()
        self._wrapped = None

    def _lay_out(self) -> None:
        self._wrapped = None
        set_virtual_size(self, len(self._strips()))
        self.refresh()

    def _strips(self) -> list[Strip]:
        if self._wrapped is None:
            width = max(self.scrollable_content_region.width, 1)
            self._wrapped = Visual.to_strips(self, self.content, width, None, self.visual_style, pad=True)
        return self._wrapped

    def render_line(self, y: int) -> Strip:
        """A line of the text, or an empty one after its end."""
        strips, row = self._strips(), y + self.scroll_offset.y
        if row < len(strips):
            return strips[row]
        return Strip.blank(self.size.width, self.visual_style.rich_style)
