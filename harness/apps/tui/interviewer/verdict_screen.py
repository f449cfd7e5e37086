"""The queue of verdicts: one remark after the other, what needs a person first, one key for each answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from harness.apps.tui.interviewer import queue_panels as panels
from harness.apps.tui.interviewer.dialogs import AskLine, LongText, Pick, Sure
from harness.apps.tui.interviewer.rating_dialog import RateCommunication
from harness.apps.tui.interviewer.split_dialog import SplitComment
from harness.apps.tui.interviewer.words import remark_words
from harness.apps.tui.widgets.document_view import DocumentView
from harness.domain import verdict as ve
from harness.domain.diff import FileText, Side
from harness.domain.display import display
from harness.domain.errors import HarnessError
from harness.domain.grading_queue import Item
from harness.domain.judgement import JudgedRemark
from harness.domain.pseudonym import pseudonym
from harness.domain.pull_request import Artefact, ArtefactKind
from harness.domain.score import Outcome
from harness.domain.verdict_rules import false_alarm_refusal
from harness.reports.text_report import LEVELS, text_report
from harness.steps.interview.decide import Desk, Refused


class VerdictScreen(ModalScreen[str | None]):
    """Where a grader decides. Ends with the comment to watch in the replay, or empty where the grader leaves.

    It is modal, so that none of the replay's keys act here.
    """

    CSS = """
    VerdictScreen { background: $background; }
    #top { height: 1; background: $primary-darken-2; color: $text; }
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
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "confirm", "Confirm what stands, and go on", priority=True),
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
        body.set_class(event.size.width < 110, "narrow")
        body.set_class(event.size.height < 32, "flat")
        keys = panels.SHORT_KEYS if event.size.width < 110 else panels.KEYS
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
        """To the next that is not decided, from here on, else from the top."""
        queue = self.desk.queue
        order = [*range(self.at + (0 if from_here else 1), len(queue)), *range(self.at)]
        self.at = next((n for n in order if self.desk.is_open(queue[n])), self.at)

    def action_scroll(self, by: int) -> None:
        self.query_one("#detail", VerticalScroll).scroll_relative(y=by, animate=False)

    # Verdicts

    def _give(self, verdict: ve.Verdict, words: str) -> None:
        """Give it, say so, and go on; or say which rule forbids it."""
        about = self.item.about if self.item else None
        try:
            self.desk.give(verdict)
        except Refused as error:
            self.app.bell()
            self._say(error.what)
            return
        except HarnessError as error:
            self.app.bell()
            self._say(str(error))
            return
        self._stay_on(about)
        self._go_on()
        self._say(f"{ve.subject_of(verdict) or 'the review'}: {words} · {self._state()}")
        self._draw()

    def _stay_on(self, about: str | None) -> None:
        self.at = next((n for n, item in enumerate(self.desk.queue) if item.about == about), self.at)
        self.at = max(0, min(self.at, len(self.desk.queue) - 1))

    def _because(self, title: str, build: Callable[[str], ve.Verdict], words: str, *, needed: bool = False) -> None:
        """Ask for the reason, then give the verdict."""

        def given(reason: str | None) -> None:
            if reason is not None:
                self._give(build(reason), words)

        self.app.push_screen(AskLine(f"{title} Why?", needed=needed), given)

    def _of_remark(self) -> JudgedRemark | None:
        """The remark at hand; says so where the pointer is on an issue."""
        remark = self.remark
        if remark is None:
            self.app.bell()
            self._say("this is an issue: 1–4 its level, 0 missed, enter confirms")
        return remark

    def action_confirm(self) -> None:
        item = self.item
        if item is None:
            return
        about = item.about if item.is_issue else self.remark.id if self.remark else item.about
        try:
            verdict = self.desk.confirmation(about)
        except Refused as error:
            self._say(error.what)
            return
        self._give(verdict, "confirmed")

    def action_level(self, level: int) -> None:
        item, remark = self.item, self.remark
        if item is None:
            return
        if remark is None:
            about = item.about
            title = f"{about}: its remarks together reach level {level} {LEVELS[level]}."
            self._because(title, lambda why: ve.IssueLevelSet(about, level, why), f"level {level}")
        elif remark.issue is None:
            self.app.bell()
            self._say(f"{remark.id} identifies no issue yet: r gives it to one")
        elif remark.level == level:
            self._give(
                ve.Confirmed(remark.id, Outcome.MATCH, remark.issue, level, None, "confirmed as proposed"), "confirmed"
            )
        else:
            name, title = remark.id, f"{remark.id} reaches level {level} {LEVELS[level]}, not {remark.level}."
            self._because(title, lambda why: ve.LevelSet(name, level, why), f"level {level}")

    def action_unmatch(self) -> None:
        item, remark = self.item, self.remark
        if remark is not None:
            name = remark.id
            self._because(f"{name} identifies no issue.", lambda why: ve.Unmatched(name, why), "identifies nothing")
        elif item is not None:
            self._give(ve.IssueLevelSet(item.about, 0, "confirmed"), "missed")

    def action_opportunity(self) -> None:
        if remark := self._of_remark():
            name = remark.id
            title = f"{name} is right about something that nobody planted."
            self._because(title, lambda why: ve.OpportunityMarked(name, why), "an opportunity")

    def action_style(self) -> None:
        if remark := self._of_remark():
            name = remark.id
            self._because(f"{name} is about style only.", lambda why: ve.StyleMarked(name, why), "style only")

    def action_false_alarm(self) -> None:
        remark = self._of_remark()
        if remark is None:
            return
        test = self.desk.judgement.terms.test_of(remark.decoy) if remark.decoy else ""
        why = false_alarm_refusal(self.desk.judgement, remark, "asked for next", test or "")
        if why:
            self.app.bell()
            self._say(why)
        elif test:
            question = f"Does the change that {remark.id} asks for break {display(test)}?"
            self.app.push_screen(
                Sure("A decoy", question), lambda yes: self._false_alarm(remark.id, test) if yes else None
            )
        else:
            self._false_alarm(remark.id, "")

    def _false_alarm(self, name: str, test: str) -> None:
        title = f"{name} states as a fact what is wrong."
        self._because(title, lambda why: ve.FalseAlarmMarked(name, why, test), "a false alarm", needed=True)

    def action_decoy(self) -> None:
        remark, decoys = self._of_remark(), self.desk.judgement.terms.decoys
        if remark is None:
            return
        if not decoys:
            self._say("this pull request has no decoy")
            return
        key = {decoy.id: decoy for decoy in self.desk.review.variant.fixture.key.decoys}
        options = [f"{name}: {display(key[name].looks_like)}" if name in key else name for name, _ in decoys]

        def chosen(index: int | None) -> None:
            if index is not None:
                decoy = decoys[index][0]
                title = f"{remark.id} takes {decoy} for a defect."
                self._because(title, lambda why: ve.DecoyMarked(remark.id, decoy, why), f"takes {decoy}")

        if len(decoys) == 1:
            chosen(0)
        else:
            self.app.push_screen(Pick(f"Which decoy does {remark.id} take?", options), chosen)

    def action_reassign(self) -> None:
        remark, issues = self._of_remark(), self.desk.judgement.terms.issues
        if remark is None:
            return
        if not issues:
            self._say("nothing is planted in this pull request")
            return
        titles = {row.issue: row.title for row in self.desk.assessment.scorecard.issues}
        options = [f"{display(titles.get(name, name))}" for name in issues]

        def level_of(index: int | None) -> None:
            if index is not None:
                issue = issues[index]
                self.app.push_screen(
                    Pick(f"{remark.id} identifies {issue}. How deeply?", list(LEVELS[1:])),
                    lambda level: self._assign(remark.id, issue, level),
                )

        self.app.push_screen(Pick(f"Which issue does {remark.id} identify?", options), level_of)

    def _assign(self, name: str, issue: str, level: int | None) -> None:
        if level is not None:
            title = f"{name} identifies {issue}, level {level + 1}."
            self._because(title, lambda why: ve.Reassigned(name, issue, level + 1, why), f"{issue}, level {level + 1}")

    def action_split(self) -> None:
        remark = self._of_remark()
        if remark is None:
            return
        body = self.desk.review.session.comments[remark.comment].body
        begun = [r.span[0] for r in self.desk.judgement.of_comment(remark.comment) if r.span[0]]

        def cut(cuts: tuple[int, ...] | None) -> None:
            if cuts:
                self._give(ve.CommentSplit(remark.comment, cuts), f"cut into {len(cuts) + 1}")
                self.at = self._first(remark.comment)
                self._draw()

        self.app.push_screen(SplitComment(remark.comment, body, begun), cut)

    def action_note(self) -> None:
        item = self.item
        if item is None:
            return
        issue, remark = self.desk.judgement.issue(item.about), self.remark
        before = issue.note if issue else remark.note if remark else ""
        about = remark.id if remark else item.about
        self._write_note(about, f"A note on {about}", before)

    def action_review_note(self) -> None:
        self._write_note("", "A note on the whole review", self.desk.judgement.note)

    def _write_note(self, about: str, title: str, before: str) -> None:
        def write(text: str | None) -> None:
            if text is not None and text != before:
                at = self.at
                self._give(ve.NoteWritten(about, text), "noted")
                self.at = at
                self._draw()

        self.app.push_screen(AskLine(title, value=before), write)

    def action_communication(self) -> None:
        before = {rating.scale: rating.rating for rating in self.desk.judgement.communication}

        def rated(changed: dict[str, int] | None) -> None:
            at = self.at
            for name, rating in (changed or {}).items():
                self._give(ve.CommunicationRated(name, rating), f"rated {rating}")
            self.at = at
            self._draw()

        self.app.push_screen(RateCommunication(before), rated)

    def action_undo(self) -> None:
        try:
            undone = self.desk.undo()
        except HarnessError as error:
            self._say(str(error))
            return
        if undone is None:
            self.app.bell()
            self._say("there is nothing to take back")
            return
        self._shown = None
        self._stay_on(ve.subject_of(undone.verdict))
        self._say(f"taken back: {undone.verdict.kind} {ve.subject_of(undone.verdict)} · {self._state()}")
        self._draw()

    def action_confirm_rest(self) -> None:
        if self.desk.closing:
            self._say("what graders see differently is settled one by one")
            return
        needed = self.desk.needed
        if needed:
            self.app.bell()
            self._say(f"{len(needed)} still need a look of their own; this is the first")
            self._stay_on(needed[0].about)
            self._draw()
            return
        waiting = [item for item in self.desk.queue if self.desk.is_open(item)]
        if not waiting:
            self._say(f"everything is decided · {self._state()}")
            return

        def confirm(yes: bool | None) -> None:
            if yes:
                count = self.desk.confirm_rest()
                self._say(f"{count} confirmed · {self._state()}")
                self._draw()

        lines = [self._as_it_stands(item) for item in waiting]
        self.app.push_screen(Sure(f"Confirm these {len(waiting)} as they stand?", "\n".join(lines)), confirm)

    def _as_it_stands(self, item: Item) -> str:
        remark = self.desk.judgement.remark(item.about)
        if remark is None:
            return f"{item.about}: missed"
        text = display(" ".join(remark.text.split()))
        return f"{item.about} {remark_words(remark)}: “{text[:50]}{'…' if len(text) > 50 else ''}”"

    def action_finish(self) -> None:
        try:
            self.desk.finish()
        except HarnessError as error:
            self.app.bell()
            self._say(error.what)
            self._go_on(from_here=False)
            self._draw()
            return
        self._say("you are done; other graders' verdicts show once they are done too · q leaves")
        self._draw()

    # Elsewhere

    def action_watch(self) -> None:
        remark = self.remark
        self.dismiss(remark.comment if remark else None)

    def action_scorecard(self) -> None:
        self.app.push_screen(LongText(text_report(self.desk.assessment)))

    def action_help(self) -> None:
        self.app.push_screen(LongText(panels.help_text(self.BINDINGS)))

    def action_leave(self) -> None:
        self.dismiss("")

    # Drawing

    def _say(self, text: str) -> None:
        self.query_one("#notice", Static).update(Content(f" {text}"))

    def _state(self) -> str:
        """What is left to do, and the key for it."""
        if self.desk.judgement.done:
            return "you are done; u goes back to work, q leaves"
        needed = len(self.desk.needed)
        if needed:
            return f"{needed} need you"
        waiting = sum(self.desk.is_open(item) for item in self.desk.queue)
        if waiting and not self.desk.closing:
            return f"nothing needs you any more; A confirms the other {waiting}"
        if not self.desk.closing and not self.desk.judgement.communication:
            return "all decided; c rates how the review speaks, D: you are done"
        return "all decided; D: you are done"

    def _draw(self) -> None:
        desk = self.desk
        decided = sum(not desk.is_open(item) for item in desk.queue)
        role = "SETTLING" if desk.closing else "VERDICTS"
        self.query_one("#top", Static).update(
            Content(
                f" {role} by {desk.grader}, contains answers · {pseudonym(desk.review.log.header.session)} ·"
                f" {decided} of {len(desk.queue)} decided · {desk.assessment.standing}"
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
