"""Choosing a comment's label and decoration: one key each, and none is a choice like the others."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label as Words
from textual.widgets import Static

from harness.apps.tui.candidate.styles import box
from harness.domain.comment import Decoration, Label

Choice = tuple[Label | None, Decoration | None]
LABELS: dict[str, Label | None] = {
    "i": Label.ISSUE, "q": Label.QUESTION, "s": Label.SUGGESTION, "n": Label.NITPICK, "p": Label.PRAISE,
    "a": Label.TO_AUTHOR, "0": None,
}  # fmt: skip
DECORATIONS: dict[str, Decoration | None] = {
    "b": Decoration.BLOCKING, "o": Decoration.NON_BLOCKING, "m": Decoration.IF_MINOR, "9": None,
}  # fmt: skip
NOTE = "A label is never needed, and it changes no credit: what counts is what the comment says."


class LabelDialog(ModalScreen[Choice | None]):
    """Ends with the label and decoration chosen, or None when it was left."""

    DEFAULT_CSS = box("LabelDialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"label({key!r})", label or "no label") for key, label in LABELS.items()),
        *(Binding(key, f"decoration({key!r})", word or "no decoration") for key, word in DECORATIONS.items()),
        Binding("enter,ctrl+l", "choose", "Take it"),
        Binding("ctrl+s", "keep", "Take it, and keep the text"),
        Binding("escape", "dismiss(None)", "Back"),
    ]

    def __init__(self, chosen: Choice) -> None:
        super().__init__()
        self._label, self._decoration = chosen
        self.keep = False
        """Whether the text is to be kept as well."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Words(Content("Label the comment"), classes="title")
            yield Static(id="choices")
            yield Words(
                Content("a letter chooses · Enter takes it · Ctrl+S keeps the comment too · Esc back"), classes="keys"
            )

    def on_mount(self) -> None:
        """Show what is chosen."""
        self._draw()

    def _draw(self) -> None:
        lines = [_line(key, label or "no label", label is self._label) for key, label in LABELS.items()]
        more = [_line(key, word or "no word on it", word is self._decoration) for key, word in DECORATIONS.items()]
        self.query_one("#choices", Static).update(Content("\n".join([*lines, "", *more, "", NOTE])))

    def action_label(self, key: str) -> None:
        self._label = LABELS[key]
        self._draw()

    def action_decoration(self, key: str) -> None:
        self._decoration = DECORATIONS[key]
        self._draw()

    def action_keep(self) -> None:
        self.keep = True
        self.action_choose()

    def action_choose(self) -> None:
        self.dismiss((self._label, self._decoration))


def _line(key: str, words: str, chosen: bool) -> str:
    return f"  {'(●)' if chosen else '( )'} {key}  {words}"
