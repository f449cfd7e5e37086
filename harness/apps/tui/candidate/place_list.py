"""A list of places to choose from: where a name is defined, where it is used, what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from harness.apps.tui.candidate.styles import box


class PlaceList(ModalScreen[int | None]):
    """Lines to choose from. Ends with the number of the chosen one, counted from zero."""

    DEFAULT_CSS = box("PlaceList")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back"),
        Binding("j", "app.simulate_key('down')", "Down", show=False),
        Binding("k", "app.simulate_key('up')", "Up", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str], more: int = 0) -> None:
        """`lines` are harmless already; `more` says how many are left out."""
        super().__init__()
        self._title, self._lines, self._more = title, lines, more

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content(self._title), classes="title")
            yield OptionList(*(Option(Content(line), id=str(n)) for n, line in enumerate(self._lines)))
            left_out = f"{self._more} more are not listed · " if self._more else ""
            yield Label(Content(f"{left_out}Enter goes there · Esc back"), classes="keys")

    def on_resize(self) -> None:
        """Keep the title and the keys in sight, however many places there are."""
        self.query_one(OptionList).styles.max_height = max(self.size.height - 6, 2)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose."""
        self.dismiss(int(event.option.id or 0))
