"""Watch a review that is still being written."""

from __future__ import annotations

from pathlib import Path

from harness.adapters.event_log import read_on
from harness.domain.assessment import Assessment
from harness.domain.event import CommentAdded, CommentEdited, CommentRestored, CommentWithdrawn, Record, Submitted
from harness.steps.interview.assess import Review, assessment_of, read_review
from harness.steps.interview.graders import NOBODY, judgement_by

_SAID = (CommentAdded, CommentEdited, CommentRestored, CommentWithdrawn, Submitted)


class Follower:
    """One session that grows. Verdicts are left out: a grader decides on what was handed in."""

    def __init__(self, path: Path, fixture: str | None = None, profile: str = "backend") -> None:
        self._path, self._fixture, self._profile = path, fixture, profile
        review = read_review(path, fixture, profile)
        self._log = review.log
        self.first = self._judged(review)
        self.finished = review.session.submitted

    def more(self) -> list[Record]:
        """What was written since the last call. A file that is gone for a moment has nothing new."""
        before = len(self._log.records)
        try:
            log = read_on(self._log)
        except OSError:
            return []
        if log.records[:1] != self._log.records[:1] or len(log.records) < before:
            return []
        self._log = log
        new = list(log.records[before:])
        self.finished = self.finished or any(isinstance(r.event, Submitted) for r in new)
        return new

    @staticmethod
    def changes_matches(records: list[Record]) -> bool:
        """Whether something was said, so that matching is worth doing again."""
        return any(isinstance(record.event, _SAID) for record in records)

    def assess(self) -> Assessment:
        """The review as it stands in the file, matched anew. Takes its time: not for the screen's own thread."""
        return self._judged(read_review(self._path, self._fixture, self._profile))

    def _judged(self, review: Review) -> Assessment:
        basis = judgement_by(review.log, review.matching, review.session.comments, review.terms, NOBODY)
        return assessment_of(review, basis)
