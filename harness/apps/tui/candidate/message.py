"""Dialogs of one text and a few keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from harness.apps.tui.candidate.styles import box


class Message(ModalScreen[bool]):
    """A text with keys to go on or back. Ends with True for Enter or y, False for Escape or q.

    The keys stand below the text and stay on the screen however long the text is.
    """

    DEFAULT_CSS = box("Message")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", "Go on"),
        Binding("escape,q,n", "answer(False)", "Back"),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("space,pagedown", "scroll(10)", "Page down", show=False),
    ]

    def __init__(self, title: str, text: str, keys: str) -> None:
        super().__init__()
        self._title, self._text, self._keys = title, text, keys

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content(self._title), classes="title")
            with VerticalScroll(classes="text"):
                yield Static(Content(self._text), id="words")
            yield Label(Content(self._keys), classes="keys")

    def put(self, text: str) -> None:
        """Show another text."""
        self.query_one("#words", Static).update(Content(text))

    def on_resize(self) -> None:
        """Keep the keys in sight: the text takes the height that frame, title and keys leave."""
        self.query_one(".text").styles.max_height = max(self.size.height - 6, 1)

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


class Pause(Message):
    """The clock stands; the pull request is out of sight until the candidate goes on."""

    DEFAULT_CSS = box("Pause") + "Pause { background: $background; }"

    def __init__(self) -> None:
        text = "The clock stands, and so it says in the log. The pull request is out of sight meanwhile."
        super().__init__("Paused", text, "Enter goes on")


class Welcome(Message):
    """What is recorded and how it is judged, before anything is. Ends with True when the candidate agrees."""

    DEFAULT_CSS = box("Welcome")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "more_time", "A quarter more time"),
        Binding("p", "practise", "A practice round of two minutes"),
    ]

    def action_more_time(self) -> None:
        self.app.call_later(self.app.run_action, "more_time")

    def action_practise(self) -> None:
        self.app.call_later(self.app.run_action, "practise")


class Unsaved(ModalScreen[str]):
    """The disk refuses at the end. Ends with "again", "copy", "lose" or "back"; nothing is dropped without being told."""

    DEFAULT_CSS = box("Unsaved")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,r", "answer('again')", "Try again"),
        Binding("c", "answer('copy')", "Save a copy elsewhere"),
        Binding("X", "answer('lose')", "Leave and lose them"),
        Binding("escape,q", "answer('back')", "Back"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content("NOT SAVED"), classes="title")
            yield Static(Content(self._text))
            keys = "Enter tries again · c saves a copy elsewhere · Esc back · X leaves and loses it"
            yield Label(Content(keys), classes="keys")

    def action_answer(self, answer: str) -> None:
        self.dismiss(answer)
