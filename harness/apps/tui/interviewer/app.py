"""The interviewer's replay: the review event by event, with the key's issues and the matches beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from harness.apps.tui.candidate.keys import key_names
from harness.apps.tui.interviewer.dialogs import AskLine, LongText
from harness.apps.tui.interviewer.replay_base import NARROW, TALL, ReplayBase
from harness.apps.tui.interviewer.scorecard_screen import ScorecardScreen
from harness.apps.tui.interviewer.timeline import (
    WORDS,
    Moment,
    Tick,
    at_fraction,
    at_time,
    first_at,
)
from harness.apps.tui.interviewer.timeline_bar import TimelineBar
from harness.apps.tui.interviewer.verdict_screen import VerdictScreen
from harness.domain.diff import Side
from harness.domain.display import display
from harness.reports.text_report import minutes

_DESCRIPTION = "(description)"
_TICK = 0.1
_PANELS = ("issues", "comments", "attention", "evidence")
_COMMENT_TICKS = frozenset(Tick) - {
    Tick.FILE, Tick.PAUSE, Tick.DISCARDED, Tick.SUBMITTED, Tick.WITHDRAWN, Tick.EDIT,
}  # fmt: skip
_KEYS = " ←→ event c comment m match x missed u unsure i issue space play t time tab panel v verdicts S score ? help q leave"
_SHORT_KEYS = " ←→ event c comment m match x missed i issue space play v verdicts S score ? q"


class ReplayApp(ReplayBase):
    """Replay one assessed session: moving in time, choosing what is shown, and the way to the verdicts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,n", "step(1)", "Next event", priority=True),
        Binding("left,h,p", "step(-1)", "Previous event", priority=True),
        Binding("full_stop,shift+right", "scrub(10)", "Ten seconds on", priority=True),
        Binding("comma,shift+left", "scrub(-10)", "Ten seconds back", priority=True),
        Binding("c", "jump('comment', 1)", "Next comment", priority=True),
        Binding("C", "jump('comment', -1)", "Previous comment", priority=True),
        Binding("m", "jump('match', 1)", "Next match", priority=True),
        Binding("M", "jump('match', -1)", "Previous match", priority=True),
        Binding("u", "jump('doubt', 1)", "Next match that is not sure", priority=True),
        Binding("U", "jump('doubt', -1)", "Previous match that is not sure", priority=True),
        Binding("x", "missed(1)", "Next missed issue: when it first stood on the screen", priority=True),
        Binding("X", "missed(-1)", "Previous missed issue", priority=True),
        Binding("f", "jump('file', 1)", "Next change of file", priority=True),
        Binding("F", "jump('file', -1)", "Previous change of file", priority=True),
        Binding("d", "jump('given up', 1)", "Next draft that was given up", priority=True),
        Binding("i", "issue(1)", "Select the next issue", priority=True),
        Binding("I", "issue(-1)", "Select the previous issue", priority=True),
        Binding("enter", "go_to_issue", "Go to the selected issue in the diff", priority=True),
        Binding("tab", "panel(1)", "Next panel: issues, comments, attention, evidence", priority=True),
        Binding("shift+tab", "panel(-1)", "Previous panel", priority=True),
        Binding("space", "play", "Play or pause; what is idle is skipped", priority=True),
        Binding("plus,equals_sign", "speed(2)", "Faster, up to 16x", priority=True),
        Binding("minus", "speed(0.5)", "Slower, down to 1x", priority=True),
        Binding("t", "ask_time", "Go to a time, such as 3:20", priority=True),
        Binding("home,g", "seek(0)", "To the start", priority=True),
        Binding("end,G", "seek(1)", "To the end", priority=True),
        *(Binding(str(n), f"seek({n / 10})", "", show=False, priority=True) for n in range(10)),
        Binding("v", "verdicts", "Decide on this comment: the queue of verdicts", priority=True),
        Binding("S", "scorecard", "The scorecard", priority=True),
        Binding("question_mark", "help", "Help", priority=True),
        Binding("q,ctrl+c,ctrl+q", "quit", "Leave", priority=True),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The replay's keys act on the replay alone, not under whatever lies on top of it."""
        return len(self.screen_stack) == 1 or action not in _OWN_ACTIONS

    def on_mount(self) -> None:
        """Begin at the end: the whole review, and what came of it."""
        self.view.focus()
        self.call_after_refresh(self._draw)
        if self.desk and self._in_queue:
            self.push_screen(VerdictScreen(self.desk), self._back_from_queue)

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window."""
        body = self.home.query_one("#body")
        body.set_class(event.size.width < NARROW, "narrow")
        body.set_class(event.size.height < TALL, "short")
        self._write("keys", Content(_SHORT_KEYS if event.size.width < NARROW else _KEYS))
        self.call_after_refresh(self._draw)

    def on_timeline_bar_sought(self, message: TimelineBar.Sought) -> None:
        """The mouse scrubs on the timeline. It moves faster than a screen is drawn, so only its last place is."""
        self.player.go(at_fraction(self.times, message.fraction))
        self._draw_soon()

    def _draw_soon(self) -> None:
        """Draw once the keys and movements that wait have been taken: of a key held down only the newest place is drawn."""
        if not self._due:
            self._due = True
            self.call_later(self._draw_due)

    def _draw_due(self) -> None:
        self._due = False
        self._draw()

    # Moving in time

    def go_to_record(self, index: int) -> None:
        """Show the review as it was at this record."""
        self.player.go(index)
        self._draw_soon()

    def action_step(self, by: int) -> None:
        self.go_to_record(self.at + by)

    def action_seek(self, fraction: float) -> None:
        self.go_to_record(at_fraction(self.times, fraction) if fraction < 1 else len(self.records) - 1)

    def action_scrub(self, seconds: float) -> None:
        there = at_time(self.times, max(self.times[self.at] + seconds, 0.0)) if self.times else 0
        self.go_to_record(max(there, self.at + 1) if seconds > 0 else min(there, self.at - 1))

    def action_jump(self, what: str, by: int) -> None:
        self._jump([m.index for m in self.marks if self._is(m, what)], by, what)

    def _is(self, mark: Moment, what: str) -> bool:
        match what:
            case "comment":
                return mark.tick in _COMMENT_TICKS
            case "match":
                return mark.tick in (Tick.MATCH, Tick.DUPLICATE)
            case "doubt":
                return mark.tick in _COMMENT_TICKS and mark.comment in self._doubtful
            case "given up":
                return mark.tick is Tick.DISCARDED
            case _:
                return mark.tick is Tick.FILE

    def _jump(self, indexes: Iterable[int], by: int, what: str) -> None:
        found = sorted(indexes)
        ahead = [i for i in found if i > self.at] if by > 0 else [i for i in reversed(found) if i < self.at]
        if ahead:
            self.go_to_record(ahead[0])
        else:
            self.bell()
            self._say(f"no {'further' if by > 0 else 'earlier'} {what}")

    def action_missed(self, by: int) -> None:
        rows = self.assessment.scorecard.issues
        missed = [n for n, row in enumerate(rows) if not row.found]
        if not missed:
            self._say("no issue was missed")
            return
        ahead = (
            [n for n in missed if n > self.selected] if by > 0 else [n for n in reversed(missed) if n < self.selected]
        )
        self.selected = ahead[0] if ahead else missed[0 if by > 0 else -1]
        first = rows[self.selected].first_shown
        if first is not None:
            self.go_to_record(first_at(self.times, first))
        else:
            self.action_go_to_issue()
            self._say(f"{rows[self.selected].issue} never stood on the screen; this is where it is")

    def action_ask_time(self) -> None:
        def go(text: str | None) -> None:
            seconds = seconds_of(text or "")
            if seconds is not None:
                self.go_to_record(at_time(self.times, seconds))
            elif text:
                self._say(f"{display(text)} is no time; write minutes and seconds, such as 3:20")

        total = minutes(self.times[-1]) if self.times else "0:00"
        self.push_screen(AskLine(f"Go to which working time? (0:00 to {total})"), go)

    def action_play(self) -> None:
        if self.playing:
            self._stop()
            self._draw()
            return
        if self.player.at_end:
            self.player.go(0)
        self.player.playing = True
        self.playing = self.set_interval(_TICK, self._played)
        self._draw()

    def _stop(self) -> None:
        if self.playing:
            self.playing.stop()
        self.playing, self.player.playing = None, False

    def _played(self) -> None:
        moved = self.player.tick(_TICK)
        if not self.player.playing:
            self._stop()
        if moved or not self.playing:
            self._draw()

    def action_speed(self, factor: float) -> None:
        self.player.faster(factor)
        self._draw_event()

    # Issues and panels

    def action_issue(self, by: int) -> None:
        rows = self.assessment.scorecard.issues
        if rows:
            self.selected = (self.selected + by) % len(rows)
            self._draw_side()
            self._draw_event()

    def action_go_to_issue(self) -> None:
        rows = self.assessment.scorecard.issues
        if not rows:
            return
        issue = rows[self.selected].issue
        place = dict(self.assessment.variant.places)[issue][0]
        self._show(place.path, self.film.state_after(self.at + 1))
        self.view.go_to(Side.RIGHT, place.lines.start)
        self._write("place", Content(f" {display(str(place))} · where {issue} is planted, not what was seen"))

    def action_panel(self, by: int) -> None:
        self.panel = (self.panel + by) % len(_PANELS)
        self._draw_side()

    def action_scorecard(self) -> None:
        self.push_screen(ScorecardScreen(self.assessment))

    def action_help(self) -> None:
        keys = [f"  {key_names(b.key):<26}{b.description}" for b in self.BINDINGS if isinstance(b, Binding) and b.show]
        marks = [f"  {tick.value}  {words}" for tick, words in WORDS.items()]
        lines = ["Keys", "", *keys, f"  {'0 … 9':<26}Seek to that tenth of the working time", ""]
        lines += ["Timeline", "", *marks, "  ┄  without a sign of life", "  ▼  now", ""]
        lines += ["Its second line shows when the selected issue stood on the screen: ░ briefly, █ all the time."]
        self.push_screen(LongText("\n".join(lines)))

    def action_verdicts(self) -> None:
        if self.desk is None:
            self._say("no verdicts here: the session is being watched, or graded from elsewhere")
            return
        self._in_queue = False
        self.push_screen(VerdictScreen(self.desk, self.comment_here()), self._back_from_queue)

    def _back_from_queue(self, watch: str | None) -> None:
        """Show what the verdicts make of it; with a comment, the moment when it was made. Empty: the grader leaves."""
        if self.desk is not None:
            self.take(self.desk.assessment)
        if watch == "" and self._in_queue:
            self.exit()
            return
        made = [mark.index for mark in self._spoken if mark.comment == watch]
        self.go_to_record(made[0] if made else self.at)


def seconds_of(text: str) -> float | None:
    """Seconds out of `3:20`, `200` or `1:02:03`; None where it is no time."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() and part.isascii() and len(part) < 7 for part in parts):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return float(seconds)


_OWN_ACTIONS = frozenset(b.action.partition("(")[0] for b in ReplayApp.BINDINGS if isinstance(b, Binding))
