"""Small screens that ask one thing: a line of text, one of several, a yes; and one that shows a long text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

_BOX = """
{name} {{ align: center middle; }}
{name} > Vertical {{ width: {width}; max-width: 100%; height: auto; max-height: 100%; background: $surface;
    border: round $primary; padding: 0 1; }}
{name} .title {{ text-style: bold; }}
{name} .keys {{ color: $text-muted; }}
"""


class LongText(ModalScreen[None]):
    """A text to read and scroll."""

    DEFAULT_CSS = """
    LongText { align: center middle; }
    LongText > VerticalScroll { width: 96; max-width: 100%; height: 100%; background: $surface; border: round $primary;
        padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,S,question_mark,enter", "dismiss", "Back"),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
        Binding("space", "scroll(15)", "Page down", show=False),
    ]

    def __init__(self, text: str | Content) -> None:
        super().__init__()
        self._text = Content(text) if isinstance(text, str) else text

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self._text)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


class AskLine(ModalScreen[str | None]):
    """A line of text; None for Escape. With `needed`, an empty line is not taken."""

    DEFAULT_CSS = _BOX.format(name="AskLine", width=76)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, *, value: str = "", needed: bool = False) -> None:
        super().__init__()
        self._title, self._value, self._needed = title, value, needed

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), classes="title")
            yield Input(self._value, max_length=2000)
            keys = "enter keeps it" if self._needed else "enter keeps it, also when empty"
            yield Static(Content(f"{keys} · esc leaves all as it was"), classes="keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter ends it."""
        if self._needed and not event.value.strip():
            self.app.bell()
            return
        self.dismiss(event.value.strip())


class Pick(ModalScreen[int | None]):
    """One of several by its number, counting from zero; None for Escape. `first` is the number shown for the first."""

    DEFAULT_CSS = _BOX.format(name="Pick", width=90)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "Back")]

    def __init__(self, title: str, options: Sequence[str], *, first: int = 1) -> None:
        super().__init__()
        self._title, self._options, self._first = title, options, first

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), classes="title")
            shown = [f" {self.key_of(i)}  {option}" for i, option in enumerate(self._options)]
            yield Static(Content("\n".join(shown)))
            yield Static(Content("the key in front chooses · esc leaves all as it was"), classes="keys")

    def key_of(self, index: int) -> str:
        """The key that chooses an option: digits, then letters."""
        number = index + self._first
        return str(number) if number < 10 else chr(ord("a") + number - 10)

    def on_key(self, event: events.Key) -> None:
        """A key in front of an option chooses it."""
        for index in range(len(self._options)):
            if event.character == self.key_of(index):
                event.stop()
                self.dismiss(index)
                return


class Sure(ModalScreen[bool]):
    """Yes or no to a text."""

    DEFAULT_CSS = _BOX.format(name="Sure", width=90)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "dismiss(True)", "Yes"),
        Binding("n,escape,q", "dismiss(False)", "No"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), classes="title")
            with VerticalScroll():
                yield Static(Content(self._text))
            yield Static(Content("y or enter: yes · n or esc: no"), classes="keys")

    def on_mount(self) -> None:
        """As high as the text, and no higher than the window."""
        box = self.query_one(VerticalScroll)
        box.styles.height, box.styles.max_height = "auto", max(self.app.size.height - 6, 1)
