"""What a candidate can do in a review, without a screen: the full screen and the plain mode call the same acts."""

from __future__ import annotations

from harness.domain import event as ev
from harness.domain.comment import Anchor, Comment, Conclusion, Decoration, Label
from harness.domain.errors import BadInput
from harness.domain.estimate import estimate_form
from harness.domain.log_text import fits
from harness.domain.pull_request import Prompt, PromptKind, PullRequest
from harness.domain.review_session import Draft, ReviewSession
from harness.steps.interview.record import Recorder
from harness.steps.interview.undoing import UndoStack

TOO_LONG = "this is longer than the session log holds in one comment"


class Acts:
    """The acts of one review: each writes its events down and says what came of it."""

    def __init__(self, recorder: Recorder, pull_request: PullRequest) -> None:
        self._recorder, self._pull_request = recorder, pull_request
        self._undo = UndoStack()
        self._began_with: dict[str, str] = {}
        """What stood in a draft when it was opened, where something did: the lines of a suggestion."""

    @property
    def _session(self) -> ReviewSession:
        return self._recorder.session

    # Drafts

    def draft(
        self, anchor: Anchor, text: str = "", purpose: str = "comment", about: str | None = None,
        label: Label | None = None, reply_to: str | None = None,
    ) -> str:  # fmt: skip
        """The id of a draft to write in: the one that is open for exactly this already, or a new one."""
        for draft in self._session.drafts_of(purpose):
            if (draft.anchor, draft.comment, draft.reply_to) == (anchor, about, reply_to):
                return self.take_up(draft.id)
        name = self._session.next_draft_id
        self._recorder.record(ev.DraftOpened(name, anchor, text, about, purpose, label, None, reply_to))
        self._began_with[name] = text
        return name

    def draft_reply(self, comment: Comment) -> str:
        """A draft that answers a comment, at its place."""
        return self.draft(comment.anchor, reply_to=comment.id)

    def draft_change(self, comment: Comment) -> str:
        """A draft that changes a comment: its text, its label."""
        for draft in self._session.drafts_of("comment"):
            if draft.comment == comment.id:
                return self.take_up(draft.id)
        name = self._session.next_draft_id
        at, labelled = comment.anchor, (comment.label, comment.decoration)
        self._recorder.record(ev.DraftOpened(name, at, comment.body, comment.id, "comment", *labelled))
        return name

    def draft_answer(self, prompt: Prompt) -> str:
        """A draft of the answer to a prompt; it begins with what was answered before, or with the parts of an estimate."""
        before = self._session.answers.get(prompt.id, "") or begins_with(prompt)
        return self.draft(Anchor(), before, "answer", prompt.id)

    def draft_summary(self) -> str:
        """A draft of the summary."""
        return self.draft(Anchor(), self._session.summary, "summary")

    def take_up(self, draft: str) -> str:
        """Go on with a draft that was left."""
        if self._session.writing != draft:
            self._recorder.record(ev.DraftTakenUp(draft))
        return draft

    def label(self, draft: str, label: Label | None, decoration: Decoration | None) -> None:
        """Give a draft its label and decoration."""
        now = self._session.drafts[draft]
        if (now.label, now.decoration) != (label, decoration):
            self._recorder.record(ev.DraftLabelled(draft, label, decoration))

    def keep(self, draft: str, text: str) -> str | None:
        """Make of a draft what it is for. Returns the comment's id, if one came of it. Raises BadInput where it is too long."""
        if not fits(text):
            raise BadInput(TOO_LONG, next_step="Shorten it; it stays a draft.")
        now = self._session.drafts[draft]
        if now.purpose == "answer":
            text = "" if self._is_unwritten(now, text) else text
            self._recorder.record(ev.AnswerGiven(now.comment or "", text, draft))
        elif now.purpose == "summary":
            self._recorder.record(ev.SummaryWritten(text, draft))
        elif text.strip():
            return self._keep_comment(now, text)
        else:
            self._recorder.record(ev.DraftDiscarded(draft))
        return None

    def _keep_comment(self, draft: Draft, text: str) -> str:
        if before := self._session.comments.get(draft.comment or ""):
            self._undo.edited(before)
            self._recorder.record(ev.CommentEdited(before.id, text, draft.id, draft.label, draft.decoration))
            return before.id
        name = self._session.next_comment_id
        made = ev.CommentAdded(name, draft.anchor, text, draft.id, draft.label, draft.decoration, draft.reply_to)
        self._recorder.record(made)
        self._undo.added(name)
        return name

    def leave(self, draft: str, text: str) -> bool:
        """Leave a draft for now; whether it stays. One that says nothing new is discarded."""
        now = self._session.drafts[draft]
        if self._is_idle(now, text):
            self._recorder.record(ev.DraftDiscarded(draft))
            return False
        self._recorder.record(ev.DraftLeft(draft))
        return True

    def _is_idle(self, draft: Draft, text: str) -> bool:
        if draft.purpose == "summary":
            return text == self._session.summary
        if draft.purpose == "answer":
            return text == self._session.answers.get(draft.comment or "", "") or self._is_unwritten(draft, text)
        before = self._session.comments.get(draft.comment or "")
        same = before and (before.body, before.label, before.decoration) == (text, draft.label, draft.decoration)
        return not text.strip() or bool(same) or text == self._began_with.get(draft.id)

    def _is_unwritten(self, draft: Draft, text: str) -> bool:
        prompt = next((p for p in self._pull_request.prompts if p.id == draft.comment), None)
        return not text.strip() or (prompt is not None and text.strip() == begins_with(prompt).strip())

    # Comments

    def withdraw(self, comment: str) -> None:
        """Take a comment back."""
        self._undo.withdrawn(comment)
        self._recorder.record(ev.CommentWithdrawn(comment))

    def restore(self, comment: str) -> None:
        """Bring a withdrawn comment back."""
        self._recorder.record(ev.CommentRestored(comment))

    def discard(self, draft: str) -> None:
        """Throw a draft away; `undo` brings it back."""
        self._undo.discarded(self._session.drafts[draft])
        self._recorder.record(ev.DraftDiscarded(draft))

    def undo(self) -> str | None:
        """Take back the last change of comments; what that did, in words, or None where there was none."""
        step = self._undo.pop(self._session)
        if step is None:
            return None
        for event in step.events:
            self._recorder.record(event)
        return step.said

    # The review

    def mark(self, path: str, viewed: bool) -> None:
        """Mark a file as viewed, or take the mark off."""
        self._recorder.record(ev.FileMarked(path, viewed))

    def conclude(self, conclusion: Conclusion) -> None:
        """Approve, comment or request changes."""
        self._recorder.record(ev.ConclusionChosen(conclusion))

    def pause(self) -> None:
        """Stop the clock."""
        self._recorder.record(ev.Paused())

    def resume(self) -> None:
        """Let the clock go on."""
        self._recorder.record(ev.Resumed())


def begins_with(prompt: Prompt) -> str:
    """What stands in the editor before an answer is written: for an estimate, the parts that make one."""
    if prompt.kind is not PromptKind.ESTIMATE:
        return ""
    return estimate_form(prompt.unit)
