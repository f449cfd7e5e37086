"""Drawing less than the toolkit would draw changes nothing of what is seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from harness.apps.tui.widgets.still_screen import NarrowCompositor
from tests.apps.tui.test_candidate import packet, reviewing  # noqa: F401

KEYS = [
    "j", "right_square_bracket", "pagedown", "v", "j", "j", "c", *"why, 漢?", "enter", "b", "ctrl+r", "ctrl+r", "escape",
    "m", "a", "z", "ctrl+s", "t", "w", "x", "l", "tab", "j", "j", "enter", "slash", *"def", "enter", "n", "ctrl+t", "L",
    "escape", "r", "G", "g", "question_mark", "escape", "W", "k",
]  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_painted_in_part_is_what_painting_all_would_show(
    packet: Path,  # noqa: F811
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Cell by cell, with its style, for everything that is painted between two keys."""
    spans = 0

    def checked(compositor: NarrowCompositor) -> ChopsUpdate | None:
        nonlocal spans
        update = paint(compositor)
        if update is not None:
            whole = compositor.render_strips()
            for y, x1, x2 in update.spans:
                assert painted(update, y, x1, x2) == pieces([whole[y].crop(x1, x2)])
            spans += len(update.spans)
        return update

    paint = NarrowCompositor.render_partial_update
    monkeypatch.setattr(NarrowCompositor, "render_partial_update", checked)
    async with reviewing(packet, size) as (app, pilot):
        for key in KEYS:
            await pilot.press(key)
        await pilot.pause()
        assert not app._exception
    assert spans > 100


def painted(update: ChopsUpdate, y: int, x1: int, x2: int) -> list[Any]:
    """What a partial update writes between two columns of a line."""
    parts = []
    for (x, strip), end in zip(update.chops[y].items(), update.chop_ends[y], strict=True):
        if end > x1 and x < x2:
            assert strip is not None, f"nothing is painted at column {x} of line {y}"
            parts.append(strip.crop(max(x1 - x, 0), min(end, x2) - x))
    return pieces(parts)


def pieces(strips: list[Strip]) -> list[Any]:
    """The texts and styles of strips that stand beside each other."""
    return [(segment.text, segment.style) for segment in Strip.join(strips).simplify()]
