"""The screens around the review: before the start, help, the list of comments, prompts, handing in, the end."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from harness.apps.tui.candidate.editor import DraftEditor
from harness.domain.comment import Anchor, Conclusion
from harness.domain.display import display
from harness.domain.event import (
    AnswerGiven,
    ConclusionChosen,
    DraftDiscarded,
    DraftOpened,
    SummaryWritten,
)
from harness.domain.pull_request import Prompt
from harness.domain.review_session import ReviewSession
from harness.steps.interview.record import Recorder

_BOX = """
{name} {{ align: center middle; }}
{name} > #box {{
    width: 84; max-width: 100%; height: auto; max-height: 100%;
    border: round $primary; background: $surface; padding: 0 1;
}}
{name} .text {{ height: auto; scrollbar-size-vertical: 1; }}
{name} .title {{ text-style: bold; color: $text; padding-bottom: 1; }}
{name} .keys {{ color: $text-muted; padding-top: 1; }}
"""


def fit_text(screen: ModalScreen[bool]) -> None:
    """Let the scrolling text of a dialog take the height that frame, title and keys leave."""
    screen.query_one(".text").styles.max_height = max(screen.size.height - 6, 1)


class Message(ModalScreen[bool]):
    """A text with keys to go on or back. Ends with True for Enter or y, False for Escape or q.

    The keys stand below the text and stay on the screen however long the text is.
    """

    DEFAULT_CSS = _BOX.format(name="Message")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", "Go on"),
        Binding("escape,q,n", "answer(False)", "Back"),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
        Binding("space", "scroll(10)", "Page down", show=False),
    ]

    def __init__(self, title: str, text: str, keys: str) -> None:
        super().__init__()
        self._title, self._text, self._keys = title, text, keys

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content(self._title), classes="title")
            with VerticalScroll(classes="text"):
                yield Static(Content(self._text))
            yield Label(Content(self._keys), classes="keys")

    def on_resize(self) -> None:
        """Keep the keys in sight."""
        fit_text(self)

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


class Danger(Message):
    """A question whose yes destroys something: Enter, pressed by habit, is a no."""

    DEFAULT_CSS = _BOX.format(name="Danger")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "answer(False)", "Back")]


class CommentList(ModalScreen[str | None]):
    """All comments. Ends with the id of the chosen one."""

    DEFAULT_CSS = _BOX.format(name="CommentList")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "Back")]

    def __init__(self, session: ReviewSession) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        comments = list(self._session.comments.values())
        with Vertical(id="box"):
            yield Label(Content(f"Your comments ({len(comments)})"), classes="title")
            options = [
                Option(Content(f"{c.id:<4} {display(str(c.anchor))}\n     {display(c.body)[:70]}"), id=c.id)
                for c in comments
            ]
            yield OptionList(*options)
            yield Label(Content("Enter goes to the comment · Esc back"), classes="keys")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose."""
        self.dismiss(event.option.id)


class TextDialog(ModalScreen[str | None]):
    """One text to write: an answer or the summary. Ends with the text, or None when it was left."""

    DEFAULT_CSS = _BOX.format(name="TextDialog") + "TextDialog DraftEditor { height: 10; }"

    def __init__(self, recorder: Recorder, title: str, question: str, draft: str, before: str) -> None:
        super().__init__()
        self._recorder, self._title, self._question = recorder, title, question
        self._draft, self._before = draft, before

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content(self._title), classes="title")
            yield Static(Content(self._question))
            yield DraftEditor(self._recorder, self._draft, self._recorder.session.drafts[self._draft].text)
            yield Label(Content("Ctrl+S keeps it · Esc goes back; what you typed waits here"), classes="keys")

    def on_draft_editor_finished(self, event: DraftEditor.Finished) -> None:
        """Keep the text."""
        event.stop()
        self.dismiss(event.text)

    def on_draft_editor_left(self, event: DraftEditor.Left) -> None:
        """Leave; a text that differs from what was kept before stays a draft and is there again next time."""
        event.stop()
        if event.text in ("", self._before):
            self._recorder.record(DraftDiscarded(event.draft))
        self.dismiss(None)


