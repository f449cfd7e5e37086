"""The exercise around the review: its beginning, coming back, the questions beside it, and its end."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from harness.apps.tui.candidate import dialogs
from harness.apps.tui.candidate.checks import missing
from harness.apps.tui.candidate.commenting import Commenting
from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.apps.tui.candidate.words import welcome
from harness.apps.tui.widgets.rows import Mode
from harness.domain import event as ev
from harness.domain.display import display


class Exercise(Commenting):
    """The keys and actions that begin, leave and end a review."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "prompts", "Questions beside the review"),
        Binding("T", "timer", "Hide or show the time"),
        Binding("s", "submit", "Hand in"),
        Binding("q", "leave", "Leave; everything is kept"),
        Binding("ctrl+c", "leave", "Leave", show=False, priority=True),
        Binding("ctrl+q", "leave", "Leave", show=False, priority=True),
    ]

    def begin_or_resume(self) -> None:
        """Come up where the candidate was, or with the welcome."""
        if self.recorder.session.started:
            self.call_after_refresh(self._resume)
            return
        self.call_after_refresh(self.open, DESCRIPTION)
        keys = "Enter starts · q leaves"
        self.push_screen(dialogs.Message("Welcome", welcome(self.pull_request, self.minutes), keys), self._begin)

    def _begin(self, agreed: bool | None) -> None:
        if not agreed:
            self.exit(None)
            return
        self.recorder.record(ev.Started())
        self.draw_top()

    def _resume(self) -> None:
        shown = self.recorder.session.shown
        if shown:
            self.view.mode = Mode.SPLIT if shown.layout == Mode.SPLIT else Mode.UNIFIED
        self.open(shown.path if shown else DESCRIPTION)
        if shown and shown.cursor_line and shown.cursor_side:
            self.view.go_to(shown.cursor_side, shown.cursor_line)
        comment_drafts = [d for d in self.recorder.session.drafts.values() if d.purpose == "comment"]
        if comment_drafts:
            self.edit_draft(comment_drafts[-1].id)
        self.notify("Welcome back. Everything is where you left it.", timeout=4)

    def action_timer(self) -> None:
        self.show_time = not self.show_time
        self.draw_top()

    def action_prompts(self) -> None:
        if not self.pull_request.prompts:
            self.notify("There are no questions beside this review.", timeout=3)
            return
        self.push_screen(dialogs.PromptList(self.pull_request.prompts, self.recorder.session), self._answer)

    def _answer(self, name: str | None) -> None:
        prompt = next((p for p in self.pull_request.prompts if p.id == name), None)
        if prompt is None:
            return
        draft = dialogs.open_draft(self.recorder, "answer", prompt.id, self.recorder.session.answers.get(prompt.id, ""))
        before = self.recorder.session.answers.get(prompt.id, "")
        hint = "\nSay the value, the unit, how sure you are, and what you assumed." if prompt.kind == "estimate" else ""

        def keep(answer: str | None) -> None:
            if answer is not None:
                dialogs.keep_answer(self.recorder, prompt.id, draft, answer)
            self.draw_top()

        self.push_screen(
            dialogs.TextDialog(self.recorder, "Question", display(prompt.text) + hint, draft, before), keep
        )

    def action_submit(self) -> None:
        if not self.is_editing():
            self.push_screen(
                dialogs.HandIn(self.recorder, missing(self.pull_request, self.recorder.session)), self._hand_in
            )

    def _hand_in(self, agreed: bool | None) -> None:
        if not agreed:
            self.draw_top()
            return
        submission = self.recorder.submit()
        text = (
            f"Thank you. Your review is complete.\n\nThe file to send back:\n  {display(str(submission.path))}\n\n"
            f"Its digest, to read aloud or write in the mail:\n  {submission.digest}\n\n"
            "Nothing was sent; that is up to you."
        )
        self.push_screen(dialogs.Message("Handed in", text, "Enter ends"), lambda _: self.exit(submission))

    def action_leave(self) -> None:
        if isinstance(self.screen, dialogs.Message):
            self.screen.action_answer(False)
            return
        if self.screen is not self.screen_stack[0]:
            self.pop_screen()
            return
        text = "Everything is kept. The same command brings you back to exactly this place."

        def answered(leave: bool | None) -> None:
            if leave:
                self.exit(None)

        self.push_screen(dialogs.Message("Leave for now?", text, "Enter leaves · Esc goes back"), answered)
