"""Keys one after the other: the next is looked at when the one before it has had its effect.

The toolkit hands a key to the widget that has the focus when the key arrives. Whoever types ahead, on a slow line or a busy
machine, would have the first letters of a comment taken for commands: they arrive before the editor is there. So a key
that comes while another is under way waits. Behind each key a marker goes the same way, from the widget up to the
app; when it arrives, the key has been dealt with.
"""

from __future__ import annotations

from collections import deque
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.message import Message
from textual.timer import Timer

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
        await super().on_event(event)
        if not event.is_forwarded or not target.is_running:
            return
        self._last_number += 1
        self._under_way = self._last_number
        target.post_message(KeyPassed(self._under_way))
        self._patience = self.set_timer(_PATIENCE, lambda number=self._under_way: self._pass(number))

    def on_key_passed(self, message: KeyPassed) -> None:
        """Go on when whatever the key has set off, a change of focus for one, has happened too."""
        self.call_later(self._pass, message.number)

    async def _pass(self, number: int) -> None:
        if number != self._under_way:
            return
        self._under_way = 0
        if self._patience:
            self._patience.stop()
        while self._waiting_keys and not self._under_way:
            await self._hand_over(self._waiting_keys.popleft())
