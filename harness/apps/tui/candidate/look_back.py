"""Looking back at one's own review: what was on the screen and what was written, step by step. Nothing of a key is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.apps.tui.candidate.message import Message
from harness.apps.tui.candidate.moments import moments
from harness.apps.tui.candidate.styles import box
from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.key_order import KeyOrder
from harness.apps.tui.widgets.rows import Mode
from harness.domain import event as ev
from harness.domain.diff import FileText
from harness.domain.display import display
from harness.domain.pull_request import Artefact, ArtefactKind, Document, PullRequest
from harness.domain.review_session import ReviewSession


class HandedIn(Message):
    """The calm end. Ends whichever key is pressed, except r, which looks back first."""

    DEFAULT_CSS = box("HandedIn")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "look_back", "Look back at your own review")]

    def __init__(self, text: str, pull_request: PullRequest, records: Sequence[ev.Record]) -> None:
        super().__init__("Handed in", text, "Enter ends · r looks back at your own review")
        self._pull_request, self._records = pull_request, records

    def action_look_back(self) -> None:
        self.app.push_screen(LookBack(self._pull_request, self._records))


class LookBack(Screen[None]):
    """The session's moments in a list, and beside it the document as it stood with its comments."""

    DEFAULT_CSS = """
    LookBack #moments { width: 44; height: 100%; border: none; border-right: solid $panel; padding: 0 1; }
    LookBack.narrow Horizontal { layout: vertical; }
    LookBack.narrow #moments { width: 100%; height: 8; border-right: none; }
    LookBack #moments:focus { border: none; border-right: solid $panel; }
    LookBack .bar { height: 1; background: $panel; color: $text; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,j", "step(1)", "Next moment"),
        Binding("N,k", "step(-1)", "Moment before"),
        Binding("escape,q", "dismiss(None)", "Back"),
    ]

    def __init__(self, pull_request: PullRequest, records: Sequence[ev.Record]) -> None:
        super().__init__()
        self._pull_request, self._records = pull_request, records
        self.moments = moments(records)

    def compose(self) -> ComposeResult:
        self.view = DocumentView(id="back-document")
        yield Static(Content(" Your own review, step by step"), classes="bar")
        with Horizontal():
            yield OptionList(*(Option(Content(moment.text)) for moment in self.moments), id="moments")
            with Vertical():
                yield Static(id="back-place", classes="bar")
                yield self.view
        yield Static(Content(" ↓ ↑ or n N through the moments · Tab to the document · Esc back"), classes="bar")

    def on_mount(self) -> None:
        """Begin at the beginning."""
        self.query_one("#moments", OptionList).focus()

    def on_resize(self) -> None:
        """On a narrow screen the list stands above the document."""
        self.set_class(self.size.width < 100, "narrow")

    def action_step(self, by: int) -> None:
        options = self.query_one("#moments", OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the review as it stood then."""
        moment = self.moments[event.option_index]
        session = ReviewSession.replay(self._records[: moment.count])
        shown = session.shown
        path = shown.path if shown else DESCRIPTION
        self.view.mode = Mode.SPLIT if shown and shown.layout == Mode.SPLIT else Mode.UNIFIED
        self.view.show(self._document(path), session.comments_in(None if path == DESCRIPTION else path))
        if shown and shown.cursor_side and shown.cursor_line:
            self.view.go_to(shown.cursor_side, shown.cursor_line)
        if moment.comment in session.comments:
            self.view.go_to_comment(moment.comment)
        name = "Description" if path == DESCRIPTION else display(path)
        self.query_one("#back-place", Static).update(Content(f" {name} · {len(session.comments)} comments"))

    def _document(self, path: str) -> Document:
        words = FileText.of(self._pull_request.description.rstrip("\n") + "\n")
        return self._pull_request.document(path) or Artefact(DESCRIPTION, "Description", ArtefactKind.NOTE, words)


class LookBackApp(KeyOrder[None]):
    """Looking back as a program of its own, after the review was handed in."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,ctrl+q", "quit", "Leave", show=False, priority=True)]

    def __init__(self, pull_request: PullRequest, records: Sequence[ev.Record]) -> None:
        super().__init__()
        self._screen = LookBack(pull_request, records)

    def on_mount(self) -> None:
        """Show it, and end with it."""
        self.push_screen(self._screen, lambda _: self.exit())