class PromptList(ModalScreen[str | None]):
    """The questions beside the review. Ends with the id of the chosen one."""

    DEFAULT_CSS = _BOX.format(name="PromptList")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "Back")]

    def __init__(self, prompts: tuple[Prompt, ...], session: ReviewSession) -> None:
        super().__init__()
        self._prompts, self._session = prompts, session

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content("Questions beside the review"), classes="title")
            yield OptionList(*(Option(Content(self._label(p)), id=p.id) for p in self._prompts))
            yield Label(Content("Enter answers · Esc back"), classes="keys")

    def _label(self, prompt: Prompt) -> str:
        mark = "✓" if self._session.answers.get(prompt.id, "").strip() else "·"
        unit = f" [in {display(prompt.unit)}]" if prompt.unit else ""
        return f"{mark} {display(prompt.text)}{unit}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose."""
        self.dismiss(event.option.id)


class HandIn(ModalScreen[bool]):
    """The last look before handing in. Ends with True when the review is to be handed in."""

    DEFAULT_CSS = _BOX.format(name="HandIn")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "conclude('approve')", "Approve"),
        Binding("c", "conclude('comment')", "Comment"),
        Binding("r", "conclude('request changes')", "Request changes"),
        Binding("e", "summary", "Summary"),
        Binding("y,enter", "hand_in", "Hand in"),
        Binding("escape,q,n", "dismiss(False)", "Back"),
    ]

    def __init__(self, recorder: Recorder, missing: list[str]) -> None:
        super().__init__()
        self._recorder, self._missing = recorder, missing

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(Content("Hand in the review"), classes="title")
            with VerticalScroll(classes="text"):
                yield Static(id="state")
            yield Label(Content("y hand in · e write the summary · Esc back to the review"), classes="keys")

    def on_mount(self) -> None:
        """Show the state."""
        self._refresh()

    def on_resize(self) -> None:
        """Keep the keys in sight."""
        fit_text(self)

    def _refresh(self) -> None:
        session = self._recorder.session
        choices = []
        for conclusion, key in zip(Conclusion, "acr", strict=True):
            mark = "(●)" if session.conclusion is conclusion else "( )"
            choices.append(f"  {mark} {key}  {conclusion.value}")
        comments = len(session.comments)
        lines = [f"{comments} comment{'' if comments == 1 else 's'}", "", "Your conclusion", *choices, ""]
        summary = display(session.summary).strip()
        lines += ["Summary", f"  {summary[:300]}" if summary else "  (none yet)", ""]
        missing = [m for m in self._missing if not (m == "no summary" and summary)]
        if session.conclusion is None:
            missing.append("no conclusion: press a, c or r")
        lines += (
            ["Still open, as far as the tool can tell", *(f"  · {m}" for m in missing)]
            if missing
            else ["Nothing is missing."]
        )
        self.query_one("#state", Static).update(Content("\n".join(lines)))

    def action_conclude(self, value: str) -> None:
        self._recorder.record(ConclusionChosen(Conclusion(value)))
        self._refresh()

    def action_summary(self) -> None:
        session = self._recorder.session
        draft = open_draft(self._recorder, "summary", None, session.summary)
        dialog = TextDialog(self._recorder, "Summary", "What should the author know first?", draft, session.summary)

        def keep(text: str | None) -> None:
            if text is not None:
                self._recorder.record(SummaryWritten(text, draft))
            self._refresh()

        self.app.push_screen(dialog, keep)

    def action_hand_in(self) -> None:
        if self._recorder.session.conclusion is None:
            self.app.bell()
            self._refresh()
            return
        self.dismiss(True)


def open_draft(recorder: Recorder, purpose: str, about: str | None, text: str) -> str:
    """The id of the draft for an answer or the summary: the one left open, or a new one."""
    for draft in recorder.session.drafts.values():
        if draft.purpose == purpose and draft.comment == about:
            return draft.id
    name = recorder.session.next_draft_id
    recorder.record(DraftOpened(name, Anchor(), text, about, purpose))
    return name


def keep_answer(recorder: Recorder, prompt: str, draft: str, text: str) -> None:
    """Write an answer down."""
    recorder.record(AnswerGiven(prompt, text, draft))
