"""Views that draw line by line, without the toolkit laying the screen out or its wrappings around them on each key."""

from __future__ import annotations

from typing import Self

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.containers import Horizontal, Vertical
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget


def set_virtual_size(view: ScrollView, rows: int, width: int | None = None) -> None:
    """Tell a view how many rows it has. Nothing on the screen has to move for that.

    Setting `virtual_size` itself would have Textual arrange every widget of the screen again, on each key that changes it.
    """
    size = Size((view.size.width or 80) if width is None else width, rows)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)


def as_filtered(view: Widget, strips: list[Strip]) -> list[Strip]:
    """The strips as the filters of the app want them (no colour, for one), but for the filter that turns ANSI colours
    into true ones, which ours are already.
    """
    for line_filter in view.get_line_filters():
        if not isinstance(line_filter, ANSIToTruecolor):
            background = view.background_colors[1]
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
    return strips


class LineBar(ScrollBar):
    """A scrollbar drawn line by line. The toolkit's way lays its caches and wrappings around each of them on every scroll."""

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The bar without border and padding."""
        options = self.app.console.options.update_dimensions(crop.width, crop.height)
        lines = Segment.split_lines(self.app.console.render(self.render(), options))
        return as_filtered(self, [Strip(line, crop.width) for line in lines][: crop.height])


class KeptLines(ScrollView):
    """A view without border and padding that keeps its lines until it is told to refresh.

    The toolkit asks all neighbours of a changed widget for all of their lines, though it paints the changed ones only.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kept: tuple[Region, list[Strip]] | None = None
        self._bar_fits: tuple[Size, Size] | None = None
        """The sizes that the scrollbar was last told."""

    def _scroll_update(self, virtual_size: Size) -> None:
        if self._bar_fits != (virtual_size, self.container_size):
            self._bar_fits = (virtual_size, self.container_size)
            super()._scroll_update(virtual_size)

    def watch_has_focus(self, has_focus: bool) -> None:
        """No rule of its looks asks for the focus, so that the toolkit need not go through all of them."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = LineBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Forget the lines that are kept, and have them painted again."""
        self._kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the view."""
        if self._kept is None or self._kept[0] != crop:
            strips = as_filtered(self, [self.render_line(y) for y in crop.line_range])
            if crop.column_span[0]:
                strips = [strip.crop(*crop.column_span) for strip in strips]
            self._kept = (crop, strips)
        return self._kept[1]


class TextLine(Widget):
    """One line of plain text. The toolkit's way to it takes a third of the time that a key has."""

    DEFAULT_CSS = "TextLine { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""

    def show(self, text: str) -> None:
        """Show a text that is safe for a terminal."""
        if text != self.text:
            self.text = text
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The line, cut to the width."""
        segment = Segment(set_cell_size(self.text, crop.width), self.rich_style)
        return as_filtered(self, [Strip([segment], crop.width)])


class StillColumn(Vertical):
    """Widgets one above the other, without scrollbars: these may grow without everything being laid out once more.

    The toolkit does so whenever the contents of a container have another size than before.
    """

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)


class CoveredColumn(StillColumn):
    """A column that leaves nothing of itself to be seen, so that it has nothing to draw on any change of its widgets."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """No lines: whatever is painted here, a child paints."""
        return []


class CoveredRow(Horizontal):
    """Widgets side by side that leave nothing of it to be seen, like `CoveredColumn`."""

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        """No lines: whatever is painted here, a child paints."""
        return []
