"""The editor for comments, answers and the summary. Every change goes to the session log before it is painted."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from harness.domain.event import DraftChanged
from harness.steps.interview.record import Recorder


def change_between(draft: str, old: str, new: str) -> DraftChanged | None:
    """The smallest single replacement that turns `old` into `new`; None where nothing changed."""
    if old == new:
        return None
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return DraftChanged(draft, start, len(old) - end - start, new[start : len(new) - end])


def _common(one: str, other: str) -> int:
    """How many characters the two begin with alike, by halving: a paste of megabytes must not slow the next key."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


class DraftEditor(TextArea):
    """A text area whose text is a draft of the session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "finish", "Save", priority=True),
        Binding("escape", "leave", "Leave", priority=True),
    ]

    class Finished(Message):
        """The candidate wants to keep the text."""

        def __init__(self, draft: str, text: str) -> None:
            self.draft, self.text = draft, text
            super().__init__()

    class Left(Message):
        """The candidate wants to leave the editor without keeping the text."""

        def __init__(self, draft: str, text: str) -> None:
            self.draft, self.text = draft, text
            super().__init__()

    def __init__(self, recorder: Recorder, draft: str, text: str) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, tab_behavior="indent")
        self._recorder, self.draft, self._written = recorder, draft, text
        self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Write the change down; this runs before the screen is painted again."""
        change = change_between(self.draft, self._written, self.text)
        if change:
            self._recorder.record(change)
            self._written = self.text

    def action_finish(self) -> None:
        self.post_message(self.Finished(self.draft, self.text))

    def action_leave(self) -> None:
        self.post_message(self.Left(self.draft, self.text))
