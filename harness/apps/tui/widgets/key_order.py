"""Keys one after the other: the next is looked at when the one before it has had its effect.

The toolkit hands a key to the widget that has the focus when the key arrives. Whoever types ahead, on a slow line or a busy
machine, would have the first letters of a comment taken for commands: they arrive before the editor is there. So a key
that comes while another is under way waits. Behind each key a marker goes the same way, from the widget up to the
app; when it arrives, the key has been dealt with.

Until then nothing is painted: a key changes the document, the line above it and the one below, and each of them would be
painted by itself, which costs more than the change. Then all of it is painted at once.
"""

from __future__ import annotations

from collections import deque
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from harness.apps.tui.widgets.still_screen import StillScreen

T = TypeVar("T")
_PATIENCE = 0.5
"""Seconds after which the next key is let through although the marker was lost, with the widget it was given to."""


class KeyPassed(Message, bubble=True):
    """The key before it has been dealt with."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__()


class KeyOrder(App[T]):
    """Mixed into an app, keeps its keys and pastes in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting_keys: deque[events.Key | events.Paste] = deque()
        self._under_way = 0
        """The number of the key that is being dealt with; zero while there is none."""
        self._last_number = 0
        self._patience: Timer | None = None
        self._target: Widget | None = None
        """The widget from which the marker started."""
        self._held = False
        """Whether painting is kept back."""

    def get_default_screen(self) -> Screen[Any]:
        """The screen that can be painted at once."""
        return StillScreen(id="_default")

    async def on_event(self, event: events.Event) -> None:
        """Hand over a key at once where none is under way; let it wait otherwise."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._under_way:
            self._waiting_keys.append(event)
        else:
            await self._hand_over(event)

    async def _hand_over(self, event: events.Key | events.Paste) -> None:
        target = self.focused or self.screen
        self._hold(True)
        await super().on_event(event)
        if not event.is_forwarded or not target.is_running:
            self._hold(False)
            return
        self._last_number += 1
        self._follow(target)
        number = self._under_way
        self._patience = self.set_timer(_PATIENCE, lambda: self._pass(number))

    def _follow(self, target: Widget) -> None:
        """Send the marker after the key."""
        self._target, self._under_way = target, self._last_number
        target.post_message(KeyPassed(self._last_number))

    def on_key_passed(self, message: KeyPassed) -> None:
        """Go on when whatever the key has set off, a change of focus for one, has happened too."""
        self.call_later(self._arrived, message.number)

    async def _arrived(self, number: int) -> None:
        target = self.focused or self.screen
        if number == self._under_way and target is not self._target and target.is_running:
            self._follow(target)  # who has the focus now has to hear of it before the screen is painted
        else:
            await self._pass(number)

    async def _pass(self, number: int) -> None:
        if number != self._under_way:
            return
        if self._patience:
            self._patience.stop()
        await self.key_done()
        self._under_way = 0
        if isinstance(self.screen, StillScreen):
            self.screen.in_haste = True
        self._hold(False)
        while self._waiting_keys and not self._under_way:
            await self._hand_over(self._waiting_keys.popleft())

    async def key_done(self) -> None:
        """A key has had its effect, and the screen is about to be painted."""

    def _hold(self, held: bool) -> None:
        """Keep back what is to be painted, or let it go."""
        if held and not self._held:
            self._begin_batch()
        elif self._held and not held:
            self._end_batch()
            self.screen.check_idle()
        self._held = held
