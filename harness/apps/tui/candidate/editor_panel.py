"""The panel under the document in which comments, answers and the summary are written, with the code still in sight."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from harness.apps.tui.candidate.editor import DraftEditor
from harness.apps.tui.candidate.preview import markdown_text
from harness.apps.tui.widgets.scrolling import StillColumn
from harness.domain.comment import Decoration, Label
from harness.domain.display import display, display_lines
from harness.domain.pull_request import Prompt
from harness.domain.review_session import Draft
from harness.steps.interview.record import Recorder


class Preview(VerticalScroll, can_focus=True):
    """The draft as Markdown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+r", "app.preview", "Back to the editor"),
        Binding("ctrl+s", "app.keep_previewed", "Keep the text"),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
    ]


class EditorPanel(StillColumn):
    """Holds the editor of one draft at a time. It is shut while there is none."""

    DEFAULT_CSS = """
    EditorPanel { height: auto; max-height: 60%; display: none; border-top: solid $accent; }
    EditorPanel DraftEditor { border: none; padding: 0 1; }
    EditorPanel DraftEditor:focus { border: none; }
    EditorPanel #editor-title { height: auto; color: $accent; padding: 0 1; }
    EditorPanel #preview { height: auto; min-height: 4; max-height: 12; display: none; padding: 0 1; }
    EditorPanel.previewing DraftEditor { display: none; }
    EditorPanel.previewing #preview { display: block; }
    """

    def __init__(self, recorder: Recorder, *, id: str) -> None:
        super().__init__(id=id)
        self._title = ""
        self._editor = DraftEditor(recorder)

    def compose(self) -> ComposeResult:
        yield Static(id="editor-title")
        yield self._editor
        with Preview(id="preview"):
            yield Static()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The line above the title; the rest is covered."""
        return super().render_lines(Region(crop.x, crop.y, crop.width, 1))

    @property
    def editor(self) -> DraftEditor | None:
        """The editor, while it is open on a draft."""
        return self._editor if self._editor.draft else None

    @property
    def draft(self) -> str | None:
        """The id of the draft being written."""
        return self._editor.draft or None

    def open(self, draft: Draft, title: str) -> None:
        """Show a draft and put the cursor at its end; in an estimate that is still empty, at its first part."""
        self.shut()
        self._title = title
        self.draw_title(draft)
        self.display = True
        self._editor.take_up(draft.id, draft.text)
        if draft.purpose == "answer" and draft.text.endswith(": "):
            self._editor.move_cursor((0, len(draft.text.split("\n")[0])))
        self._editor.focus()

    def draw_title(self, draft: Draft) -> None:
        """What is being written, where, and under which label."""
        label = f"  [{said(draft.label, draft.decoration)}]" if draft.label or draft.decoration else ""
        self.query_one("#editor-title", Static).update(Content(display_lines(self._title) + label))

    def shut(self) -> None:
        """Take the editor away."""
        self.remove_class("previewing")
        self._editor.let_go()
        self.display = False

    def toggle_preview(self) -> bool:
        """Show the draft as Markdown, or the editor again; whether the preview is shown now."""
        editor = self._editor
        self.toggle_class("previewing")
        previewing = self.has_class("previewing")
        scroll = self.query_one(Preview)
        if previewing:
            text = markdown_text(editor.full_text or "(empty)", self.size.width - 4, self.app.current_theme.dark)
            scroll.query_one(Static).update(text)
            scroll.focus()
        else:
            editor.focus()
        return previewing


def said(label: Label | None, decoration: Decoration | None) -> str:
    """A label and a decoration in Conventional Comments' form."""
    return " ".join(part for part in (label, f"({decoration})" if decoration else "") if part)


def title_of(draft: Draft, prompts: tuple[Prompt, ...]) -> str:
    """What stands above the editor of this draft."""
    if draft.purpose == "summary":
        return "Summary: what should the author know first?"
    if draft.purpose == "answer":
        prompt = next((p for p in prompts if p.id == draft.comment), None)
        unit = f" (in {display(prompt.unit)})" if prompt and prompt.unit else ""
        return f"{prompt.text}{unit}" if prompt else "Answer"
    if draft.comment:
        return f"Editing {draft.comment} on {display(str(draft.anchor))}"
    if draft.reply_to:
        return f"Reply to {draft.reply_to} on {display(str(draft.anchor))}"
    return f"Comment on {display(str(draft.anchor))}"
