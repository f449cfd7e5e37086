"""The questions beside the review, and which are answered."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from harness.apps.tui.candidate.styles import box
from harness.domain.display import display
from harness.domain.pull_request import Prompt
from harness.domain.review_session import ReviewSession


class PromptList(ModalScreen[str | None]):
    """Ends with the id of the prompt to answer."""

    DEFAULT_CSS = box("PromptList")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,p", "dismiss(None)", "Back")]

    def __init__(self, prompts: tuple[Prompt, ...], session: ReviewSession) -> None:
        super().__init__()
        self._prompts, self._session = prompts, session

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content("Questions beside the review"), classes="title")
            yield OptionList(*(Option(Content(self._label(p)), id=p.id) for p in self._prompts))
            yield Label(Content("Enter answers, with the code in sight · Esc back"), classes="keys")

    def _label(self, prompt: Prompt) -> str:
        drafted = any(d.comment == prompt.id for d in self._session.drafts_of("answer"))
        mark = "…" if drafted else "✓" if self._session.answers.get(prompt.id, "").strip() else "·"
        unit = f" [in {display(prompt.unit)}]" if prompt.unit else ""
        answer = " ".join(display(self._session.answers.get(prompt.id, "")[:200]).replace("␊", " ").split())
        return f"{mark} {display(prompt.text)}{unit}" + (f"\n    {answer[:70]}" if answer else "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose."""
        self.dismiss(event.option.id)
