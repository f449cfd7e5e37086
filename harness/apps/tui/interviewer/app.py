"""The interviewer's replay: the review event by event, with the key's issues and the matches beside it."""

from __future__ import annotations

import sys
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from harness.apps.tui.interviewer.timeline import at_fraction, bar, moments
from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.rows import Mode
from harness.domain import event as ev
from harness.domain.assessment import Assessment
from harness.domain.comment import Comment
from harness.domain.diff import FileText, Side
from harness.domain.display import display
from harness.domain.match import Match
from harness.domain.pull_request import Artefact, ArtefactKind, Document
from harness.domain.score import IssueScore
from harness.reports.text_report import LEVELS, minutes, text_report
from harness.steps.interview.replay import Film

_DESCRIPTION = "(description)"
_LONGEST_WAIT = 2.0
"""Seconds of playing that a pause of the candidate takes at most; longer ones are skipped and said to be."""


class Scorecard(ModalScreen[None]):
    """The scorecard, to read and scroll."""

    DEFAULT_CSS = """
    Scorecard { align: center middle; }
    Scorecard > VerticalScroll { width: 96; max-width: 100%; height: 100%; background: $surface; border: round $primary; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,S,question_mark", "dismiss", "Back")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(Content(self._text))


class ReplayApp(App[None]):
    """Replay one assessed session."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #top { height: 1; background: $error-darken-2; color: $text; }
    #bar, #event { height: 1; background: $panel; }
    #keys { height: 1; background: $panel; color: $text-muted; }
    #side { width: 46; border-left: solid $panel; padding: 0 1; }
    #draft { height: auto; max-height: 10; border-top: solid $accent; padding: 0 1; display: none; }
    #place { height: 1; background: $panel; }
    .narrow #side { width: 34; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,n", "step(1)", "Next event", priority=True),
        Binding("left,h,p", "step(-1)", "Previous event", priority=True),
        Binding("c", "jump('●?✓', 1)", "Next comment"),
        Binding("C", "jump('●?✓', -1)", "Previous comment"),
        Binding("m", "jump('✓', 1)", "Next match"),
        Binding("M", "jump('✓', -1)", "Previous match"),
        Binding("u", "jump('?', 1)", "Next undecided"),
        Binding("f", "jump('│', 1)", "Next change of file"),
        Binding("i", "issue(1)", "Select the next issue"),
        Binding("I", "issue(-1)", "Select the previous issue"),
        Binding("enter", "go_to_issue", "Go to the selected issue in the diff"),
        Binding("space", "play", "Play or pause", priority=True),
        Binding("plus,equals_sign", "speed(2)", "Faster"),
        Binding("minus", "speed(0.5)", "Slower"),
        Binding("home,g", "seek(0)", "To the start", priority=True),
        Binding("end,G", "seek(1)", "To the end", priority=True),
        Binding("S", "scorecard", "The scorecard"),
        Binding("question_mark", "help", "Help"),
        Binding("q,ctrl+c,ctrl+q", "quit", "Leave", priority=True),
    ]

    def __init__(self, assessment: Assessment) -> None:
        super().__init__()
        self.assessment = assessment
        self.records, self.times = assessment.records, assessment.times
        self.film = Film(self.records)
        self.marks = moments(self.records, assessment.matching)
        self.at = max(len(self.records) - 1, 0)
        self.selected = 0
        self.playing: Timer | None = None
        self.speed = 4.0
        self._shown: tuple[str, tuple[Comment, ...]] | None = None
        self._description = Artefact(
            _DESCRIPTION, "Description", ArtefactKind.NOTE, FileText.of(assessment.pull_request.description)
        )

    def compose(self) -> ComposeResult:
        yield Static(id="top")
        with Horizontal(id="body"):
            with Vertical():
                yield Static(id="place")
                yield DocumentView(id="document")
                yield Static(id="draft")
            with VerticalScroll(id="side"):
                yield Static(id="issues")
                yield Static(id="evidence")
        yield Static(id="bar")
        yield Static(id="event")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Begin at the end: the whole review, and what came of it."""
        self.view = self.query_one(DocumentView)
        self.view.focus()
        keys = (
            " ← → event  c comment  m match  u undecided  i issue  space play  0–9 seek  S scorecard  ? help  q leave"
        )
        self.query_one("#keys", Static).update(Content(keys))
        self.call_after_refresh(self._draw)

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window."""
        self.query_one("#body").set_class(event.size.width < 110, "narrow")
        self.call_after_refresh(self._draw)

    def on_key(self, event: events.Key) -> None:
        """A digit seeks to that tenth of the review."""
        if event.character and event.character.isdigit():
            self.action_seek(int(event.character) / 10)
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """A click on the timeline goes there."""
        if event.widget and event.widget.id == "bar":
            self.action_seek(event.x / max(self.size.width - 1, 1))

    # Moving in time

    def _go(self, index: int) -> None:
        self.at = max(0, min(index, len(self.records) - 1))
        self._draw()

    def action_step(self, by: int) -> None:
        self._go(self.at + by)

    def action_seek(self, fraction: float) -> None:
        self._go(at_fraction(self.times, fraction) if fraction < 1 else len(self.records) - 1)

    def action_jump(self, ticks: str, by: int) -> None:
        found = [m.index for m in self.marks if m.tick.value in ticks]
        ahead = [i for i in found if i > self.at] if by > 0 else [i for i in reversed(found) if i < self.at]
        if ahead:
            self._go(ahead[0])
        else:
            self.bell()

    def action_play(self) -> None:
        if self.playing:
            self.playing.stop()
            self.playing = None
            self._draw()
            return
        if self.at >= len(self.records) - 1:
            self.at = 0
        self._play_next()

    def _play_next(self) -> None:
        if self.at >= len(self.records) - 1:
            self.playing = None
            self._draw()
            return
        wait = min((self.times[self.at + 1] - self.times[self.at]) / self.speed, _LONGEST_WAIT)
        self.playing = self.set_timer(max(wait, 0.01), self._played)

    def _played(self) -> None:
        self._go(self.at + 1)
        self._play_next()

    def action_speed(self, factor: float) -> None:
        self.speed = max(1.0, min(16.0, self.speed * factor))
        self._draw_event()

    # Issues

    def action_issue(self, by: int) -> None:
        rows = self.assessment.scorecard.issues
        if rows:
            self.selected = (self.selected + by) % len(rows)
            self._draw_side()

    def action_go_to_issue(self) -> None:
        rows = self.assessment.scorecard.issues
        if not rows:
            return
        place = dict(self.assessment.variant.places)[rows[self.selected].issue][0]
        self._show(place.path, self.film.state_after(self.at + 1).comments_in(place.path))
        self.view.go_to(Side.RIGHT, place.lines.start)

    def action_scorecard(self) -> None:
        self.push_screen(Scorecard(text_report(self.assessment)))

    def action_help(self) -> None:
        lines = [f"  {b.key.replace(',', ' '):<26}{b.description}" for b in self.BINDINGS if isinstance(b, Binding)]
        marks = "Timeline: │ file  ● comment  ✓ matches an issue  ? undecided  ▼ now"
        self.push_screen(
            Scorecard("Keys\n\n" + "\n".join(lines) + f"\n  0 … 9                     seek to that tenth\n\n{marks}")
        )

    # Drawing

    def _draw(self) -> None:
        if not self.records or not self.is_running:
            return
        session = self.film.state_after(self.at + 1)
        shown = session.shown
        path = shown.path if shown else _DESCRIPTION
        if shown:
            self.view.mode = Mode.SPLIT if shown.layout == Mode.SPLIT else Mode.UNIFIED
        event = self.records[self.at].event
        anchored = event.anchor if isinstance(event, ev.CommentAdded) else None
        if anchored and anchored.path:
            path = anchored.path
        self._show(path, session.comments_in(None if path == _DESCRIPTION else path))
        if anchored and anchored.line and anchored.side:
            self.view.go_to(anchored.side, anchored.line)
        elif shown and shown.path == path and shown.cursor_line and shown.cursor_side:
            self.view.go_to(shown.cursor_side, shown.cursor_line)
        self._draw_draft([d.text for d in session.drafts.values()][-1:] if session.drafts else [])
        self._draw_top()
        self._draw_side()
        self._draw_event()

    def _show(self, path: str, comments: list[Comment]) -> None:
        document: Document = self.assessment.pull_request.document(path) or self._description
        keep = self._shown is not None and self._shown[0] == path
        if not keep or self._shown != (path, tuple(comments)):
            self.view.show(document, comments, keep=keep)
            self._shown = (path, tuple(comments))
        self.query_one("#place", Static).update(Content(f" {display(path)}"))

    def _draw_draft(self, texts: list[str]) -> None:
        draft = self.query_one("#draft", Static)
        draft.display = bool(texts)
        if texts:
            draft.update(Content("being written:\n" + "\n".join(display(line) for line in texts[0].split("\n"))))

    def _draw_top(self) -> None:
        a = self.assessment
        found = sum(row.found for row in a.scorecard.issues)
        state = "" if a.session.submitted else "  NOT HANDED IN"
        text = f" REPLAY, contains answers · {display(a.pull_request.title)} · found {found} of {len(a.scorecard.issues)}{state}"
        self.query_one("#top", Static).update(Content(text))

    def _draw_side(self) -> None:
        rows = self.assessment.scorecard.issues
        now = self.times[self.at] if self.times else 0.0
        lines = ["PLANTED ISSUES"]
        for number, row in enumerate(rows):
            pointer = "▶" if number == self.selected else " "
            lines += [
                f"{pointer}{_sign(row)} {row.title}",
                f"    {row.defect_class} · {_state(row)}",
                f"    {_seen(row, now)}",
            ]
        if not rows:
            lines.append("  none: the clean pull request")
        self.query_one("#issues", Static).update(Content("\n".join(lines)))
        self.query_one("#evidence", Static).update(Content("\n".join(self._evidence())))

    def _evidence(self) -> list[str]:
        a, event = self.assessment, self.records[self.at].event
        lines: list[str] = [""]
        if isinstance(event, ev.CommentAdded | ev.CommentEdited):
            lines += ["THIS COMMENT", *(line for m in a.matching.of_comment(event.comment) for line in self._match(m))]
        rows = a.scorecard.issues
        if rows:
            row = rows[self.selected]
            issue = a.variant.fixture.key.issue(row.issue)
            assert issue is not None
            places = ", ".join(map(str, dict(a.variant.places)[row.issue]))
            lines += ["", "SELECTED ISSUE", f"at {places}", issue.mechanism, issue.trigger, issue.consequence]
            best = a.matching.best(row.issue) or next((m for m in a.matching.to_look_at if m.issue == row.issue), None)
            lines += ["", "BEST REMARK", *self._match(best)] if best else ["", "No remark matches it."]
        return lines

    def _match(self, match: Match) -> list[str]:
        comment = self.assessment.session.comments.get(match.comment)
        head = f"{match.comment} → {match.issue or 'no issue'}: {match.decision.value}"
        if match.issue:
            head += f", level {match.level}, p {match.probability:.2f}"
        lines = [head, f"  “{display(comment.body)[:160]}”" if comment else "  (withdrawn)"]
        lines += [f"  · {display(e.why)}" for e in match.evidence]
        return lines

    def _draw_event(self) -> None:
        width = max(self.size.width - 2, 10)
        self.query_one("#bar", Static).update(Content(" " + bar(self.times, self.marks, self.at, width)))
        record = self.records[self.at]
        gap = self.times[self.at] - self.times[self.at - 1] if self.at else 0.0
        idle = f"  (after {minutes(gap)} without a sign)" if gap > 30 else ""
        state = f"▶ {self.speed:g}x" if self.playing else "❚❚"
        text = f" {state} {minutes(self.times[self.at])} · event {self.at + 1} of {len(self.records)} · {_words(record.event)}{idle}"
        self.query_one("#event", Static).update(Content(text))

    def _fatal_error(self) -> None:
        """A bug of ours: one sentence, without the text of variables."""
        kind = sys.exc_info()[0]
        name = kind.__name__ if kind else "an error"
        self._exit_renderables.append(f"Something in the program broke ({name}). The session is untouched.")
        self._close_messages_no_wait()


def _sign(row: IssueScore) -> str:
    return "✓" if row.found else "?" if row.undecided else "✗"


def _state(row: IssueScore) -> str:
    if row.found:
        return f"level {row.level}, {LEVELS[row.level]} ({row.comment})"
    return "undecided: look" if row.undecided else "missed"


def _seen(row: IssueScore, now: float) -> str:
    if row.first_shown is None:
        return "never on the screen"
    seen = f"first on the screen at {minutes(row.first_shown)}"
    if row.found_at is not None and row.found_at <= now:
        seen += f", found at {minutes(row.found_at)}"
    return seen


def _words(event: ev.Event) -> str:
    """An event in one short line."""
    match event:
        case ev.CommentAdded(comment=name, anchor=anchor):
            return f"{name} added on {display(str(anchor))}"
        case ev.CommentEdited(comment=name) | ev.CommentWithdrawn(comment=name) | ev.CommentRestored(comment=name):
            return f"{name}: {event.kind}"
        case ev.FileViewed(path=path) | ev.FileMarked(path=path):
            return f"{event.kind}: {display(path)}"
        case ev.LinesShown(path=path, head=head):
            return f"reading {display(path)}" + (f" {head.start}–{head.end}" if head else "")
        case _:
            return display(event.kind)
