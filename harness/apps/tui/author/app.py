"""The author's workshop: clean head, planted head and the difference, the issues with their gates, and what to do with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from harness.apps.tui.author import outside
from harness.apps.tui.author.dialogs import GateChoice, Reading, Trial
from harness.apps.tui.author.preview import CandidateView
from harness.apps.tui.author.words import gates_of_run, issue_list, issue_words
from harness.apps.tui.candidate.keys import Footer, entries, footer
from harness.apps.tui.themes import after, wear
from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.rows import Mode
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.errors import HarnessError
from harness.domain.issue import PlantedIssue
from harness.domain.pull_request import FileStatus
from harness.domain.verification import Check, Gate
from harness.steps.authoring.lint import lint
from harness.steps.authoring.workshop import GateRun, Look, Workshop

_NARROW, _BOTH = 110, 116
"""Columns below which the list gets less room, and from which on both texts fit side by side."""
_KEYS: Footer = (
    ("i", "issue"), ("d", "texts"), ("f", "file"), ("r", "run gate"), ("m", "matcher"), ("c", "candidate"),
    ("e", "entry"), ("o", "proof"), ("E", "planting"), ("L", "lint"), ("t", "layout"), ("Tab", "list"),
    ("J K", "scroll"), ("q", "leave"),
)  # fmt: skip


class AuthorApp(App[None]):
    """One fixture on the bench. Everything is read from its folder and written by the author's own editor."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #top { height: 1; background: $error-darken-2; color: $text; }
    #state { height: 1; background: $panel; }
    #keys { height: 1; background: $panel; color: $text-muted; }
    #side { width: 36; border-left: solid $panel; padding: 0 0 0 1; }
    #issue-scroll { height: auto; max-height: 50%; }
    #word-scroll { height: 1fr; border-top: solid $panel; }
    #place { height: 1; background: $panel; }
    .narrow #side { width: 32; }
    .wide #side { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,n", "issue(1)", "Next issue"),
        Binding("I,p", "issue(-1)", "Previous issue"),
        Binding("f,right_curly_bracket", "file(1)", "Next file"),
        Binding("F,left_curly_bracket", "file(-1)", "Previous file"),
        Binding("d", "look", "What is compared: planting, pull request, clean one"),
        Binding("t", "layout", "Side by side or unified"),
        Binding("tab", "wide", "Hide or show the list of issues", priority=True),
        Binding("J", "words(1)", "Scroll what is said of the issue"),
        Binding("K", "words(-1)", "Scroll it back"),
        Binding("r", "gate", "Run a gate"),
        Binding("R", "all_gates", "Run all gates"),
        Binding("s", "stop", "Stop what runs"),
        Binding("m", "trial", "Type a comment, and see what the matcher makes of it"),
        Binding("c", "candidate", "The candidate's view"),
        Binding("e", "edit('entry')", "Open the issue's entry in your editor"),
        Binding("o", "edit('proof')", "Open its proof in your editor"),
        Binding("E", "edit('planting')", "Edit how it is planted, in your editor"),
        Binding("L", "lint", "What lint says"),
        Binding("u", "reload", "Read the folder again"),
        Binding("ctrl+t", "theme", "Next theme"),
        Binding("question_mark", "help", "Help"),
        Binding("q,ctrl+c,ctrl+q", "leave", "Leave", priority=True),
    ]

    def __init__(self, folder: Path, theme: str | None = None) -> None:
        super().__init__()
        self.folder = folder
        self.workshop = Workshop.open(folder)
        self.selected = self.file_at = 0
        self.look = Look.PLANTING
        self.running: GateRun | None = None
        self.said = "c: the candidate's view. m: a comment for the matcher. r: run a gate."
        self._wanted_theme = theme
        self._layout: Mode | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="top")
        with Horizontal(id="body"):
            with Vertical():
                yield Static(id="place")
                self.view = DocumentView(id="document")
                yield self.view
            with Vertical(id="side"):
                with VerticalScroll(id="issue-scroll", can_focus=False):
                    yield Static(id="issues")
                with VerticalScroll(id="word-scroll", can_focus=False):
                    yield Static(id="words")
        yield Static(id="state")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Begin with the first issue."""
        wear(self, self._wanted_theme)
        self.view.focus()
        self.call_after_refresh(self.draw)

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window."""
        base = self.screen_stack[0]
        base.query_one("#body").set_class(event.size.width < _NARROW, "narrow")
        if self._layout is None:
            self.call_after_refresh(self.draw)
        base.query_one("#keys", Static).update(Content(footer(_KEYS, True, event.size.width)))

    @property
    def issue(self) -> PlantedIssue | None:
        """The issue that is selected."""
        issues = self.workshop.fixture.key.issues
        return issues[min(self.selected, len(issues) - 1)] if issues else None

    # Drawing

    def draw(self) -> None:
        """Draw everything anew."""
        files = self.workshop.files(self.issue, self.look) or self.workshop.files(None, Look.CLEAN)
        look = self.look if self.issue else Look.CLEAN
        path = files[self.file_at % len(files)]
        document = self.workshop.document(self.issue, path, look)
        one_sided = document.status in (FileStatus.ADDED, FileStatus.DELETED)
        self.view.chosen_mode = Mode.UNIFIED if one_sided else self._wanted_mode()
        self.view.show(document, ())
        if self.issue and look is not Look.CLEAN and path in {edit.path for edit in self.issue.edits}:
            self.view.go_to(Side.RIGHT, self.workshop.first_line(self.issue, path))
        layout = "side by side" if self.view.mode is Mode.SPLIT else "unified"
        at = f"{self.file_at % len(files) + 1}/{len(files)} " if len(files) > 1 else ""
        place = f" {look.value}   {at}{display(path)}   {layout}"
        self._put("#place", place)
        self.draw_words()
        self.screen_stack[0].query_one("#word-scroll").scroll_home(animate=False)

    def _wanted_mode(self) -> Mode:
        """Side by side where both texts have room, unless another layout was asked for."""
        return self._layout or (Mode.SPLIT if self.size.width >= _BOTH else Mode.UNIFIED)

    def draw_words(self) -> None:
        """Draw what stands around the text."""
        fixture = self.workshop.fixture
        proven = "proven" if self.workshop.proven else "not proven as it is"
        self._put(
            "#top", f" AUTHOR, contains answers · {display(fixture.slug)} · {proven} · {display(fixture.brief.title)}"
        )
        self._put("#issues", issue_list(self.workshop, self.selected))
        self.screen_stack[0].query_one("#issue-scroll").scroll_to(y=max(2 * self.selected - 2, 0), animate=False)
        self._put("#words", issue_words(self.workshop, self.issue) if self.issue else "")
        self._put("#state", f" {display(self.said)}")

    def say(self, text: str) -> None:
        """Say something in the line above the keys."""
        self.said = text
        self._put("#state", f" {display(text)}")

    def _put(self, where: str, text: str) -> None:
        if self.is_running:
            self.screen_stack[0].query_one(where, Static).update(Content(text))

    # Looking

    def action_issue(self, by: int) -> None:
        issues = self.workshop.fixture.key.issues
        if issues:
            self.selected, self.file_at = (self.selected + by) % len(issues), 0
            self.draw()

    def action_file(self, by: int) -> None:
        self.file_at += by
        self.draw()

    def action_look(self) -> None:
        looks = list(Look)
        self.look, self.file_at = looks[(looks.index(self.look) + 1) % len(looks)], 0
        self.draw()

    def action_layout(self) -> None:
        self._layout = Mode.UNIFIED if self._wanted_mode() is Mode.SPLIT else Mode.SPLIT
        self.view.chosen_mode = self._layout
        self.draw()

    def action_wide(self) -> None:
        self.query_one("#body").toggle_class("wide")
        self.call_after_refresh(self.draw)

    def action_words(self, by: int) -> None:
        scroll = self.query_one("#word-scroll", VerticalScroll)
        scroll.scroll_relative(y=by * max(scroll.size.height - 1, 1), animate=False)

    def action_theme(self) -> None:
        self.theme = after(self.theme)

    # Gates

    def action_gate(self) -> None:
        self.push_screen(GateChoice(), self._run)

    def action_all_gates(self) -> None:
        self._run(tuple(Gate))

    def _run(self, gates: tuple[Gate, ...] | None) -> None:
        if not gates:
            return
        if self.running:
            self.say("Something runs already; s stops it.")
            return
        self.running = GateRun(self.folder, gates)
        self.say(f"Running {gates_of_run(gates)} … s stops it.")
        self._wait(self.running)

    @work(thread=True)
    def _wait(self, run: GateRun) -> None:
        try:
            checks: tuple[Check, ...] | str = run.wait()
        except HarnessError as error:
            checks = str(error)
        self.call_from_thread(self._ended, run, checks)

    def _ended(self, run: GateRun, outcome: tuple[Check, ...] | str) -> None:
        self.running = None
        if isinstance(outcome, str):
            self.say(f"{gates_of_run(run.gates)}: no outcome. {outcome}")
            return
        self.workshop = self.workshop.with_checks(run.gates, outcome)
        false = sum(check.holds is False for check in outcome)
        self.said = f"{gates_of_run(run.gates)}: {len(outcome)} claims, {false or 'none'} false."
        self.draw_words()

    def action_stop(self) -> None:
        if self.running:
            self.running.stop()
            self.say("Stopping …")

    # The candidate and the matcher

    def action_trial(self) -> None:
        line = self.view.line_at_cursor()
        document = self.view.document
        on_head = bool(line and line[0] is Side.RIGHT and document)
        path = document.path if on_head and document else None
        self.push_screen(Trial(self.workshop.fixture, path, line[1] if on_head and line else None))

    def action_candidate(self) -> None:
        try:
            self.push_screen(CandidateView(str(self.folder)))
        except HarnessError as error:
            self.push_screen(Reading(display_text(error)))

    # The author's own editor

    def action_edit(self, what: str) -> None:
        if self.issue is None:
            self.say("There is no issue yet.")
            return
        try:
            with self.suspend():
                said = outside.edit(self.folder, self.workshop.fixture, self.issue, what)
        except HarnessError as error:
            self.push_screen(Reading(display_text(error)))
            return
        self.action_reload()
        self.say(said)

    def action_reload(self) -> None:
        """Read the folder again; where it does not load now, say why and keep showing what there was."""
        try:
            fresh = Workshop.open(self.folder)
        except HarnessError as error:
            self.push_screen(
                Reading(f"The fixture does not load now; shown is what there was.\n\n{display_text(error)}")
            )
            return
        chosen = self.issue.id if self.issue else ""
        same = fresh.fixture.digest == self.workshop.fixture.digest
        self.workshop = self.workshop if same else fresh
        ids = [issue.id for issue in self.workshop.fixture.key.issues]
        self.selected = ids.index(chosen) if chosen in ids else 0
        self.draw()

    def action_lint(self) -> None:
        faults, _ = lint(self.folder)
        text = "\n\n".join(display(str(fault)) for fault in faults)
        self.push_screen(Reading(text or "Lint has nothing to say."))

    def action_help(self) -> None:
        groups = {
            "Workshop": self.BINDINGS, "In a text": DocumentView.BINDINGS, "Candidate's view": CandidateView.BINDINGS,
        }  # fmt: skip
        lines: list[str] = []
        for title, bindings in groups.items():
            lines += [title, *(f"  {e.keys:<18}{e.what}" for e in entries([(title, bindings)])), ""]
        self.push_screen(Reading("\n".join(lines)))

    def action_leave(self) -> None:
        """End what runs, and leave."""
        if self.running:
            self.running.stop()
        self.exit()

    def _fatal_error(self) -> None:
        """A bug of ours: one sentence, without the text of variables."""
        if self.running:
            self.running.stop()
        kind = sys.exc_info()[0]
        name = kind.__name__ if kind else "an error"
        self._exit_renderables.append(f"Something in the program broke ({name}). The fixture is untouched.")
        self._close_messages_no_wait()


def display_text(error: HarnessError) -> str:
    """An error as lines that are safe to show."""
    return "\n".join(display(line) for line in str(error).split("\n"))
