"""The queue of verdicts: one remark after the other, what needs a person first, one key for each answer."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from harness.apps.tui.interviewer import queue_panels as panels
from harness.apps.tui.interviewer.dialogs import LongText
from harness.apps.tui.interviewer.scorecard_screen import ScorecardScreen
from harness.apps.tui.interviewer.verdict_giving import VerdictGiving
from harness.reports.text_report import LEVELS


class VerdictScreen(VerdictGiving):
    """Where a grader decides. Ends with the comment to watch in the replay, or empty where the grader leaves.

    It is modal, so that none of the replay's keys act here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "confirm", "Confirm what stands, and go on", priority=True),
        Binding("0,x", "unmatch", "Identifies no issue; on an issue: it was missed"),
        *(Binding(str(n), f"level({n})", f"Level {n}: {LEVELS[n]}") for n in range(1, 5)),
        Binding("r", "reassign", "Give it to another issue"),
        Binding("o", "opportunity", "Opportunity: right, and not planted"),
        Binding("f", "false_alarm", "False alarm: states as a fact what is wrong"),
        Binding("d", "decoy", "Takes a decoy for a defect"),
        Binding("s", "style", "About style only"),
        Binding("p", "split", "Cut the comment into its claims"),
        Binding("N", "note", "A note on this"),
        Binding("R", "review_note", "A note on the whole review"),
        Binding("u", "undo", "Take the last verdict back"),
        Binding("A", "confirm_rest", "Confirm all that is left, once nothing needs you"),
        Binding("c", "communication", "Rate how the review speaks"),
        Binding("a", "answers", "Grade what was answered and asked"),
        Binding("D", "finish", "You are done"),
        Binding("j,down,right,n", "move(1)", "Next", priority=True),
        Binding("k,up,left", "move(-1)", "Previous", priority=True),
        Binding("tab", "next_open", "Next that is not decided", priority=True),
        Binding("pagedown,ctrl+d", "scroll(6)", "Scroll the reasons down", priority=True),
        Binding("pageup,ctrl+u", "scroll(-6)", "Scroll the reasons up", priority=True),
        Binding("w", "watch", "Watch how it came about"),
        Binding("S", "scorecard", "The scorecard as it stands"),
        Binding("question_mark", "help", "Help"),
        Binding("q,escape,ctrl+c", "leave", "Leave; every verdict is kept", priority=True),
    ]

    def action_watch(self) -> None:
        remark = self.remark
        self.dismiss(remark.comment if remark else None)

    def action_scorecard(self) -> None:
        self.app.push_screen(ScorecardScreen(self.desk.assessment))

    def action_help(self) -> None:
        self.app.push_screen(LongText(panels.help_text(self.BINDINGS)))

    def action_leave(self) -> None:
        self.dismiss("")
