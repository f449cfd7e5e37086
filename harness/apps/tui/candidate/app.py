"""The candidate's screen: read, comment, hand in. It is given a pull request and a recorder, and nothing else."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from harness import __version__
from harness.apps.tui.candidate import dialogs
from harness.apps.tui.candidate.editor import DraftEditor
from harness.apps.tui.candidate.file_list import DESCRIPTION, FileList, documents_of
from harness.apps.tui.candidate.words import welcome
from harness.apps.tui.safety import on_hang_up, terminal_is_gone
from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.rows import Mode
from harness.domain import event as ev
from harness.domain.comment import Anchor, Comment
from harness.domain.diff import FileText, Side
from harness.domain.display import display
from harness.domain.packet import Packet
from harness.domain.pull_request import Artefact, ArtefactKind, ChangedFile
from harness.steps.interview.record import Recorder, Submission

NARROW = 100
"""Below this many columns the file list and side-by-side need the room of the diff."""
SMALLEST = (60, 16)


class CandidateApp(App[Submission | None]):
    """Review one pull request. Ends with the submission, or None when it was left."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { layers: base over; }
    #top { height: 1; background: $primary-darken-2; color: $text; }
    #place { height: 1; background: $panel; color: $text; }
    #keys { height: 1; background: $panel; color: $text-muted; }
    #body { height: 1fr; }
    #small { layer: over; width: 100%; height: 100%; content-align: center middle; display: none; background: $background; }
    #editor { height: auto; display: none; border-top: solid $accent; }
    #editor DraftEditor { height: 8; border: none; }
    #editor-title { height: 1; color: $accent; padding: 0 1; }
    #search { display: none; height: 3; }
    .narrow FileList { display: none; }
    .narrow.listing FileList { display: block; width: 100%; }
    .narrow.listing DocumentView { display: none; }
    """
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
        Binding("right_curly_bracket", "file(1)", "Next file"),
        Binding("left_curly_bracket", "file(-1)", "Previous file"),
        Binding("r", "viewed", "Mark the file as viewed"),
        Binding("t", "mode", "Unified or side by side"),
        Binding("o", "side", "Old or new side (side by side)"),
        Binding("slash", "search", "Search (a regular expression)"),
        Binding("n", "again(1)", "Next hit"),
        Binding("N", "again(-1)", "Previous hit"),
        Binding("tab", "list", "File list and back", priority=True),
        Binding("p", "prompts", "Questions beside the review"),
        Binding("T", "timer", "Hide or show the time"),
        Binding("s", "submit", "Hand in"),
        Binding("question_mark", "help", "Help"),
        Binding("q", "leave", "Leave; everything is kept"),
        Binding("ctrl+c", "leave", "Leave", show=False, priority=True),
        Binding("ctrl+q", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, packet: Packet, recorder: Recorder, minutes: int | None = None) -> None:
        super().__init__()
        self.packet, self.recorder = packet, recorder
        self.pull_request = packet.pull_request
        self.minutes = minutes or packet.pull_request.minutes
        self.title = "Review"
        self._current = DESCRIPTION
        self._pattern: re.Pattern[str] | None = None
        self._settled: Timer | None = None
        self._last_shown: ev.LinesShown | None = None
        self._show_time = True
        self._places: dict[str, tuple[Side, int]] = {}
        self._description = Artefact(
            DESCRIPTION,
            "Description",
            ArtefactKind.NOTE,
            FileText.of(packet.pull_request.description.rstrip("\n") + "\n"),
        )

    # Screen

    def compose(self) -> ComposeResult:
        yield Static(id="top")
        with Horizontal(id="body"):
            yield FileList(id="files")
            with Vertical():
                yield Static(id="place")
                yield DocumentView(id="document")
                with Vertical(id="editor"):
                    yield Static(id="editor-title")
        yield Input(placeholder="search: a regular expression, Enter finds, Esc leaves", id="search")
        yield Static(id="keys")
        yield Static(Content("The window is too small. Please make it larger;\nnothing is lost."), id="small")

    def on_mount(self) -> None:
        """Come up where the candidate was, or with the welcome."""
        self.view = self.query_one(DocumentView)
        self.files = self.query_one(FileList)
        self.recorder.record(ev.Opened(__version__, self.size.width, self.size.height))
        self._asyncio_loop = asyncio.get_running_loop()
        self.recorder.on_status = self._status_changed
        on_hang_up(self._hang_up)
        self.set_interval(1, self._tick)
        self._fit()
        session = self.recorder.session
        if session.started:
            self.call_after_refresh(self._resume)
        else:
            self.call_after_refresh(self._open, DESCRIPTION)
            keys = "Enter starts · q leaves"
            self.push_screen(dialogs.Message("Welcome", welcome(self.pull_request, self.minutes), keys), self._begin)
        self.view.focus()

    def _begin(self, agreed: bool | None) -> None:
        if not agreed:
            self.exit(None)
            return
        self.recorder.record(ev.Started())
        self._draw_top()

    def _resume(self) -> None:
        shown = self.recorder.session.shown
        if shown:
            self.view.mode = Mode.SPLIT if shown.layout == Mode.SPLIT else Mode.UNIFIED
        self._open(shown.path if shown else DESCRIPTION)
        if shown and shown.cursor_line and shown.cursor_side:
            self.view.go_to(shown.cursor_side, shown.cursor_line)
        comment_drafts = [d for d in self.recorder.session.drafts.values() if d.purpose == "comment"]
        if comment_drafts:
            self._edit_draft(comment_drafts[-1].id)
        self.notify("Welcome back. Everything is where you left it.", timeout=4)

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window."""
        self._fit(event.size)
        if self.recorder.session.run:
            self.recorder.record(ev.ScreenResized(event.size.width, event.size.height))

    def _fit(self, size: Size | None = None) -> None:
        width, height = size or self.size
        self.query_one("#body").set_class(width < NARROW, "narrow")
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        self.query_one("#small").display = too_small
        self._draw_top()
        self._draw_keys()

    def _tick(self) -> None:
        if terminal_is_gone() and not self.is_headless:
            self._hang_up(1)
        self._draw_top()

    def _hang_up(self, number: int) -> None:
        """The terminal is gone or we are asked to end: everything is on the disk already; make it sure and stop."""
        self.recorder.close()
        if number == 15:
            self.exit(None, return_code=143)
        else:
            os._exit(128 + number)

    def _fatal_error(self) -> None:
        """A bug of ours: say so in one sentence, without the text of variables, which may hold anything."""
        where = getattr(self.recorder, "path", "the session log")
        kind = sys.exc_info()[0]
        name = kind.__name__ if kind else "an error"
        text = f"Something in the program broke ({name}). Nothing is lost: it is in {where}; start again to go on."
        self._exit_renderables.append(Content(text).plain)
        self._close_messages_no_wait()

    # What is drawn around the document

    def _status_changed(self) -> None:
        """Called from the thread that syncs the log: hand over to the loop and never wait for it."""
        self._asyncio_loop.call_soon_threadsafe(self._draw_top)

    def _draw_top(self) -> None:
        if not self.is_running:
            return
        session, width = self.recorder.session, self.size.width
        seconds = int(self.recorder.elapsed())
        time = f"{seconds // 60}:{seconds % 60:02d} of {self.minutes}:00" if self._show_time and session.started else ""
        viewed = len([f for f in self.pull_request.files if f.path in session.viewed])
        right = f"  {viewed}/{len(self.pull_request.files)} viewed  {self._saved()}  {time} "
        title = f" {display(self.pull_request.title)}"
        room = max(width - len(right), 10)
        title = title if len(title) <= room else title[: room - 1] + "…"
        self.query_one("#top", Static).update(Content(f"{title:<{room}}{right}"))

    def _saved(self) -> str:
        status = self.recorder.status
        if status.state == "failed":
            return f"NOT SAVED: {display(status.message)}"
        return f"saved ✓ {status.at}" if status.state == "saved" else "saving …"

    def _draw_place(self) -> None:
        document = self.view.document
        anchor = self.view.comment_anchor()
        name = "Description" if self._current == DESCRIPTION else display(self._current)
        if isinstance(document, ChangedFile) and document.base_path and document.base_path != document.path:
            name = f"{display(document.base_path)} → {name}"
        where = ""
        if anchor and anchor.lines and self._current != DESCRIPTION:
            side = "old " if anchor.side is Side.LEFT else ""
            lines = anchor.lines
            where = f"{side}line {lines.end}" if lines.start == lines.end else f"{side}lines {lines.start}–{lines.end}"
        selecting = "  SELECTING" if self.view.selected_from is not None else ""
        self.query_one("#place", Static).update(Content(f" {name}  {where}{selecting}"))

    def _draw_keys(self) -> None:
        if self.query_one("#editor").display:
            keys = "Ctrl+S keep the comment   Esc leave"
        elif self.view_has_comment():
            keys = "e edit  d withdraw  c comment  m/M comments  ? help"
        else:
            keys = "c comment  v range  ] [ change  } { file  t split  r viewed  s hand in  ? help  q leave"
        self.query_one("#keys", Static).update(Content(f" {keys}"))

    def view_has_comment(self) -> bool:
        """Whether the cursor stands on a comment."""
        row = self.query_one(DocumentView).row_at_cursor()
        return bool(row and row.comment)

    # Documents

    def _document(self, name: str) -> ChangedFile | Artefact:
        return self._description if name == DESCRIPTION else self.pull_request.document(name) or self._description

    def _open(self, name: str) -> None:
        if place := self.view.line_at_cursor():
            self._places[self._current] = place
        if name not in documents_of(self.pull_request):
            name = DESCRIPTION
        self._current = name
        self.view.show(self._document(name), self._comments())
        if name in self._places:
            self.view.go_to(*self._places[name])
        if self.recorder.session.started or name != DESCRIPTION:
            self.recorder.record(ev.FileViewed(name))
        self._after_change()
        self._settle()

    def _comments(self) -> list[Comment]:
        path = None if self._current == DESCRIPTION else self._current
        return self.recorder.session.comments_in(path)

    def _after_change(self) -> None:
        self.files.refresh_from(self.pull_request, self.recorder.session, self._current)
        self._draw_place()
        self._draw_keys()
        self._draw_top()

    def _reload(self) -> None:
        self.view.show(self._document(self._current), self._comments(), keep=True)
        self._after_change()

    def on_document_view_moved(self, message: DocumentView.Moved) -> None:
        """Tell where the cursor is, and note what is on the screen once it rests."""
        self._draw_place()
        self._draw_keys()
        if self._settled:
            self._settled.stop()
        self._settled = self.set_timer(0.15, self._settle)

    def _settle(self) -> None:
        if not self.recorder.session.started:
            return
        base, head = self.view.visible_lines()
        side, line = self.view.line_at_cursor() or (None, None)
        shown = ev.LinesShown(self._current, base, head, side, line, self.view.mode.value)
        if shown != self._last_shown:
            self._last_shown = shown
            self.recorder.record(shown)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A document was chosen in the list."""
        if event.option_list is self.files and event.option.id:
            self.query_one("#body").remove_class("listing")
            self._open(event.option.id)
            self.view.focus()

    # Comments

    def action_comment(self) -> None:
        anchor = self.view.comment_anchor()
        if self._current == DESCRIPTION:
            anchor = Anchor()
        if anchor is None:
            self.notify("Put the cursor on a line first.", timeout=3)
            return
        self._start(anchor)

    def action_comment_file(self) -> None:
        self._start(Anchor() if self._current == DESCRIPTION else Anchor(self._current))

    def action_comment_review(self) -> None:
        self._start(Anchor())

    def _start(self, anchor: Anchor) -> None:
        if self._editing():
            return
        draft = self.recorder.session.next_draft_id
        self.recorder.record(ev.DraftOpened(draft, anchor))
        self._edit_draft(draft)

    def action_edit(self) -> None:
        row = self.view.row_at_cursor()
        comment = self.recorder.session.comments.get(row.comment) if row and row.comment else None
        if comment is None or self._editing():
            self.notify("Put the cursor on a comment first (m goes to the next).", timeout=3)
            return
        draft = self.recorder.session.next_draft_id
        self.recorder.record(ev.DraftOpened(draft, comment.anchor, comment.body, comment.id))
        self._edit_draft(draft)

    def on_document_view_comment_clicked(self, message: DocumentView.CommentClicked) -> None:
        """Enter on a comment edits it."""
        self.action_edit()

    def _editing(self) -> bool:
        return bool(self.query("#editor DraftEditor"))

    def _edit_draft(self, name: str) -> None:
        draft = self.recorder.session.drafts[name]
        place = self.query_one("#editor")
        verb = f"Editing {draft.comment}, on" if draft.comment else "Comment on"
        self.query_one("#editor-title", Static).update(Content(f"{verb} {display(str(draft.anchor))}"))
        place.display = True
        editor = DraftEditor(self.recorder, name, draft.text)
        place.mount(editor)
        editor.focus()
        self._draw_keys()

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
        self._reload()

    def action_withdraw(self) -> None:
        row = self.view.row_at_cursor()
        if not (row and row.comment):
            self.notify("Put the cursor on a comment first (m goes to the next).", timeout=3)
            return
        self.recorder.record(ev.CommentWithdrawn(row.comment))
        self._reload()
        self.notify(f"{row.comment} is withdrawn. u brings it back.", timeout=4)

    def action_restore(self) -> None:
        withdrawn = self.recorder.session.withdrawn
        if not withdrawn:
            self.notify("Nothing was withdrawn.", timeout=3)
            return
        self.recorder.record(ev.CommentRestored(list(withdrawn)[-1]))
        self._reload()

    def action_next_comment(self, by: int) -> None:
        if self.view.next_comment(by):
            return
        names = documents_of(self.pull_request)
        index = names.index(self._current)
        others = names[index + 1 :] if by > 0 else names[:index][::-1]
        commented = {c.anchor.path or DESCRIPTION for c in self.recorder.session.comments.values()}
        target = next((n for n in others if n in commented), None)
        if target is None:
            self.bell()
            return
        self._open(target)
        self.view.cursor = 0 if by > 0 else len(self.view.table)
        self.view.next_comment(by)

    def action_comments(self) -> None:
        self.push_screen(dialogs.CommentList(self.recorder.session), self._go_to_comment)

    def _go_to_comment(self, name: str | None) -> None:
        comment = self.recorder.session.comments.get(name or "")
        if comment:
            self._open(comment.anchor.path or DESCRIPTION)
            self.view.go_to_comment(comment.id)

    # Files, search, mode

    def action_file(self, by: int) -> None:
        names = documents_of(self.pull_request)
        index = names.index(self._current) + by
        if 0 <= index < len(names):
            self._open(names[index])
        else:
            self.bell()

    def action_viewed(self) -> None:
        if self.pull_request.file(self._current) is None:
            self.notify("Only files are marked as viewed.", timeout=3)
            return
        viewed = self._current not in self.recorder.session.viewed
        self.recorder.record(ev.FileMarked(self._current, viewed))
        self._after_change()
        unviewed = [f.path for f in self.pull_request.files if f.path not in self.recorder.session.viewed]
        if viewed and unviewed:
            self._open(unviewed[0])

    def action_mode(self) -> None:
        self.view.set_mode(Mode.SPLIT if self.view.mode is Mode.UNIFIED else Mode.UNIFIED)
        self._settle()

    def action_side(self) -> None:
        self.view.cursor_side = Side.LEFT if self.view.cursor_side is Side.RIGHT else Side.RIGHT
        self._draw_place()

    def action_list(self) -> None:
        body = self.query_one("#body")
        if self.view.has_focus:
            body.add_class("listing")
            self.files.focus()
        elif self.focused is self.files:
            body.remove_class("listing")
            self.view.focus()

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.display = True
        search.value = ""
        search.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search for what was typed; lower case means any case."""
        text = event.value
        self.query_one("#search").display = False
        self.view.focus()
        if not text:
            return
        try:
            self._pattern = re.compile(text, 0 if any(c.isupper() for c in text) else re.IGNORECASE)
        except re.error:
            self._pattern = re.compile(re.escape(text), re.IGNORECASE)
        self.action_again(1)

    def action_again(self, by: int) -> None:
        if self._pattern is None:
            self.bell()
            return
        if self.view.find(self._pattern, by):
            return
        names = documents_of(self.pull_request)
        index = names.index(self._current)
        others = names[index + 1 :] + names[:index] if by > 0 else names[:index][::-1] + names[index + 1 :][::-1]
        for name in others:
            line = _first_hit(self._document(name), self._pattern, by)
            if line:
                self._open(name)
                self.view.pattern = self._pattern
                self.view.go_to(Side.RIGHT, line)
                return
        self.notify("Not found in any other file.", timeout=3)

    def on_key(self, event: events.Key) -> None:
        """Escape leaves the search line."""
        search = self.query_one("#search")
        if event.key == "escape" and search.display:
            search.display = False
            self.view.focus()

    def action_timer(self) -> None:
        self._show_time = not self._show_time
        self._draw_top()

    # Prompts, help, the end

    def action_prompts(self) -> None:
        if not self.pull_request.prompts:
            self.notify("There are no questions beside this review.", timeout=3)
            return
        self.push_screen(dialogs.PromptList(self.pull_request.prompts, self.recorder.session), self._answer)

    def _answer(self, name: str | None) -> None:
        prompt = next((p for p in self.pull_request.prompts if p.id == name), None)
        if prompt is None:
            return
        draft = dialogs.open_draft(self.recorder, "answer", prompt.id, self.recorder.session.answers.get(prompt.id, ""))
        before = self.recorder.session.answers.get(prompt.id, "")
        hint = "\nSay the value, the unit, how sure you are, and what you assumed." if prompt.kind == "estimate" else ""

        def keep(answer: str | None) -> None:
            if answer is not None:
                dialogs.keep_answer(self.recorder, prompt.id, draft, answer)
            self._draw_top()

        self.push_screen(
            dialogs.TextDialog(self.recorder, "Question", display(prompt.text) + hint, draft, before), keep
        )

    def action_help(self) -> None:
        lines = []
        for binding in (*DocumentView.BINDINGS, *self.BINDINGS):
            if (
                isinstance(binding, Binding)
                and not binding.key.startswith("ctrl+c")
                and not binding.key.startswith("ctrl+q")
            ):
                lines.append(f"  {_key_names(binding.key):<22}{binding.description}")
        text = "A number before a motion repeats it; 42G goes to line 42.\n\n" + "\n".join(lines)
        self.push_screen(dialogs.Message("Keys", text, "Esc back"))

    def missing(self) -> list[str]:
        """What a candidate may have forgotten, in words."""
        session = self.recorder.session
        unviewed = [f.path for f in self.pull_request.files if f.path not in session.opened_files]
        open_drafts = [d for d in session.drafts.values() if d.text.strip()]
        unanswered = [p for p in self.pull_request.prompts if not session.answers.get(p.id, "").strip()]
        found = [f"never opened: {display(path)}" for path in unviewed]
        if not session.comments:
            found.append("no comment yet")
        if open_drafts:
            found.append(f"{len(open_drafts)} draft{'s' if len(open_drafts) > 1 else ''} not kept as a comment")
        if unanswered:
            found.append(f"{len(unanswered)} of {len(self.pull_request.prompts)} questions not answered (p)")
        if not session.summary.strip():
            found.append("no summary")
        return found

    def action_submit(self) -> None:
        if not self._editing():
            self.push_screen(dialogs.HandIn(self.recorder, self.missing()), self._hand_in)

    def _hand_in(self, agreed: bool | None) -> None:
        if not agreed:
            self._draw_top()
            return
        submission = self.recorder.submit()
        text = (
            f"Thank you. Your review is complete.\n\nThe file to send back:\n  {display(str(submission.path))}\n\n"
            f"Its digest, to read aloud or write in the mail:\n  {submission.digest}\n\n"
            "Nothing was sent; that is up to you."
        )
        self.push_screen(dialogs.Message("Handed in", text, "Enter ends"), lambda _: self.exit(submission))

    def action_leave(self) -> None:
        if isinstance(self.screen, dialogs.Message):
            self.screen.action_answer(False)
            return
        if self.screen is not self.screen_stack[0]:
            self.pop_screen()
            return
        text = "Everything is kept. The same command brings you back to exactly this place."

        def answered(leave: bool | None) -> None:
            if leave:
                self.exit(None)

        self.push_screen(dialogs.Message("Leave for now?", text, "Enter leaves · Esc goes back"), answered)


def _first_hit(document: ChangedFile | Artefact, pattern: re.Pattern[str], by: int) -> int | None:
    lines = document.head.lines if isinstance(document, ChangedFile) else document.text.lines
    hits = (
        n for n in (range(1, len(lines) + 1) if by > 0 else range(len(lines), 0, -1)) if pattern.search(lines[n - 1])
    )
    return next(hits, None)


_KEYS = {
    "right_square_bracket": "]", "left_square_bracket": "[", "right_curly_bracket": "}", "left_curly_bracket": "{",
    "question_mark": "?", "slash": "/", "pagedown": "PgDn", "pageup": "PgUp", "space": "Space", "enter": "Enter",
    "escape": "Esc", "down": "↓", "up": "↑", "left": "←", "right": "→", "home": "Home", "end": "End", "tab": "Tab",
}  # fmt: skip


def _key_names(keys: str) -> str:
    return " ".join(_KEYS.get(key, key.replace("ctrl+", "Ctrl+")) for key in keys.split(","))
