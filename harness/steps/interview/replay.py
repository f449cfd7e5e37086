"""The state of a review at any of its events, quickly, however long the log."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from harness.domain.event import DraftDiscarded, Record
from harness.domain.review_session import Draft, ReviewSession


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A draft that was discarded with something in it, and the index of the record that discarded it."""

    index: int
    draft: Draft


class Film:
    """States by number of events applied. Snapshots along the way keep seeking short in both directions."""

    def __init__(self, records: Iterable[Record], every: int = 500) -> None:
        self.records: list[Record] = []
        self.given_up: list[GivenUp] = []
        self._every = every
        self._end = ReviewSession()
        self._snapshots = [ReviewSession()]
        self._last: tuple[int, ReviewSession] = (0, ReviewSession())
        self.extend(records)

    def extend(self, records: Iterable[Record]) -> None:
        """Take events into account that came later."""
        waiting: list[Record] = []
        for record in records:
            if isinstance(record.event, DraftDiscarded):
                self._apply(waiting)
                draft = self._end.drafts.get(record.event.draft)
                if draft is not None and draft.text.strip():
                    self.given_up.append(GivenUp(len(self.records), draft))
            waiting.append(record)
            self.records.append(record)
            if len(self.records) % self._every == 0:
                self._apply(waiting)
                self._snapshots.append(_copied(self._end))
        self._apply(waiting)

    def _apply(self, waiting: list[Record]) -> None:
        self._end.apply_all(waiting)
        waiting.clear()

    def state_after(self, count: int) -> ReviewSession:
        """The state after the first `count` events. It is the caller's to read, not to change."""
        count = max(0, min(count, len(self.records)))
        at, session = self._last
        if not at <= count < at + self._every:
            at = count - count % self._every
            session = self._snapshots[count // self._every]
        session = _copied(session)
        session.apply_all(self.records[at:count])
        self._last = (count, session)
        return session


def _copied(session: ReviewSession) -> ReviewSession:
    """A copy whose containers are its own; the values in them never change."""
    other = copy(session)
    for name, value in ((name, getattr(session, name)) for name in session.__dataclass_fields__):
        if isinstance(value, dict | set | list):
            setattr(other, name, value.copy())
    return other
