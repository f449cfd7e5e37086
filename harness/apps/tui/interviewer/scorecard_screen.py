"""The scorecard on a screen of its own: its sections on the left, the chosen one on the right; written to files from here.

The words are those of the text report, so that screen and print-out say the same.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from harness.adapters.event_log import write_atomically
from harness.domain.assessment import Assessment
from harness.domain.display import display
from harness.domain.pseudonym import pseudonym
from harness.reports.contents import contents
from harness.reports.text_report import text_sections

_NARROW = 100
_SIGNS = {"✓": "$success", "✗": "$error", "?": "$warning", "!": "$warning", "▸": "$accent"}


class ScorecardScreen(ModalScreen[None]):
    """Read a scorecard section by section; `all` stands for the whole."""

    DEFAULT_CSS = """
    ScorecardScreen { background: $surface; }
    ScorecardScreen #title { height: 1; background: $error-darken-2; color: $text; }
    ScorecardScreen #sections { width: 26; padding: 0 1; border-right: solid $panel; }
    ScorecardScreen #text { padding: 0 1; }
    ScorecardScreen #keys { height: 1; background: $panel; color: $text-muted; }
    ScorecardScreen.narrow #sections { width: 1fr; height: 2; border-right: none; }
    ScorecardScreen.narrow #body { layout: vertical; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,S", "dismiss", "Back", priority=True),
        Binding("right,l,tab,n", "section(1)", "Next section", priority=True),
        Binding("left,h,shift+tab,p", "section(-1)", "Previous section", priority=True),
        Binding("a", "whole", "All of it", priority=True),
        Binding("j,down", "down(1)", "Down", show=False, priority=True),
        Binding("k,up", "down(-1)", "Up", show=False, priority=True),
        Binding("space,pagedown", "down(15)", "Page down", show=False, priority=True),
        Binding("pageup,b", "down(-15)", "Page up", show=False, priority=True),
        Binding("w", "write", "Write the page with answers", priority=True),
        Binding("e", "write_for_candidate", "Write the candidate's edition", priority=True),
    ]

    def __init__(self, assessment: Assessment) -> None:
        super().__init__()
        self.assessment = assessment
        self.sections = list(text_sections(contents(assessment)))
        self.at: int | None = 0

    def compose(self) -> ComposeResult:
        who = pseudonym(self.assessment.session_id)
        yield Static(Content(f" SCORECARD, contains answers · {who} · {self.assessment.standing}"), id="title")
        with Horizontal(id="body"):
            yield Static(id="sections")
            with VerticalScroll(id="text"):
                yield Static(id="words")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Begin with the summary."""
        self._say("")
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """On a narrow screen the sections stand above the text."""
        self.set_class(event.size.width < _NARROW, "narrow")
        self._draw()

    def action_section(self, by: int) -> None:
        """The next section; behind the last comes the first."""
        self.at = ((self.at if self.at is not None else -1) + by) % len(self.sections)
        self._draw()

    def action_whole(self) -> None:
        self.at = None
        self._draw()

    def action_down(self, by: int) -> None:
        self.query_one("#text", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_write(self) -> None:
        from harness.reports.html_report import html_report

        self._write(html_report(self.assessment), "CONTAINS-ANSWERS")

    def action_write_for_candidate(self) -> None:
        from harness.reports.candidate_report import candidate_report

        a = self.assessment
        self._write(candidate_report(a.pull_request, a.session, a.records, a.times, a.digest), "for-candidate")

    def _write(self, text: str, kind: str) -> None:
        who = pseudonym(self.assessment.session_id).replace(" ", "-").lower()
        path = Path(f"{self.assessment.variant.fixture.slug}-{who}-{kind}.html")
        try:
            write_atomically(path, text.encode("utf-8", "replace"))
        except OSError as error:
            self._say(f"{path} cannot be written: {error.strerror}")
            return
        self._say(f"written: {path.resolve()}")

    def _say(self, words: str) -> None:
        keys = words or "←→ section  a all  ↑↓ scroll  w write page  e candidate's edition  Esc back"
        self.query_one("#keys", Static).update(Content(f" {display(keys)}"))

    def _draw(self) -> None:
        narrow = self.has_class("narrow")
        names = [title if n != self.at else f"▸{title}" for n, (title, _) in enumerate(self.sections)]
        listed = " · ".join(names) if narrow else "\n".join(name if name[0] == "▸" else f" {name}" for name in names)
        if narrow and self.at is not None:
            listed = f"{self.at + 1} of {len(self.sections)}: {self.sections[self.at][0]}"
        self.query_one("#sections", Static).update(Content(listed))
        chosen = self.sections if self.at is None else [self.sections[self.at]]
        lines = [line for _, some in chosen for block in some for line in block.split("\n")]
        self.query_one("#words", Static).update(Content("\n").join(map(_styled, lines)))
        self.query_one("#text", VerticalScroll).scroll_home(animate=False)


def _styled(line: str) -> Content:
    """A line of the report with its sign in colour; a heading in bold. The sign itself says it without colour."""
    text = textwrap.dedent(line)
    if text and text == text.upper() and text[0].isalpha() and not line.startswith(" "):
        return Content.styled(line, "bold")
    colour = _SIGNS.get(text[:1])
    if colour and not line.startswith(" "):
        return Content.styled(line, f"bold {colour}")
    return Content(line)
