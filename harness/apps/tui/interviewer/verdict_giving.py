"""Giving verdicts by keys: each asks for no more than it needs, and says what the rules forbid."""

from __future__ import annotations

from collections.abc import Callable

from harness.apps.tui.interviewer.answers_dialog import Grade, RateAnswers, entries_of
from harness.apps.tui.interviewer.dialogs import AskLine, Pick, Sure
from harness.apps.tui.interviewer.rating_dialog import RateCommunication
from harness.apps.tui.interviewer.split_dialog import SplitComment
from harness.apps.tui.interviewer.verdict_base import VerdictBase
from harness.apps.tui.interviewer.words import remark_words
from harness.domain import verdict as ve
from harness.domain.display import display
from harness.domain.errors import HarnessError
from harness.domain.grading_queue import Item
from harness.domain.judgement import JudgedRemark
from harness.domain.score import Outcome
from harness.domain.verdict_rules import false_alarm_refusal
from harness.reports.text_report import LEVELS
from harness.steps.interview.decide import Refused


class VerdictGiving(VerdictBase):
    """The actions behind the keys."""

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
            self.app.bell()
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
        shown = display(before)

        def write(text: str | None) -> None:
            if text is not None and text != shown:
                at = self.at
                self._give(ve.NoteWritten(about, text), "noted")
                self.at = at
                self._draw()

        self.app.push_screen(AskLine(title, value=shown), write)

    def action_communication(self) -> None:
        before = {rating.scale: rating.rating for rating in self.desk.judgement.communication}

        def rated(changed: dict[str, int] | None) -> None:
            at = self.at
            for name, rating in (changed or {}).items():
                self._give(ve.CommunicationRated(name, rating), f"rated {rating}")
            self.at = at
            self._draw()

        self.app.push_screen(RateCommunication(before), rated)

    def action_answers(self) -> None:
        entries = entries_of(self.desk)
        if not entries:
            self._say("nothing is asked beside this review, so there is no answer to rate")
            return
        before = {r.about: (r.rating, r.reason) for r in self.desk.judgement.answers}

        def rated(changed: dict[str, Grade] | None) -> None:
            at = self.at
            for about, (rating, reason) in (changed or {}).items():
                self._give(ve.AnswerRated(about, rating, reason), f"grade {rating}")
            self.at = at
            self._draw()

        self.app.push_screen(RateAnswers(entries, before), rated)

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
