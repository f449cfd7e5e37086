"""A screen of which only what changed is drawn: the toolkit asks every widget for its lines, wherever the change is.

It rests on parts of Textual that are not promised to stay; `tests/apps/tui/widgets/test_still_screen.py` watches them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget


class NarrowCompositor(Compositor):
    """Asks for their lines only those widgets that stand where something changed."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: list[Region] = []
        """What a partial update is about; empty during a full one."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Draw what changed."""
        self._changed = list(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = []

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not self._changed:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen and any(seen.overlaps(changed) for changed in self._changed):
                yield region, clip, widget.render_lines(seen.translate(-region.offset))


class StillScreen(Screen[Any]):
    """A screen that is not painted anew as a whole because another of its widgets has the focus."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._compositor = NarrowCompositor()
        self.in_haste = False
        """Whether what is to be painted next is painted at once, and not with the next tick of the toolkit's clock."""

    async def _on_idle(self, event: events.Idle) -> None:
        changed = self._dirty_widgets or self._layout_required
        if self.in_haste and changed and self.is_current and not self.app._batch_count:
            event.prevent_default()
            self.in_haste = False
            self._on_timer_update()
        else:
            await super()._on_idle(event)
