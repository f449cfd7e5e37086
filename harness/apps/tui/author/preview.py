"""The candidate's view: a packet that was really packed and read again, document by document."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from harness.apps.tui.candidate.keys import Footer, footer
from harness.apps.tui.widgets.document_view import DocumentView
from harness.domain.diff import FileText
from harness.domain.display import display
from harness.domain.packet import Packet
from harness.domain.pull_request import Artefact, ArtefactKind, Document
from harness.steps.authoring.candidate_view import packet_for_author

_KEYS: Footer = (
    ("} {", "document"), ("n N", "seed"), ("t", "layout"), ("] [", "change"), ("x", "whole file"), ("Esc", "back"),
)  # fmt: skip


class CandidateView(Screen[None]):
    """What a candidate receives for a seed, and nothing else: description, artefacts, files in their order."""

    DEFAULT_CSS = """
    CandidateView #preview-top { height: 1; background: $primary; color: $text; }
    CandidateView #preview-place { height: 1; background: $panel; }
    CandidateView #preview-keys { height: 1; background: $panel; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_curly_bracket", "document(1)", "Next document", priority=True),
        Binding("left_curly_bracket", "document(-1)", "Previous document", priority=True),
        Binding("n", "seed(1)", "The variant of the next seed"),
        Binding("N", "seed(-1)", "The variant of the seed before"),
        Binding("t", "layout", "Unified or side by side"),
        Binding("escape,q,c", "back", "Back to the workshop", priority=True),
    ]

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder, self._seed, self._at = folder, 1, 0
        self.packet: Packet = packet_for_author(folder, "1")

    def compose(self) -> ComposeResult:
        yield Static(id="preview-top")
        yield Static(id="preview-place")
        self.view = DocumentView(id="preview")
        yield self.view
        yield Static(id="preview-keys")

    def on_mount(self) -> None:
        """Begin with the description, as the candidate does."""
        self.view.focus()
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Follow the window."""
        self.query_one("#preview-keys", Static).update(Content(footer(_KEYS, False, self.app.size.width)))

    @property
    def documents(self) -> list[Document]:
        """Description, artefacts and files, in the order in which they are presented."""
        pull_request = self.packet.pull_request
        text = FileText.of(pull_request.description)
        description = Artefact("description.md", pull_request.title, ArtefactKind.NOTE, text)
        return [description, *pull_request.artefacts, *pull_request.files]

    def action_document(self, by: int) -> None:
        self._at = (self._at + by) % len(self.documents)
        self._draw()

    def action_seed(self, by: int) -> None:
        self._seed = max(self._seed + by, 1)
        self.packet = packet_for_author(self._folder, str(self._seed))
        self._at = min(self._at, len(self.documents) - 1)
        self._draw()

    def action_layout(self) -> None:
        from harness.apps.tui.widgets.rows import Mode

        self.view.set_mode(Mode.UNIFIED if self.view.mode is Mode.SPLIT else Mode.SPLIT)

    def action_back(self) -> None:
        self.dismiss()

    def _draw(self) -> None:
        document = self.documents[self._at]
        self.view.show(document, ())
        top = f" AS THE CANDIDATE SEES IT · seed {self._seed} · {self.packet.pull_request.minutes} min · "
        self.query_one("#preview-top", Static).update(Content(top + display(self.packet.pull_request.title)))
        place = f" {self._at + 1} of {len(self.documents)}  {display(document.path)}"
        self.query_one("#preview-place", Static).update(Content(place))
