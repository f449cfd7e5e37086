"""Commenting: on a line, a range, a file or the review; replying, editing, withdrawing and taking back."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from harness.apps.tui.candidate.comment_list import CommentList
from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.apps.tui.candidate.suggestion import lines_at, suggestion_block
from harness.apps.tui.candidate.writing import Writing
from harness.apps.tui.widgets.document_view import DocumentView
from harness.domain.comment import Anchor, Comment, Label
from harness.domain.review_session import Draft

_NOT_ON_A_COMMENT = "Put the cursor on a comment first (m goes to the next)."


class Commenting(Writing):
    """The keys and actions that make comments and change them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,i", "comment", "Comment on the line or range"),
        Binding("C", "comment_file", "Comment on the file"),
        Binding("A", "comment_review", "Comment on the whole review"),
        Binding("S", "suggest", "Suggest other lines for the line or range"),
        Binding("Q", "ask_author", "Ask the pull request's author, here"),
        Binding("a", "reply", "Reply to the comment under the cursor"),
        Binding("e", "edit", "Edit the comment or draft under the cursor"),
        Binding("E", "last_draft", "Go on with the draft left last"),
        Binding("d", "withdraw", "Withdraw the comment, or throw away the draft, under the cursor"),
        Binding("u", "restore", "Take back the last change of comments"),
        Binding("m", "next_comment(1)", "Next comment"),
        Binding("M", "next_comment(-1)", "Previous comment"),
        Binding("L", "comments", "List of comments and drafts"),
    ]

    def action_comment(self) -> None:
        if self._at_cursor() and self.view.selected_from is None:
            self.action_reply()
        else:
            self._start(self._anchor())

    def action_comment_file(self) -> None:
        self._start(Anchor() if self.current == DESCRIPTION else Anchor(self.current))

    def action_comment_review(self) -> None:
        self._start(Anchor())

    def action_suggest(self) -> None:
        anchor = self._anchor()
        lines = lines_at(self.document(self.current), anchor) if anchor else []
        if lines:
            self._start(anchor, suggestion_block(lines), Label.SUGGESTION)
        else:
            self.say("A suggestion needs a line or a range to stand for.")

    def action_ask_author(self) -> None:
        self._start(
            self._anchor() or Anchor(self.current if self.current != DESCRIPTION else None), "", Label.TO_AUTHOR
        )

    def _anchor(self) -> Anchor | None:
        """Where a comment made now would stand."""
        return self.view.comment_anchor()

    def _start(self, anchor: Anchor | None, text: str = "", label: Label | None = None) -> None:
        if self.is_editing():
            return
        if anchor is None:
            self.say("Put the cursor on a line first.")
            return
        self.edit_draft(self.acts.draft(anchor, text, label=label))

    def _at_cursor(self) -> Comment | Draft | None:
        """The comment or draft under the cursor."""
        row, session = self.view.row_at_cursor(), self.recorder.session
        name = row.comment if row else None
        return session.comments.get(name or "") or session.drafts.get(name or "")

    def action_reply(self) -> None:
        under = self._at_cursor()
        if self.is_editing():
            return
        if isinstance(under, Comment):
            self.edit_draft(self.acts.draft_reply(under))
        elif isinstance(under, Draft):
            self.edit_draft(under.id)
        else:
            self.say(_NOT_ON_A_COMMENT)

    def action_edit(self) -> None:
        under = self._at_cursor()
        if self.is_editing():
            return
        if isinstance(under, Comment):
            self.edit_draft(self.acts.draft_change(under))
        elif isinstance(under, Draft):
            self.edit_draft(under.id)
        else:
            self.say(_NOT_ON_A_COMMENT)

    def action_last_draft(self) -> None:
        drafts = list(self.recorder.session.drafts)
        if drafts and not self.is_editing():
            self.edit_draft(drafts[-1])
        else:
            self.say("No draft is open.")

    def on_document_view_comment_clicked(self, message: DocumentView.CommentClicked) -> None:
        """Enter on a comment edits it."""
        self.action_edit()

    def action_withdraw(self) -> None:
        under = self._at_cursor()
        if under is None:
            self.say(_NOT_ON_A_COMMENT)
        else:
            self.withdraw(under)

    def withdraw(self, under: Comment | Draft) -> None:
        """Take a comment back, or throw a draft away; u brings either back."""
        if isinstance(under, Draft):
            self.acts.discard(under.id)
            self.say("The draft is thrown away. u brings it back.")
        else:
            self.acts.withdraw(under.id)
            self.say(f"{under.id} is withdrawn. u brings it back.")
        self.reload()

    def action_restore(self) -> None:
        said = self.acts.undo()
        self.reload()
        self.say(f"Taken back: {said}." if said else "There is nothing to take back.")

    def action_next_comment(self, by: int) -> None:
        if self.view.next_comment(by):
            return
        names = list(self.contents.names)
        index = self.contents.number.get(self.current, len(names))
        others = names[index + 1 :] if by > 0 else names[:index][::-1]
        session = self.recorder.session
        anchors = [c.anchor for c in session.comments.values()] + [d.anchor for d in session.drafts_of("comment")]
        commented = {anchor.path or DESCRIPTION for anchor in anchors}
        target = next((n for n in others if n in commented), None)
        if target is None:
            self.bell()
            return
        self.open(target)
        self.view.cursor = 0 if by > 0 else len(self.view.table)
        self.view.next_comment(by)

    def action_comments(self) -> None:
        self.push_screen(CommentList(self.recorder.session), self._listed)

    def _listed(self, choice: tuple[str, str] | None) -> None:
        """Do what was asked in the list with the chosen comment or draft."""
        session = self.recorder.session
        what, name = choice or ("", "")
        drafted = session.drafts.get(name)
        chosen: Comment | Draft | None = session.comments.get(name) or session.withdrawn.get(name) or drafted
        if chosen is None:
            return
        if name in session.withdrawn:
            what = "go"
            self.acts.restore(name)
        if isinstance(chosen, Draft) and chosen.purpose != "comment":
            self.edit_draft(name)
            return
        self.open(chosen.anchor.path or DESCRIPTION)
        self.view.go_to_comment(name)
        if what == "edit":
            self.action_edit()
        elif what == "withdraw":
            self.withdraw(chosen)
