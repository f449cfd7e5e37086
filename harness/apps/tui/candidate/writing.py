"""Writing: the editor under the document, what its keys ask for, and what becomes of a text when it is kept or left."""

from __future__ import annotations

from harness.apps.tui.candidate import external
from harness.apps.tui.candidate.base import ReviewApp
from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.apps.tui.candidate.editor import DraftEditor
from harness.apps.tui.candidate.editor_panel import title_of
from harness.apps.tui.candidate.labels import Choice, LabelDialog
from harness.apps.tui.candidate.suggestion import lines_at, with_suggestion
from harness.domain.errors import BadInput
from harness.domain.log_text import fits
from harness.domain.review_session import Draft


class Writing(ReviewApp):
    """Drafts: opened, written, kept, left for later."""

    def edit_draft(self, name: str) -> None:
        """Open the editor on a draft, with the document it is about in sight."""
        draft = self.recorder.session.drafts[self.acts.take_up(name)]
        if draft.anchor.path and draft.anchor.path != self.current:
            self.open(draft.anchor.path)
        self.panel.open(draft, title_of(draft, self.pull_request.prompts))
        self.reload()

    def on_draft_editor_finished(self, event: DraftEditor.Finished) -> None:
        """Keep a text: as a comment, an answer or the summary."""
        purpose = self._draft(event.draft).purpose
        try:
            self.acts.keep(event.draft, event.text)
        except BadInput as error:
            self.say(str(error))
            return
        self.shut_editor()
        self.kept(purpose)

    def kept(self, purpose: str) -> None:
        """A text was kept; the exercise may want to go on from there."""

    def on_draft_editor_left(self, event: DraftEditor.Left) -> None:
        """Leave the editor. A text that is worth anything stays a draft, on its line and in the list."""
        if self.acts.leave(event.draft, event.text):
            self.say("Kept as a draft. E goes on with it; on its line Enter goes on, d throws it away.")
        self.shut_editor()

    def shut_editor(self) -> None:
        """Back to the document."""
        self.panel.shut()
        self.view.selected_from = None
        self.view.focus()
        self.reload()

    def _draft(self, name: str) -> Draft:
        return self.recorder.session.drafts[name]

    def on_draft_editor_refused(self, event: DraftEditor.Refused) -> None:
        """Say why nothing was pasted."""
        self.say("That paste is longer than the session log holds in one comment. Nothing was pasted.")

    def on_draft_editor_asked(self, event: DraftEditor.Asked) -> None:
        """Label, suggestion, preview, external editor."""
        match event.what:
            case "label":
                self._label(event.draft)
            case "suggestion":
                self._suggest()
            case "preview":
                self.action_preview()
            case "external":
                self._write_outside()

    def _label(self, name: str) -> None:
        draft = self._draft(name)
        if draft.purpose != "comment":
            return

        def chosen(choice: Choice | None) -> None:
            if choice is not None:
                self.acts.label(name, *choice)
                self.panel.draw_title(self._draft(name))
            if dialog.keep and self.panel.editor:
                self.panel.editor.action_finish()

        dialog = LabelDialog((draft.label, draft.decoration))
        self.push_screen(dialog, chosen)

    def _suggest(self) -> None:
        editor = self.panel.editor
        if editor is None:
            return
        anchor = self._draft(editor.draft).anchor
        lines = lines_at(self.document(anchor.path or DESCRIPTION), anchor)
        if lines:
            editor.replace_text(with_suggestion(editor.full_text, lines))
        else:
            self.say("A suggestion needs a line or a range to stand for.")

    def action_preview(self) -> None:
        """Show the draft as Markdown, or the editor again."""
        if self.is_editing():
            self.panel.toggle_preview()
            self.draw_keys()

    def action_keep_previewed(self) -> None:
        """Keep what the preview shows."""
        if self.panel.editor:
            self.panel.editor.action_finish()

    def _write_outside(self) -> None:
        command = external.editor_command() if self.is_local else None
        editor = self.panel.editor
        if editor is None:
            return
        if command is None:
            why = (
                "Set $EDITOR to the name of your editor first."
                if self.is_local
                else "There is no editor to start here."
            )
            self.say(why)
            return
        with self.suspend():
            text = external.edited(editor.full_text, command)
        if text is None:
            self.say("Your editor ended with an error; the text is as it was.")
        elif fits(text):
            editor.replace_text(text)
        else:
            self.say("That is longer than the session log holds in one comment; the text is as it was.")
