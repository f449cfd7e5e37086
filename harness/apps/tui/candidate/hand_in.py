"""The last look before handing in: conclusion, summary, and what may have been forgotten."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from harness.apps.tui.candidate.styles import box
from harness.apps.tui.candidate.words import CONCLUSION_KEYS, state_text
from harness.domain.comment import Conclusion
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession
from harness.steps.interview.acts import Acts
from harness.steps.interview.checks import Gap, gaps


class HandIn(ModalScreen[Gap | bool | None]):
    """Ends with True to hand in, with a gap that is to be closed first, or with None to go back."""

    DEFAULT_CSS = box("HandIn")
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"conclude({word.value!r})", word.value.capitalize()) for word, key in CONCLUSION_KEYS.items()),
        Binding("e", "summary", "Write the summary"),
        Binding("y", "hand_in", "Hand in"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
        Binding("escape,q,n", "dismiss(None)", "Back"),
    ]

    def __init__(self, acts: Acts, pull_request: PullRequest, session: ReviewSession) -> None:
        super().__init__()
        self._acts, self._pull_request, self._session = acts, pull_request, session

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content("Hand in the review"), classes="title")
            yield Static(id="state")
            yield Label(Content(""), id="open")
            yield OptionList()
            yield Label(Content("y hand in · e summary · Enter goes to what is open · Esc back"), classes="keys")

    def on_mount(self) -> None:
        """Show the state."""
        self._draw()
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Keep the keys in sight."""
        self.query_one(OptionList).styles.max_height = max(self.size.height - 14, 2)

    def _draw(self) -> None:
        self.query_one("#state", Static).update(Content(state_text(self._session)))
        found = gaps(self._pull_request, self._session)
        told = "Still open, as far as the tool can tell" if found else "Nothing is missing."
        self.query_one("#open", Label).update(Content("\n" + told))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(Content(f"· {gap.text}")) for gap in found])
        options.highlighted = 0 if found else None
        self._gaps = found

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go where it can be closed."""
        self.dismiss(self._gaps[event.option_index])

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_conclude(self, value: str) -> None:
        self._acts.conclude(Conclusion(value))
        self._draw()

    def action_summary(self) -> None:
        self.dismiss(Gap("", "summary"))

    def action_hand_in(self) -> None:
        if self._session.conclusion is None:
            self.notify("Choose a conclusion first: a, c or r.")
            return
        self.dismiss(True)
