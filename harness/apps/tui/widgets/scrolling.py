"""Views that draw line by line, without the toolkit laying the screen out or its wrappings around them on each key."""

from __future__ import annotations

from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget


def set_virtual_size(view: ScrollView, rows: int) -> None:
    """Tell a view how many rows it has. Its scrollbar is always shown, so nothing on the screen has to move for that.

    Setting `virtual_size` itself would have Textual arrange every widget of the screen again, on each key that changes it.
    """
    size = Size(view.size.width or 80, rows)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)


def lines_of(view: ScrollView, crop: Region) -> list[Strip]:
    """The lines of a view without border and padding, as it keeps them. Filters act, but for the one that turns ANSI
    colours into true ones, which ours are already.
    """
    strips = [view.render_line(y) for y in crop.line_range]
    for line_filter in view.get_line_filters():
        if not isinstance(line_filter, ANSIToTruecolor):
            background = view.background_colors[1]
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
    return strips if crop.column_span[0] == 0 else [strip.crop(*crop.column_span) for strip in strips]
