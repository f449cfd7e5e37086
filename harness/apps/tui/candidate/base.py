"""The review as an app: what is open, what is drawn around it, and the one way to write an event down.

The actions stand beside it in modules of their own, each a subclass with its keys: `commenting`, `moving`, `exercise`.
`app.CandidateApp` joins them. Textual gathers bindings and message handlers from all of them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.timer import Timer
from textual.widgets import Input, Static

from harness.apps.tui.candidate import bars, keys
from harness.apps.tui.candidate.contents import DESCRIPTION, Contents
from harness.apps.tui.candidate.editor_panel import EditorPanel
from harness.apps.tui.candidate.file_list import FileList
from harness.apps.tui.candidate.practice import coach_line
from harness.apps.tui.candidate.styles import CANDIDATE
from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.key_order import KeyOrder
from harness.apps.tui.widgets.laid_out import LaidOut, Opened
from harness.apps.tui.widgets.scrolling import CoveredColumn, CoveredRow, TextLine
from harness.domain import event as ev
from harness.domain.comment import Comment
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.packet import Packet
from harness.domain.pull_request import Document
from harness.domain.review_session import in_threads
from harness.steps.interview.acts import Acts
from harness.steps.interview.record import Recorder, Submission

NARROW = 100
"""Below this many columns the file list and side-by-side need the room of the diff."""
ROOMY = 130
"""Below this many columns the file list gives some of its own, so that lines of 79 columns are seen whole."""
SMALLEST = (60, 16)
_SOON = 0.03
"""Seconds that a key's effect waits for the colours of the lines that it brings into sight."""
_RESTS_AFTER = 0.15
"""Seconds without a move after which what is on the screen is noted."""


