"""The editor for comments, answers and the summary. Every change goes to the session log before it is painted."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from harness.apps.tui.candidate.draft_changes import change_between, in_parts
from harness.apps.tui.candidate.pastes import Folds
from harness.apps.tui.widgets.scrolling import set_virtual_size
from harness.domain.display import display_cells
from harness.domain.log_text import fits
from harness.steps.interview.record import Recorder


class DraftEditor(TextArea):
    """A text area whose text is a draft of the session. There is one; it takes up one draft after the other.

    Its keys are no priority bindings: those are carried out before the letters typed just before them have arrived.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "finish", "Keep the text"),
        Binding("escape", "leave", "Back; the text stays as a draft"),
        Binding("ctrl+l", "ask('label')", "Label the comment (issue, question, …)"),
        Binding("ctrl+g", "ask('suggestion')", "Suggest other lines"),
        Binding("ctrl+r", "ask('preview')", "Look at it as Markdown, and back"),
        Binding("ctrl+o", "ask('external')", "Write in $EDITOR"),
    ]

    class Finished(Message):
        """The candidate wants to keep the text."""

        def __init__(self, draft: str, text: str) -> None:
            self.draft, self.text = draft, text
            super().__init__()

    class Left(Message):
        """The candidate wants to leave the editor for now."""

        def __init__(self, draft: str, text: str) -> None:
            self.draft, self.text = draft, text
            super().__init__()

    class Asked(Message):
        """The candidate wants something done with the draft: `what` is label, suggestion, preview or external."""

        def __init__(self, draft: str, what: str) -> None:
            self.draft, self.what = draft, what
            super().__init__()

    class Refused(Message):
        """A paste was too large for a comment."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__("", soft_wrap=True, show_line_numbers=False, tab_behavior="indent")
        self._recorder = recorder
        self._folds = Folds()
        self.draft, self._written = "", ""
        self._rows = 0
        self.cursor_blink = False

    def take_up(self, draft: str, text: str) -> None:
        """Show a draft; what is typed from now on goes there."""
        self._folds = Folds()
        self.draft, self._written, self._rows = draft, text, 0
        self.load_text(self._folds.fold(text))
        self.move_cursor(self.document.end)
        self.make_room(self.screen.size.height)

    def let_go(self) -> None:
        """The draft is kept or left: whatever is still on its way from the keyboard changes it no more."""
        self.draft = ""

    @property
    def full_text(self) -> str:
        """The draft's text, with long pastes unfolded."""
        return self._folds.unfold(self.text)

    def replace_text(self, text: str) -> None:
        """Put another text in the place of everything."""
        self._folds = Folds()
        self.text = self._folds.fold(text)
        self.move_cursor(self.document.end)

    def watch_has_focus(self, has_focus: bool) -> None:
        """It looks the same with the focus as without, so that the toolkit need not go through all rules of its looks."""

    def _refresh_size(self) -> None:
        set_virtual_size(self, self.wrapped_document.height, 0)
        self._refresh_scrollbars()

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: nothing that was pasted acts on the terminal."""
        return Text(display_cells(self.document.get_line(line_index)), end="", no_wrap=True)

    async def _on_key(self, event: events.Key) -> None:
        """Escape leaves; a text area by itself would move the focus."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.action_leave()

    async def _on_paste(self, event: events.Paste) -> None:
        """Take a paste of any size that a comment can hold."""
        event.prevent_default()
        event.stop()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        if not fits(self.full_text + text):
            self.post_message(self.Refused())
            return
        if result := self._replace_via_keyboard(self._folds.fold(text), *self.selection):
            self.move_cursor(result.end_location)

    def make_room(self, rows: int) -> None:
        """Be as high as the text wants, within bounds, and some lines higher, so that not every new line moves the screen."""
        wanted = max(4 if rows < 30 else 6, min(self.wrapped_document.height + 1, rows * 3 // 10))
        if wanted > self._rows:
            self._rows = min(wanted + 2, rows * 3 // 10) if self._rows else wanted
            self.styles.height = self._rows

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Write the change down; this runs before the screen is painted again."""
        self.make_room(self.screen.size.height)
        text = self.full_text
        if not self.draft:
            return
        if change := change_between(self.draft, self._written, text):
            for part in in_parts(change):
                self._recorder.record(part)
            self._written = text

    def action_finish(self) -> None:
        self.post_message(self.Finished(self.draft, self.full_text))

    def action_leave(self) -> None:
        self.post_message(self.Left(self.draft, self.full_text))

    def action_ask(self, what: str) -> None:
        self.post_message(self.Asked(self.draft, what))
