"""Scrolling without laying the whole screen out anew."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


def set_virtual_size(view: ScrollView, rows: int) -> None:
    """Tell a view how many rows it has. Its scrollbar is always shown, so nothing on the screen has to move for that.

    Setting `virtual_size` itself would have Textual arrange every widget of the screen again, on each key that changes it.
    """
    size = Size(view.size.width or 80, rows)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)
