"""Commenting: on a line, a range, a file or the review; editing, withdrawing and bringing back."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from harness.apps.tui.candidate import dialogs
from harness.apps.tui.candidate.base import ReviewApp
from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.apps.tui.candidate.editor import DraftEditor
from harness.apps.tui.widgets.document_view import DocumentView
from harness.domain import event as ev
from harness.domain.comment import Anchor
from harness.domain.display import display


class Commenting(ReviewApp):
    """The keys and actions that make comments and change them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,i", "comment", "Comment on the line or range"),
        Binding("C", "comment_file", "Comment on the file"),
        Binding("A", "comment_review", "Comment on the whole review"),
        Binding("e", "edit", "Edit the comment under the cursor"),
        Binding("d", "withdraw", "Withdraw the comment under the cursor"),
        Binding("u", "restore", "Bring back the last withdrawn comment"),
        Binding("m", "next_comment(1)", "Next comment"),
        Binding("M", "next_comment(-1)", "Previous comment"),
        Binding("L", "comments", "List of comments"),
    ]

    def action_comment(self) -> None:
        anchor = self.view.comment_anchor()
        if anchor is None:
            self.notify("Put the cursor on a line first.", timeout=3)
            return
        self._start(anchor)

    def action_comment_file(self) -> None:
        self._start(Anchor() if self.current == DESCRIPTION else Anchor(self.current))

    def action_comment_review(self) -> None:
        self._start(Anchor())

    def _start(self, anchor: Anchor) -> None:
        if self.is_editing():
            return
        draft = self.recorder.session.next_draft_id
        self.recorder.record(ev.DraftOpened(draft, anchor))
        self.edit_draft(draft)

    def action_edit(self) -> None:
        row = self.view.row_at_cursor()
        comment = self.recorder.session.comments.get(row.comment) if row and row.comment else None
        if comment is None or self.is_editing():
            self.notify("Put the cursor on a comment first (m goes to the next).", timeout=3)
            return
        draft = self.recorder.session.next_draft_id
        self.recorder.record(ev.DraftOpened(draft, comment.anchor, comment.body, comment.id))
        self.edit_draft(draft)

    def on_document_view_comment_clicked(self, message: DocumentView.CommentClicked) -> None:
        """Enter on a comment edits it."""
        self.action_edit()

    def edit_draft(self, name: str) -> None:
        """Open the editor on a draft of a comment."""
        draft = self.recorder.session.drafts[name]
        place = self.query_one("#editor")
        verb = f"Editing {draft.comment}, on" if draft.comment else "Comment on"
        self.query_one("#editor-title", Static).update(Content(f"{verb} {display(str(draft.anchor))}"))
        place.display = True
        editor = DraftEditor(self.recorder, name, draft.text)
        place.mount(editor)
        editor.focus()
        self.draw_keys()

    def on_draft_editor_finished(self, event: DraftEditor.Finished) -> None:
        """Keep a comment."""
        draft = self.recorder.session.drafts[event.draft]
        if not event.text.strip():
            self.recorder.record(ev.DraftDiscarded(event.draft))
        elif draft.comment:
            self.recorder.record(ev.CommentEdited(draft.comment, event.text, event.draft))
        else:
            name = self.recorder.session.next_comment_id
            self.recorder.record(ev.CommentAdded(name, draft.anchor, event.text, event.draft))
        self._close_editor()

    def on_draft_editor_left(self, event: DraftEditor.Left) -> None:
        """Leave the editor; a text of some length is not thrown away without asking."""
        old = self.recorder.session.drafts[event.draft]
        comment = self.recorder.session.comments.get(old.comment or "")
        if not event.text.strip() or (comment and comment.body == event.text):
            self._discard(event.draft)
            return

        def answered(discard: bool | None) -> None:
            if discard:
                self._discard(event.draft)

        text = "Throw away what you typed here?"
        self.push_screen(
            dialogs.Danger("Leave the editor", text, "y throws it away · Enter or Esc goes back to it"), answered
        )

    def _discard(self, draft: str) -> None:
        self.recorder.record(ev.DraftDiscarded(draft))
        self._close_editor()

    def _close_editor(self) -> None:
        self.query("#editor DraftEditor").remove()
        self.query_one("#editor").display = False
        self.view.selected_from = None
        self.view.focus()
        self.reload()

    def action_withdraw(self) -> None:
        row = self.view.row_at_cursor()
        if not (row and row.comment):
            self.notify("Put the cursor on a comment first (m goes to the next).", timeout=3)
            return
        self.recorder.record(ev.CommentWithdrawn(row.comment))
        self.reload()
        self.notify(f"{row.comment} is withdrawn. u brings it back.", timeout=4)

    def action_restore(self) -> None:
        withdrawn = self.recorder.session.withdrawn
        if not withdrawn:
            self.notify("Nothing was withdrawn.", timeout=3)
            return
        self.recorder.record(ev.CommentRestored(list(withdrawn)[-1]))
        self.reload()

    def action_next_comment(self, by: int) -> None:
        if self.view.next_comment(by):
            return
        names = list(self.contents.names)
        index = self.contents.number.get(self.current, len(names))
        others = names[index + 1 :] if by > 0 else names[:index][::-1]
        commented = {c.anchor.path or DESCRIPTION for c in self.recorder.session.comments.values()}
        target = next((n for n in others if n in commented), None)
        if target is None:
            self.bell()
            return
        self.open(target)
        self.view.cursor = 0 if by > 0 else len(self.view.table)
        self.view.next_comment(by)

    def action_comments(self) -> None:
        self.push_screen(dialogs.CommentList(self.recorder.session), self._go_to_comment)

    def _go_to_comment(self, name: str | None) -> None:
        comment = self.recorder.session.comments.get(name or "")
        if comment:
            self.open(comment.anchor.path or DESCRIPTION)
            self.view.go_to_comment(comment.id)