class ReviewApp(KeyOrder[Submission | None]):
    """A pull request on the screen with a recorder behind it, and no actions yet."""

    ENABLE_COMMAND_PALETTE = False
    CSS: ClassVar[str] = CANDIDATE

    def __init__(
        self, packet: Packet, recorder: Recorder, minutes: int | None = None, *, practice: bool = False
    ) -> None:
        super().__init__()
        self.is_practice = practice
        self.packet, self.recorder = packet, recorder
        self.pull_request = packet.pull_request
        self.minutes = minutes or recorder.session.minutes or packet.pull_request.minutes
        self.title = "Review"
        self.current = DESCRIPTION
        """The name of the document that is open."""
        self.show_time = True
        self.is_local = True
        """Whether the program runs on the candidate's own machine, so that their editor may be started."""
        self.acts = Acts(recorder, packet.pull_request)
        self._settled: Timer | None = None
        self._last_shown: ev.LinesShown | None = None
        self._last_laid_out = LaidOut()
        self._places: dict[str, tuple[Side, int]] = {}
        self.contents = Contents(packet.pull_request)

    def compose(self) -> ComposeResult:
        self.view, self.files = DocumentView(id="document"), FileList(self.contents, id="files")
        self.panel = EditorPanel(self.recorder, id="editor")
        yield TextLine(id="top")
        with CoveredRow(id="body"):
            yield self.files
            with CoveredColumn():
                yield TextLine(id="place")
                yield self.view
                yield self.panel
        yield Input(placeholder="search: a regular expression, Enter finds, Esc leaves", id="search")
        yield TextLine(id="coach")
        yield TextLine(id="keys")
        yield Static(Content("The window is too small. Please make it larger;\nnothing is lost."), id="small")

    # Documents

    def document(self, name: str) -> Document:
        """The document of that name; the description where there is none."""
        return self.contents.document(name)

    def open(self, name: str) -> None:
        """Bring a document on the screen, with the cursor where it last stood in it."""
        if place := self.view.line_at_cursor():
            self._places[self.current] = place
        if not self.contents.has(name):
            name = DESCRIPTION
        self.current = name
        self.view.alone = len(self.pull_request.files) == 1
        self.view.show(self.document(name), self._comments())
        if name in self._places:
            self.view.go_to(*self._places[name])
        if self.recorder.session.started or name != DESCRIPTION:
            self.recorder.record(ev.FileViewed(name))
            self._last_laid_out = LaidOut()
        self.after_change()
        self.settle()

    def reload(self) -> None:
        """Show the document again, with its comments as they are now; cursor and folds stay."""
        self.view.show(self.document(self.current), self._comments(), keep=True)
        self.after_change()

    def _comments(self) -> list[Comment]:
        """What stands in the open document: comments, and the drafts that are not being written just now."""
        session, writing = self.recorder.session, self.panel.draft
        paths = (None, DESCRIPTION) if self.current == DESCRIPTION else (self.current,)
        kept = [c for path in paths for c in session.comments_in(path)]
        drafts = [d.as_comment() for d in session.drafts_of("comment") if d.anchor.path in paths and d.id != writing]
        return in_threads([*kept, *drafts])

    # What was on the screen

    def on_document_view_moved(self, message: DocumentView.Moved) -> None:
        """Tell where the cursor is, and note what is on the screen once it rests."""
        self.draw_place()
        self.draw_keys()
        if self._settled:
            self._settled.stop()
        self._settled = self.set_timer(_RESTS_AFTER, self.settle)

    async def key_done(self) -> None:
        """Have the lines around the document painted together with it, and all in colour if that is soon."""
        await self.view.colours(_SOON)
        if self.screen is self.screen_stack[0]:
            self.draw_place()
            self.draw_keys()

    def settle(self) -> None:
        """Note which lines are on the screen, unless they are the ones noted last."""
        if not self.recorder.session.started:
            return
        self._note_layout()
        base, head = self.view.visible_lines()
        side, line = self.view.line_at_cursor() or (None, None)
        shown = ev.LinesShown(self.current, base, head, side, line, self.view.mode.value)
        if shown != self._last_shown:
            self._last_shown = shown
            self.recorder.record(shown)

    def _note_layout(self) -> None:
        """Note how the document is laid out, and of its opened folds only those that are new."""
        now, before = self.view.laid_out, self._last_laid_out
        if now == before:
            return
        gone = [part for part in before.opened if not any(_within(part, other) for other in now.opened)]
        new = tuple(part for part in now.opened if gone or part not in before.opened)
        opened = ev.Windows(new) if new else None
        self._last_laid_out = now
        self.recorder.record(
            ev.DocumentLaidOut(self.current, now.wrap, now.shift, now.whole, now.unfolded, bool(gone), opened)
        )

    # What is drawn around the document

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window."""
        self.fit(event.size)
        if self.recorder.session.run:
            self.recorder.record(ev.ScreenResized(event.size.width, event.size.height))

    def fit(self, size: Size | None = None) -> None:
        """Give the document the room there is."""
        width, height = size or self.size
        base = self.screen_stack[0]
        base.query_one("#body").set_class(width < NARROW, "narrow")
        base.query_one("#body").set_class(width < ROOMY, "close")
        base.query_one("#small").display = width < SMALLEST[0] or height < SMALLEST[1]
        self.draw_top()
        self.draw_keys()

    def after_change(self) -> None:
        """Draw everything around the document anew."""
        self.files.refresh_from(self.recorder.session, self.current)
        self.draw_place()
        self.draw_keys()
        self.draw_top()

    def draw_top(self) -> None:
        """Title, progress, saved, time."""
        if self.is_running:
            elapsed = int(self.recorder.elapsed()) if self.show_time else None
            session, status = self.recorder.session, self.recorder.status
            line = bars.top_line(self.pull_request, session, status, elapsed, self.minutes, self.size.width)
            self._put("#top", line)
            self.draw_coach()

    def draw_coach(self) -> None:
        """In the practice round: what to try next."""
        if self.is_practice:
            self._put("#coach", coach_line(self.recorder.session))

    def draw_place(self) -> None:
        """The document and the line under the cursor."""
        selecting = self.view.selected_from is not None
        width = max(self.view.size.width, 20)
        about = (self.document(self.current), self.view.comment_anchor(), selecting, width)
        self._put("#place", bars.place_line(*about, self.view.heading(), self.search_note()))

    def search_note(self) -> str:
        """How a search stands; empty where there is none."""
        return ""

    def on_descendant_focus(self) -> None:
        """Other keys act where the focus is now."""
        if self.is_running and self.screen is self.screen_stack[0]:
            self.draw_keys()

    def draw_keys(self) -> None:
        """The keys that do something here."""
        self._put("#keys", keys.footer(*self._footer_keys(), self.size.width))

    def _footer_keys(self) -> tuple[keys.Footer, bool]:
        """The keys that matter where the focus is, and whether the key that tells all works there."""
        if self.panel.has_class("previewing"):
            return keys.IN_PREVIEW, False
        if self.is_editing():
            draft = self.recorder.session.drafts.get(self.panel.draft or "")
            is_comment = draft is not None and draft.purpose == "comment"
            return keys.IN_EDITOR if is_comment else keys.IN_ANSWER, False
        if self.focused is self.files:
            return keys.IN_LIST, True
        if self.view.selected_from is not None:
            return keys.SELECTING, True
        row = self.view.row_at_cursor()
        return keys.ON_COMMENT if row and row.comment else keys.READING, True

    def _put(self, where: str, line: str) -> None:
        self.screen_stack[0].query_one(where, TextLine).show(line)

    def is_editing(self) -> bool:
        """Whether the comment editor is open."""
        return self.panel.editor is not None

    def say(self, text: str) -> None:
        """Tell the candidate something in passing."""
        self.notify(text, timeout=5)

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """As Textual's; what was said in passing does not lie over a dialog."""
        self.clear_notifications()
        return super().push_screen(*arguments, **options)

    def notify(self, message: str, **how: Any) -> None:
        """As Textual's, but nothing in the message acts and nothing is read as markup."""
        super().notify(display(message), **{**how, "markup": False})


def _within(part: Opened, other: Opened) -> bool:
    """Whether one opened part of a gap lies in another."""
    return part[0] == other[0] and other[1] <= part[1] and part[2] <= other[2]
