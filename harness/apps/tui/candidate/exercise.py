"""The exercise around the review: its beginning, coming back, the clock, the questions beside it, and its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from harness.adapters.event_log import read_log
from harness.apps.tui.candidate.commenting import Commenting
from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.apps.tui.candidate.hand_in import HandIn
from harness.apps.tui.candidate.look_back import HandedIn
from harness.apps.tui.candidate.message import Message, Pause, Unsaved, Welcome
from harness.apps.tui.candidate.prompt_list import PromptList
from harness.apps.tui.candidate.words import handed_in, welcome
from harness.apps.tui.widgets.rows import Mode
from harness.domain import event as ev
from harness.domain.display import display
from harness.domain.errors import CannotRun
from harness.steps.interview.checks import Gap

MOST_MINUTES = 600


class Exercise(Commenting):
    """The keys and actions that begin, pause, leave and end a review."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "prompts", "Questions beside the review"),
        Binding("P", "pause", "Pause"),
        Binding("T", "timer", "Hide or show the time"),
        Binding("s", "submit", "Hand in"),
        Binding("q", "leave", "Leave; everything is kept"),
        Binding("ctrl+c", "leave", "Leave", show=False, priority=True),
        Binding("ctrl+q", "leave", "Leave", show=False, priority=True),
    ]
    wants_practice = False
    """Whether the program was left for a practice round, to come back after it."""
    _handing_in = False
    _time_told = False

    # The beginning

    def begin_or_resume(self) -> None:
        """Come up where the candidate was, or with the welcome."""
        if self.recorder.session.started:
            self.call_after_refresh(self._resume)
            return
        self.call_after_refresh(self.open, DESCRIPTION)
        if self.is_practice:
            self._begin(True)
            return
        keys = "Enter starts · ↓ reads on · p practice round · + more time · q leaves"
        self.push_screen(Welcome("Welcome", welcome(self.pull_request, self.minutes), keys), self._begin)

    def _begin(self, agreed: bool | None) -> None:
        if not agreed:
            self.exit(None)
            return
        self.recorder.record(ev.Started(self.minutes))
        self.draw_top()

    def action_more_time(self) -> None:
        """A quarter of the fixture's time more, for whoever needs it; nobody is asked why."""
        if isinstance(self.screen, Welcome):
            self.minutes = min(self.minutes + max(self.pull_request.minutes // 4, 1), MOST_MINUTES)
            self.screen.put(welcome(self.pull_request, self.minutes))

    def action_practise(self) -> None:
        """Leave for the practice round; the welcome comes again after it."""
        if isinstance(self.screen, Welcome):
            self.wants_practice = True
            self.exit(None)

    def _resume(self) -> None:
        session = self.recorder.session
        if shown := session.shown:
            self.view.mode = Mode.SPLIT if shown.layout == Mode.SPLIT else Mode.UNIFIED
        self.open(shown.path if shown else DESCRIPTION)
        if shown and shown.cursor_line and shown.cursor_side:
            self.view.go_to(shown.cursor_side, shown.cursor_line)
        if session.writing:
            self.edit_draft(session.writing)
        self.say("Welcome back. Everything is where you left it.")

    # The clock

    def action_timer(self) -> None:
        self.show_time = not self.show_time
        self.draw_top()

    def action_pause(self) -> None:
        if not self.pull_request.pauses:
            self.say("This exercise has no pauses. The clock only informs; leave with q whenever you like.")
            return
        self.acts.pause()
        self.push_screen(Pause(), lambda _: self._go_on())

    def _go_on(self) -> None:
        self.acts.resume()
        self.draw_top()

    def tell_time(self) -> None:
        """Say once when the time meant for the review is over."""
        if self.show_time and not self._time_told and self.recorder.elapsed() > self.minutes * 60:
            self._time_told = True
            self.say("The time meant for this review is over. Nothing stops; hand in when you are ready (s).")

    # The questions beside the review

    def action_prompts(self) -> None:
        if self.is_editing():
            return
        if not self.pull_request.prompts:
            self.say("There are no questions beside this review.")
            return
        self.push_screen(PromptList(self.pull_request.prompts, self.recorder.session), self._answer)

    def _answer(self, name: str | None) -> None:
        prompt = next((p for p in self.pull_request.prompts if p.id == name), None)
        if prompt is not None:
            self.edit_draft(self.acts.draft_answer(prompt))

    # The end

    def action_submit(self) -> None:
        if not self.is_editing():
            self._handing_in = True
            screen = HandIn(self.acts, self.pull_request, self.recorder.session)
            self.push_screen(screen, self._looked)

    def _looked(self, choice: Gap | bool | None) -> None:
        if isinstance(choice, Gap):
            self._close(choice)
            return
        self._handing_in = False
        if choice:
            self._hand_in()
        else:
            self.draw_top()

    def _close(self, gap: Gap) -> None:
        """Go where a gap can be closed. The last look comes again after a text was kept there."""
        match gap.kind:
            case "summary":
                self.edit_draft(self.acts.draft_summary())
            case "draft":
                self.edit_draft(gap.name)
            case "prompt":
                self._answer(gap.name)
            case "file":
                self._handing_in = False
                self.open(gap.name)
            case _:
                self.action_submit()

    def shut_editor(self) -> None:
        """Back to the document, or to the last look."""
        super().shut_editor()
        if self._handing_in:
            self.action_submit()

    def _hand_in(self) -> None:
        if self.is_practice:
            self.exit(None)
            return
        try:
            submission = self.recorder.submit()
        except CannotRun:
            self._unsaved(self._hand_in)
            return
        screen = HandedIn(handed_in(submission), self.pull_request, read_log(self.recorder.path).records)
        self.push_screen(screen, lambda _: self.exit(submission))

    def action_leave(self) -> None:
        if isinstance(self.screen, Message):
            self.screen.action_answer(False)
            return
        if self.screen is not self.screen_stack[0]:
            self.pop_screen()
            return
        if self.is_practice:
            self.exit(None)
            return
        text = "Everything is kept. The same command brings you back to exactly this place."
        self.push_screen(Message("Leave for now?", text, "Enter leaves · Esc goes back"), self._left)

    def _left(self, agreed: bool | None) -> None:
        """Leave, unless the disk refuses; then ask again."""
        if not agreed:
            return
        if self.recorder.make_safe():
            self.exit(None)
        else:
            self._unsaved(lambda: self._left(True))

    def _unsaved(self, again: Callable[[], None]) -> None:
        """The disk refuses: say what is at stake, and ask what to do."""
        why = display(self.recorder.status.message) or "the disk refuses"
        count = self.recorder.waiting
        what = (
            f"The last {count} things you did are in memory alone"
            if count
            else "The last things you did may not be on the disk"
        )
        text = f"{what}: {why}.\nMake room, then try again. A copy can be put in another folder."

        def answered(answer: str | None) -> None:
            if answer == "again":
                again()
            elif answer == "copy":
                self._copied(again)
            elif answer == "lose":
                self.exit(None)
            elif self.recorder.session.submitted:
                self._unsaved(again)  # nothing may follow the last event, so there is no way back into the review

        self.push_screen(Unsaved(text), answered)

    def _copied(self, again: Callable[[], None]) -> None:
        path = self.recorder.copy_elsewhere()
        if path is None:
            self.say("No other folder takes it either.")
            self._unsaved(again)
            return
        text = f"A whole copy of your session is here:\n  {display(str(path))}\n\nIt can be sent and graded as it is."
        self.push_screen(
            Message("Copied", text, "Enter leaves · Esc goes back"), lambda leave: self.exit(None) if leave else None
        )
