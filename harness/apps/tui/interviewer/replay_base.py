"""What the replay shows: the review as it was at one record, with the key's issues and the matches beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from harness.apps.tui.interviewer import panels
from harness.apps.tui.interviewer.as_seen import (
    comments_as_seen,
    current_draft,
    draft_head,
    draft_lines,
    laid_out_of,
    mode_of,
    seen_words,
    show_as_seen,
)
from harness.apps.tui.interviewer.player import Player
from harness.apps.tui.interviewer.text_panel import TextPanel
from harness.apps.tui.interviewer.timeline import (
    Tick,
    bar,
    doubtful,
    lane,
    moments,
    on_screen,
)
from harness.apps.tui.interviewer.timeline_bar import TimelineBar
from harness.apps.tui.interviewer.words import event_words
from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.key_order import KeyOrder
from harness.apps.tui.widgets.laid_out import LaidOut
from harness.apps.tui.widgets.rows import Mode
from harness.domain.assessment import Assessment
from harness.domain.attention import spell
from harness.domain.comment import Comment
from harness.domain.diff import FileText
from harness.domain.display import display
from harness.domain.event import DocumentLaidOut
from harness.domain.grading_queue import queue_of
from harness.domain.pseudonym import pseudonym
from harness.domain.pull_request import Artefact, ArtefactKind
from harness.domain.review_session import ReviewSession
from harness.reports.text_report import minutes
from harness.steps.interview.decide import Desk
from harness.steps.interview.replay import Film

_DESCRIPTION = "(description)"
_TICK = 0.1
_PANELS = ("issues", "comments", "attention", "evidence")
NARROW = 110
"""Columns below which panels are slimmer and headings shorter."""
TALL = 32
"""Rows from which on there is room for two panels, one above the other, and for a longer draft."""
_COMMENT_TICKS = frozenset(Tick) - {
    Tick.FILE, Tick.PAUSE, Tick.DISCARDED, Tick.SUBMITTED, Tick.WITHDRAWN, Tick.EDIT,
}  # fmt: skip


class ReplayBase(KeyOrder[None]):
    """One assessed session at one of its records."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #top { height: 1; background: $error-darken-2; color: $text; text-wrap: nowrap; text-overflow: ellipsis; }
    #event { height: 1; background: $panel; }
    #keys { height: 1; background: $panel; color: $text-muted; }
    #side { width: 48; border-left: solid $panel; padding: 0 1; }
    #tabs { height: 1; color: $text-muted; }
    #above, #below { height: 1fr; }
    #below { border-top: solid $panel; }
    #draft { height: 9; border-top: solid $accent; padding: 0 1; display: none; }
    #place { height: 1; background: $panel; }
    .narrow #side { width: 34; }
    .short #draft { height: 6; }
    """

    def __init__(self, assessment: Assessment, desk: Desk | None = None, *, in_queue: bool = False) -> None:
        super().__init__()
        self.desk, self._in_queue = desk, in_queue
        self.film = Film(assessment.records)
        self.player = Player(assessment.times)
        self.selected, self.panel = 0, 0
        self.playing: Timer | None = None
        self._shown: tuple[str, tuple[Comment, ...]] | None = None
        self._mode: Mode | None = None
        self._laid_out = LaidOut()
        self._written: dict[str, Content] = {}
        self._due = False
        self._lanes: dict[str, tuple[tuple[float, float], ...]] = {}
        self.take(assessment)
        self.player.go(len(self.records) - 1)

    def take(self, assessment: Assessment) -> None:
        """Show this assessment: at the start, and again whenever verdicts or new events change it."""
        self.assessment = assessment
        self.records, self.times = self.film.records, assessment.times
        self.player.times = assessment.times
        self.marks = moments(assessment.records, assessment.judgement)
        self._spoken = [mark for mark in self.marks if mark.comment]
        self._doubtful = doubtful(queue_of(assessment.judgement))
        self._lanes.clear()
        self._folds_known = any(type(record.event) is DocumentLaidOut for record in self.records)
        description = FileText.of(assessment.pull_request.description)
        self._description = Artefact(_DESCRIPTION, "Description", ArtefactKind.NOTE, description)

    @property
    def view(self) -> DocumentView:
        """The document."""
        return self.home.query_one(DocumentView)

    @property
    def home(self) -> Screen[object]:
        """The replay's own screen, whatever lies on top of it."""
        return self.screen_stack[0]

    @property
    def at(self) -> int:
        """The index of the record that is shown."""
        return self.player.index

    def compose(self) -> ComposeResult:
        yield Static(id="top")
        with Horizontal(id="body"):
            with Vertical():
                yield Static(id="place")
                yield DocumentView(id="document")
                yield Static(id="draft")
            with Vertical(id="side"):
                yield Static(id="tabs")
                with Vertical(id="above"):
                    for name in _PANELS[:-1]:
                        yield TextPanel(id=name)
                with Vertical(id="below"):
                    yield TextPanel(id="evidence")
        yield TimelineBar(id="bar")
        yield Static(id="event")
        yield Static(id="keys")

    # Drawing

    def _draw(self) -> None:
        if not self.records or not self.is_running:
            return
        session = self.film.state_after(self.at + 1)
        shown = session.shown
        if shown:
            self.view.mode = mode_of(shown)
        laid_out_anew = self._show(shown.path if shown else _DESCRIPTION, session)
        if shown and self._shown and self._shown[0] == shown.path:
            as_seen = partial(show_as_seen, self.view, shown, folds_known=self._folds_known)
            if laid_out_anew:
                self.call_after_refresh(as_seen)
            else:
                as_seen()
        self._draw_draft(session)
        self._draw_top()
        self._draw_side(session)
        self._draw_event()

    def _show(self, path: str, session: ReviewSession) -> bool:
        """Show a document as it was; whether it had to be laid out anew."""
        document = self.assessment.pull_request.document(path) or self._description
        comments = comments_as_seen(session, None if document is self._description else path)
        keep = self._shown is not None and self._shown[0] == path
        mode = self.view.mode
        anew = self._shown != (path, tuple(comments)) or mode is not self._mode
        if anew:
            self.view.show(document, comments, keep=keep)
            self._shown, self._mode = (path, tuple(comments)), mode
        laid_out = laid_out_of(session) if session.shown and session.shown.path == path else LaidOut()
        if laid_out != (self._laid_out if keep else LaidOut(self.view.chosen_wrap)):
            self.view.lay_out(laid_out)
            anew = True
        self._laid_out = laid_out
        self._write("place", Content(f" {seen_words(session)}"))
        return anew

    def _write(self, name: str, content: Content) -> None:
        """Update a line where it says something else. All of them have a height of their own, so nothing is laid out anew."""
        if self._written.get(name) != content:
            self._written[name] = content
            self.home.query_one(f"#{name}", Static).update(content, layout=False)

    def _draw_draft(self, session: ReviewSession) -> None:
        box = self.home.query_one("#draft", Static)
        draft = current_draft(session)
        box.display = draft is not None
        if draft:
            most = 7 if self.size.height >= TALL else 4
            lines = [draft_head(draft), *draft_lines(draft, self.records, self.at, most)]
            self._write("draft", Content("\n".join(lines)))

    def _draw_top(self) -> None:
        a = self.assessment
        found = sum(row.found for row in a.scorecard.issues)
        who = pseudonym(a.session_id)
        text = (
            f" REPLAY, contains answers · found {found} of {len(a.scorecard.issues)} · {who} · {a.standing}{self._live()}"
            f" · {display(a.pull_request.title)}"
        )
        self._write("top", Content(text))

    def _live(self) -> str:
        return ""

    def _draw_side(self, session: ReviewSession | None = None) -> None:
        session = session or self.film.state_after(self.at + 1)
        now = self.times[self.at] if self.times else 0.0
        active, tall = _PANELS[self.panel], self.size.height >= TALL
        comment = self.comment_here()
        contents: dict[str, Callable[[], Content]] = {
            "issues": lambda: panels.issues_panel(self.assessment, self.selected, now),
            "comments": lambda: panels.comments_panel(self.assessment, session, comment, self.film.given_up, self.at),
            "attention": lambda: panels.attention_panel(self.assessment),
            "evidence": lambda: panels.evidence_panel(self.assessment, comment, self.selected),
        }
        above = active if active != "evidence" else "issues"
        self.home.query_one("#above").display = tall or active != "evidence"
        self.home.query_one("#below").display = tall or active == "evidence"
        for name, build in contents.items():
            panel = self.home.query_one(f"#{name}", TextPanel)
            panel.display = name in (above, "evidence")
            if panel.display:
                panel.write(build())
        tabs = " ".join(f"[{name}]" if name == active else name for name in _PANELS)
        self._write("tabs", Content(tabs))

    def comment_here(self) -> str | None:
        """The comment that the shown record is about, or the latest one before it."""
        before = [mark.comment for mark in self._spoken if mark.index <= self.at]
        return before[-1] if before else None

    def _draw_event(self) -> None:
        timeline = self.home.query_one(TimelineBar)
        width = timeline.cells
        marks = bar(self.times, self.marks, self.at, width, self.assessment.attention.idle)
        timeline.draw(marks, lane(self.times[-1] if self.times else 0.0, self._lane(), width))
        record = self.records[self.at]
        gap = self.times[self.at] - self.times[self.at - 1] if self.at else 0.0
        idle = f"  (after {spell(gap)} without a sign)" if gap > 30 else ""
        if self.player.skipped:
            idle = f"  (skipped {spell(self.player.skipped)} idle)"
        state = f"▶ {self.player.speed:g}x" if self.playing else "❚❚"
        place = f"{minutes(self.times[self.at])} of {minutes(self.times[-1])}"
        self._say(f"{state} {place} · event {self.at + 1} of {len(self.records)} · {event_words(record.event)}{idle}")

    def _say(self, text: str) -> None:
        self.home.query_one("#event", Static).update(Content(f" {text}"), layout=False)

    def _lane(self) -> tuple[tuple[float, float], ...]:
        rows = self.assessment.scorecard.issues
        if not rows:
            return ()
        name = rows[self.selected].issue
        if name not in self._lanes:
            places = dict(self.assessment.variant.places)[name]
            self._lanes[name] = on_screen(self.assessment.records, self.times, places)
        return self._lanes[name]

    def _fatal_error(self) -> None:
        """A bug of ours: one sentence, without the text of variables."""
        kind = sys.exc_info()[0]
        name = kind.__name__ if kind else "an error"
        self._exit_renderables.append(f"Something in the program broke ({name}). The session is untouched.")
        self._close_messages_no_wait()
