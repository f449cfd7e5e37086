"""The state of a review at any of its events, quickly, however long the log."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from harness.domain.event import Record
from harness.domain.review_session import ReviewSession


class Film:
    """States by number of events applied. Snapshots along the way keep seeking short in both directions."""

    def __init__(self, records: Sequence[Record], every: int = 500) -> None:
        self._records, self._every = records, every
        self._snapshots = [ReviewSession()]
        session = ReviewSession()
        for number, record in enumerate(records, 1):
            session.apply(record)
            if number % every == 0:
                self._snapshots.append(_copied(session))

    def state_after(self, count: int) -> ReviewSession:
        """The state after the first `count` events."""
        count = max(0, min(count, len(self._records)))
        session = _copied(self._snapshots[count // self._every])
        for record in self._records[count - count % self._every : count]:
            session.apply(record)
        return session


def _copied(session: ReviewSession) -> ReviewSession:
    """A copy whose containers are its own; the values in them never change."""
    other = copy(session)
    for name in ("comments", "withdrawn", "drafts", "viewed", "opened_files", "answers"):
        setattr(other, name, getattr(session, name).copy())
    return other
