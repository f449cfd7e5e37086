"""A grader's desk: one session, the own verdicts, and what they make of it. The screens' only way to give a verdict."""

from __future__ import annotations

from harness import __version__
from harness.adapters.clock import Clock
from harness.adapters.verdict_log import VerdictWriter, read_verdicts, verdicts_path
from harness.domain import verdict as ve
from harness.domain.agreement import Disagreement, combine, disagreements
from harness.domain.assessment import Assessment
from harness.domain.errors import BadInput
from harness.domain.grading_queue import Item, closing_queue, is_open, queue_of, still_needed
from harness.domain.judgement import Judgement
from harness.domain.judging import last_undoable
from harness.domain.verdict_rules import refusal
from harness.steps.interview.assess import Review, assessment_of
from harness.steps.interview.graders import Basis, verdict_logs


class Refused(BadInput):
    """A verdict that the rules do not allow here; says which rule."""


class Desk:
    """Where one grader works on one review. Nothing is written before the first verdict."""

    def __init__(self, review: Review, grader: str, *, closing: bool = False, clock: Clock | None = None) -> None:
        self.review, self.grader, self.closing = review, grader, closing
        self._clock = clock or Clock()
        self._writer: VerdictWriter | None = None
        path = verdicts_path(review.log.path, grader)
        self.given: list[ve.Given] = list(read_verdicts(path, review.log).given) if path.exists() else []
        self._others = self._finished_graders() if closing else []
        if path.exists():
            self._open()
        self._judge()

    def _finished_graders(self) -> list[Judgement]:
        logs, _ = verdict_logs(self.review.log)
        theirs = [self.review.judged(log.given) for log in logs if not log.closing]
        if len(theirs) < 2 or not all(one.done for one in theirs):
            raise BadInput(
                f"there is nothing to settle yet: {len(theirs)} graders, {sum(one.done for one in theirs)} finished",
                where=str(self.review.log.path),
                next_step="At least two graders finish first, each with `harness verdict`.",
            )
        return theirs

    def _open(self) -> VerdictWriter:
        if self._writer is None:
            role = "closing" if self.closing else "grader"
            self._writer = VerdictWriter.open(self.review.log, self.grader, self._clock, __version__, role)
            self.given = self._writer.given
        return self._writer

    def _judge(self) -> None:
        self.judgement = self.review.judged(self.given, closing=self.closing)
        self.differences: tuple[Disagreement, ...] = ()
        standing = self.judgement
        if self.closing:
            self.differences = disagreements(self._others, self.judgement)
            standing = combine(self._others, self.judgement)
        self.queue: tuple[Item, ...] = closing_queue(self.differences) if self.closing else queue_of(self.judgement)
        words = f"the verdicts of {self.grader}" if self.given or self.closing else "the matcher alone"
        self.assessment: Assessment = assessment_of(self.review, Basis(standing, words))

    # Giving verdicts

    def give(self, verdict: ve.Verdict) -> ve.Given:
        """Write a verdict down and take it into account. Raises Refused with the rule's sentence."""
        why = refusal(self.judgement, verdict, closing=self.closing)
        if why:
            raise Refused(why)
        given = self._open().give(verdict)
        self._judge()
        return given

    def undo(self) -> ve.Given | None:
        """Take the latest verdict back; None where there is none. Having finished is gone back on, not undone."""
        if self.judgement.done:
            return self.give(ve.Reopened())
        last = last_undoable(self.given)
        if last is not None:
            self.give(ve.Undone(last.seq))
        return last

    def confirm(self, about: str) -> ve.Given:
        """Confirm what stands of a remark or of an issue; a remark to look at is confirmed as the match proposed."""
        return self.give(self.confirmation(about))

    def confirmation(self, about: str) -> ve.Verdict:
        """The verdict that confirms what stands. Raises Refused where nothing does, because the matcher could not tell."""
        issue = self.judgement.issue(about)
        if issue is not None:
            return ve.IssueLevelSet(about, issue.level, "confirmed")
        remark = self.judgement.remark(about)
        if remark is None:
            raise Refused(f"There is no remark {about}.")
        if remark.in_doubt:
            raise Refused(f"the matcher cannot tell, so {about} needs your word: 1–4 it means this, 0 it does not")
        level = remark.level if remark.issue else None
        return ve.Confirmed(about, remark.outcome, remark.issue, level, remark.decoy, "confirmed as proposed")

    def confirm_rest(self) -> int:
        """Confirm in one go all that nobody has decided; how many that was. Raises Refused while a person is needed."""
        needed = still_needed(self.judgement, self.queue)
        if needed:
            raise Refused(f"{len(needed)} still need a look of their own, first {needed[0].about}.")
        waiting = [item for item in self.queue if is_open(self.judgement, item)]
        verdicts = [self.confirmation(item.about) for item in waiting]
        why = next((why for verdict in verdicts if (why := refusal(self.judgement, verdict))), None)
        if why:
            raise Refused(why)
        writer = self._open()
        for verdict in verdicts:
            writer.give(verdict)
        self._judge()
        return len(waiting)

    def finish(self) -> None:
        """Say that this grader is done. Raises Refused while something is undecided."""
        waiting = [item.about for item in self.queue if is_open(self.judgement, item)]
        if self.closing:
            waiting = [d.about for d in self.differences if not d.closed_by]
        if waiting:
            key = " (a grades it)" if waiting[0] in self.answers_open else ""
            raise Refused(f"{len(waiting)} are not decided yet, first {waiting[0]}{key}.")
        self.give(ve.Done())

    # Reading

    def difference(self, about: str) -> Disagreement | None:
        """What the graders said of something they see differently."""
        return next((d for d in self.differences if d.about == about), None)

    def is_open(self, item: Item) -> bool:
        """Whether it waits for a verdict."""
        if self.closing:
            difference = self.difference(item.about)
            return difference is not None and not difference.closed_by
        return is_open(self.judgement, item)

    @property
    def needed(self) -> tuple[Item, ...]:
        """What needs a person and has none."""
        if self.closing:
            return tuple(item for item in self.queue if self.is_open(item))
        return still_needed(self.judgement, self.queue)

    @property
    def answered(self) -> bool:
        """Whether the candidate answered any of the questions beside the review; where not, there is nothing to grade."""
        return any(text.strip() for text in self.review.session.answers.values())

    @property
    def answers_open(self) -> tuple[str, ...]:
        """The answers and questions that this grader has not graded; when settling, those that graders grade differently."""
        if self.closing:
            return tuple(d.about for d in self.differences if d.is_answer and not d.closed_by)
        if not self.answered:
            return ()
        rated = {r.about for r in self.judgement.answers}
        return tuple(about for about in self.judgement.terms.answers if about not in rated)

    def summary(self) -> str:
        """One line about how far this grader has come, and what to do next."""
        path = verdicts_path(self.review.log.path, self.grader)
        if self.judgement.done:
            return f"{path}: all decided. See `harness grade {self.review.log.path}`."
        waiting = sum(self.is_open(item) for item in self.queue) + (len(self.answers_open) if self.closing else 0)
        left = f"{waiting} still to decide" if waiting else "all decided, not yet marked as done (D)"
        return f"{path}: {left}. Go on with `harness verdict {self.review.log.path}`."

    def close(self) -> None:
        """Make everything durable and let go of the log."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
