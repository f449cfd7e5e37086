"""Everything that can be done, in one list that is searched by typing: the help and the command palette in one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from harness.apps.tui.candidate.keys import REVIEW, Entry
from harness.apps.tui.candidate.styles import box

NOTES = "A number before a motion repeats it: 5j, 42G. A label never changes credit."


class CommandList(ModalScreen[Entry | int | None]):
    """Ends with the entry to run, with a number that was typed (a line to go to), or with None."""

    DEFAULT_CSS = box("CommandList") + (
        "CommandList { align: center top; }"  # the line that is typed in stays where it is while the list gets shorter
        "CommandList Input, CommandList Input:focus { border: none; height: 1; padding: 0; background: $panel; }"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("down", "move('cursor_down')", "Down", show=False, priority=True),
        Binding("up", "move('cursor_up')", "Up", show=False, priority=True),
        Binding("pagedown", "move('page_down')", "Page down", show=False, priority=True),
        Binding("pageup", "move('page_up')", "Page up", show=False, priority=True),
    ]

    def __init__(self, known: list[Entry]) -> None:
        super().__init__()
        self._known, self._shown = known, known

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content("Keys and commands"), classes="title")
            yield Input(placeholder="type to search; a number goes to that line", id="wanted")
            yield OptionList()
            yield Label(Content(NOTES), classes="keys")
            yield Label(Content("↓ ↑ choose · Enter does it · Esc back"))

    def on_mount(self) -> None:
        """Show everything."""
        self._show("")
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        """Keep the keys in sight."""
        self.query_one(OptionList).styles.max_height = max(self.size.height - 9, 2)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits the words."""
        self._show(event.value)

    def _show(self, wanted: str) -> None:
        self._shown = matching(self._known, wanted)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(Content(_line(e))) for e in self._shown])
        options.highlighted = 0 if self._shown else None

    def action_move(self, how: str) -> None:
        options = self.query_one(OptionList)
        getattr(options, f"action_{how}")()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do the chosen one, or go to the line."""
        event.stop()
        options = self.query_one(OptionList)
        if event.value.strip().isdecimal():
            self.dismiss(int(event.value.strip()[:9]))
        elif options.highlighted is not None:
            self.dismiss(self._shown[options.highlighted])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do it."""
        self.dismiss(self._shown[event.option_index])


def _line(entry: Entry) -> str:
    where = "" if entry.where == REVIEW else f"  ({entry.where})"
    return f"{entry.keys:<16} {entry.what}{where}"


def matching(known: list[Entry], wanted: str) -> list[Entry]:
    """The entries that hold every word that was typed; keys count by their exact name."""
    words = wanted.lower().split()
    return [
        entry
        for entry in known
        if all(w in f"{entry.what} {entry.where}".lower() for w in words) or wanted.strip() in entry.keys.split()
    ]
