"""What the screen of verdicts shows, and moving about in its queue. Giving verdicts is `verdict_giving`."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from harness.apps.tui.interviewer import queue_panels as panels
from harness.apps.tui.interviewer.replay_base import NARROW
from harness.apps.tui.widgets.document_view import DocumentView
from harness.domain.diff import FileText, Side
from harness.domain.display import display
from harness.domain.grading_queue import Item, follows
from harness.domain.judgement import JudgedRemark
from harness.domain.pseudonym import pseudonym
from harness.domain.pull_request import Artefact, ArtefactKind
from harness.steps.interview.decide import Desk


class VerdictBase(ModalScreen[str | None]):
    """The queue, the remark at hand with every reason, and the lines it is about."""

    CSS = """
    VerdictScreen { background: $background; }
    #top { height: 1; background: $primary-darken-2; color: $text; text-wrap: nowrap; text-overflow: ellipsis; }
    #queue { width: 44; border-left: solid $panel; padding: 0 1; scrollbar-size-vertical: 1; }
    #items { text-wrap: nowrap; text-overflow: ellipsis; margin-bottom: 1; }
    #place { height: 1; background: $panel; }
    #document { height: 1fr; }
    #detail { height: 3fr; border-top: solid $accent; padding: 0 1; scrollbar-size-vertical: 1; }
    #notice { height: 1; background: $panel; color: $text; }
    #keys { height: 2; background: $panel; color: $text-muted; }
    .narrow #queue { width: 30; }
    .flat #document { height: 6; }
    .flat #detail { height: 1fr; }
    """

    def __init__(self, desk: Desk, start: str | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.at = self._first(start)
        self._shown: tuple[object, ...] | None = None

    def _first(self, comment: str | None) -> int:
        if comment is not None:
            for index, item in enumerate(self.desk.queue):
                if item.about.split(":")[0].split(".")[0] == comment:
                    return index
        return next((n for n, item in enumerate(self.desk.queue) if self.desk.is_open(item)), 0)

    def compose(self) -> ComposeResult:
        yield Static(id="top")
        with Horizontal(id="body"):
            with Vertical():
                yield Static(id="place")
                yield DocumentView(id="document")
                with VerticalScroll(id="detail", can_focus=False):
                    yield Static(id="reasons")
            with VerticalScroll(id="queue", can_focus=False):
                yield Static(id="items")
                yield Static(id="standing")
        yield Static(id="notice")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Begin with the first thing that needs a person."""
        self.query_one(DocumentView).can_focus = False  # its keys are not wanted here
        self.set_focus(None)
        self._say(self._state())
        self.call_after_refresh(self._draw)

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window."""
        body = self.query_one("#body")
        body.set_class(event.size.width < NARROW, "narrow")
        body.set_class(event.size.height < 32, "flat")
        keys = panels.SHORT_KEYS if event.size.width < NARROW else panels.KEYS
        self.query_one("#keys", Static).update(Content(keys))
        self._shown = None
        self.call_after_refresh(self._draw)

    # What is looked at

    @property
    def item(self) -> Item | None:
        """What the pointer is on."""
        queue = self.desk.queue
        return queue[min(self.at, len(queue) - 1)] if queue else None

    @property
    def remark(self) -> JudgedRemark | None:
        """The remark that the pointer is on; None on an issue."""
        item = self.item
        if item is None or item.is_issue:
            return None
        found = self.desk.judgement.remark(item.about)
        if found is None:  # graders cut it otherwise: its first piece stands for it
            pieces = self.desk.judgement.of_comment(item.about)
            return pieces[0] if pieces else None
        return found

    def action_move(self, by: int) -> None:
        self.at = max(0, min(self.at + by, len(self.desk.queue) - 1))
        self._say(self._state())
        self._draw()

    def action_next_open(self) -> None:
        self._go_on(from_here=False)
        self._draw()

    def _go_on(self, *, from_here: bool = True) -> None:
        """To the next that is not decided, what needs a person before the rest: from here on, else from the top."""
        queue = self.desk.queue
        order = [*range(self.at + (0 if from_here else 1), len(queue)), *range(self.at)]
        order.sort(key=lambda n: not queue[n].needs_a_person)
        self.at = next((n for n in order if self.desk.is_open(queue[n])), self.at)

    def action_scroll(self, by: int) -> None:
        self.query_one("#detail", VerticalScroll).scroll_relative(y=by, animate=False)

    # Drawing

    def _say(self, text: str) -> None:
        self.query_one("#notice", Static).update(Content(f" {text}"))

    def _state(self) -> str:
        """What is left to do, and the key for it."""
        if self.desk.judgement.done:
            return "you are done; u goes back to work, q leaves"
        needed = len(self.desk.needed)
        if self.desk.answers_open and not needed and self.desk.closing:
            return f"a settles {len(self.desk.answers_open)} grades of answers"
        if needed:
            return "1 needs you" if needed == 1 else f"{needed} need you"
        waiting = sum(self.desk.is_open(item) for item in self.desk.queue)
        if waiting and not self.desk.closing:
            return f"nothing needs you any more; A confirms the other {waiting}"
        if not self.desk.closing and self.desk.answers_open:
            return "all decided; a grades the answers, c how the review speaks, D: you are done"
        if not self.desk.closing and not self.desk.judgement.communication:
            return "all decided; c rates how the review speaks, D: you are done"
        return "all decided; D: you are done"

    def _draw(self) -> None:
        desk = self.desk
        asked = [item for item in desk.queue if not follows(desk.judgement, item)]
        decided = sum(not desk.is_open(item) for item in asked)
        role = "SETTLING" if desk.closing else "VERDICTS"
        answers = " (answers)" if self.app.size.width < NARROW else ", contains answers"
        self.query_one("#top", Static).update(
            Content(
                f" {role}{answers} · {decided} of {len(asked)} decided ·"
                f" {pseudonym(desk.review.log.header.session)} · {desk.assessment.standing} · by {desk.grader}"
            )
        )
        item = self.item
        self.query_one("#items", Static).update(panels.queue_panel(desk, self.at))
        self.query_one("#standing", Static).update(panels.standing_panel(desk))
        self.query_one("#queue", VerticalScroll).scroll_to(y=max(self.at - 6, 0), animate=False)
        self.query_one("#reasons", Static).update(panels.detail_panel(desk, item, self.remark))
        self.query_one("#detail", VerticalScroll).scroll_to(y=0, animate=False)
        self._draw_document(item)

    def _draw_document(self, item: Item | None) -> None:
        """The lines that the remark is about, or those of the issue."""
        pull_request, view = self.desk.review.pull_request, self.query_one(DocumentView)
        remark = self.remark
        path, line, side, comments = None, None, Side.RIGHT, []
        if remark is not None:
            comment = self.desk.review.session.comments[remark.comment]
            path, comments = comment.anchor.path, [comment]
            line, side = comment.anchor.line, comment.anchor.side or Side.RIGHT
        elif item is not None:
            place = dict(self.desk.review.variant.places)[item.about][0]
            path, line = place.path, place.lines.start
        document = pull_request.document(path) if path else None
        if document is None:
            text = FileText.of(pull_request.description)
            document = Artefact("(description)", "Description", ArtefactKind.NOTE, text)
        key = (document.path, side, line, tuple(comments))
        if key != self._shown:
            view.show(document, comments)
            if line:
                view.go_to(side, line)
                view.scroll_to(y=max(view.cursor - view.size.height // 3, 0), animate=False, immediate=True)
            self._shown = key
        where = f"{display(path)}:{line}" if path and line else display(path) if path else "the whole review"
        self.query_one("#place", Static).update(Content(f" {where}"))
