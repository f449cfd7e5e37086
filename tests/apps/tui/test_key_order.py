"""Whoever types ahead of the screen is understood all the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from terminals import PATIENCE
from textual import events
from textual.app import App
from textual.pilot import Pilot

from tests.apps.tui.test_candidate import packet, reviewing  # noqa: F401

SAID = "quit? do you never evict; Q"


def type_at_once(app: App[object], *keys: str) -> None:
    """All keys arrive before the first of them has had its effect."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def settled(pilot: Pilot[object], key: str, until: Callable[[], object]) -> None:
    """Press a key that does nothing, and wait for what came before it: on a busy machine a pause takes waiting for rest."""
    await pilot.press(key)
    end = time.monotonic() + PATIENCE
    while not until() and time.monotonic() < end:
        await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_letters_typed_before_the_editor_is_there_are_its_letters(
    packet: Path,  # noqa: F811
    size: tuple[int, int],
) -> None:
    """None of them is taken for a command, none is lost, and they keep their order."""
    async with reviewing(packet, size) as (app, pilot):
        type_at_once(app, "j", "j", "c", *SAID, "ctrl+s", "j", "c", *"second", "ctrl+s")
        await settled(pilot, "f9", lambda: len(app.recorder.session.comments) == 2)
        assert [comment.body for comment in app.recorder.session.comments.values()] == [SAID, "second"]
        assert not app.recorder.session.drafts


async def test_a_paste_keeps_its_turn(packet: Path) -> None:  # noqa: F811
    """What is pasted right after the key that opens the editor stands in the comment."""
    async with reviewing(packet) as (app, pilot):
        type_at_once(app, "j", "c", "a")
        app.post_message(events.Paste("pasted\ntext"))
        type_at_once(app, "b", "ctrl+s")
        await settled(pilot, "f9", lambda: app.recorder.session.comments)
        assert [comment.body for comment in app.recorder.session.comments.values()] == ["apasted\ntextb"]


async def test_keys_typed_into_a_dialog_before_it_is_there(packet: Path) -> None:  # noqa: F811
    """The keys after the one that opens a dialog are the dialog's."""
    async with reviewing(packet) as (app, pilot):
        type_at_once(app, "s", "r", "escape", "j")
        await settled(pilot, "f9", lambda: app.recorder.session.conclusion)
        assert app.recorder.session.conclusion is not None
        assert not app.recorder.session.submitted
