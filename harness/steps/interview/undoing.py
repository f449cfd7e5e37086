"""Taking back the last changes of comments. Nothing is rewritten: taking back is an event of its own."""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain import event as ev
from harness.domain.comment import Comment
from harness.domain.review_session import Draft, ReviewSession

MOST = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One change that can be taken back: the events that do it, and what is said then."""

    events: tuple[ev.Event, ...]
    said: str


class UndoStack:
    """The changes made since the program was started, latest last."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def added(self, comment: str) -> None:
        """A comment was made."""
        self._push(ev.CommentWithdrawn(comment), f"{comment} is withdrawn")

    def edited(self, before: Comment) -> None:
        """A comment was changed; it was `before`."""
        back = ev.CommentEdited(before.id, before.body, None, before.label, before.decoration)
        self._push(back, f"{before.id} says again what it said before")

    def withdrawn(self, comment: str) -> None:
        """A comment was taken back."""
        self._push(ev.CommentRestored(comment), f"{comment} is back")

    def discarded(self, draft: Draft) -> None:
        """A draft was thrown away."""
        again = ev.DraftOpened(
            draft.id, draft.anchor, draft.text, draft.comment, draft.purpose, draft.label, draft.decoration,
            draft.reply_to,
        )  # fmt: skip
        self._push(again, "the draft is back", ev.DraftLeft(draft.id))

    def _push(self, event: ev.Event, said: str, *further: ev.Event) -> None:
        self._steps = [*self._steps[1 - MOST :], Step((event, *further), said)]

    def pop(self, session: ReviewSession) -> Step | None:
        """The latest change that can be taken back; after a restart, the comment that was withdrawn last."""
        if self._steps:
            return self._steps.pop()
        if session.withdrawn:
            name = list(session.withdrawn)[-1]
            return Step((ev.CommentRestored(name),), f"{name} is back")
        return None
