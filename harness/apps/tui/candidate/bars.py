"""The three lines around the document, as text: what is reviewed and whether it is saved, where one is, which keys act."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from harness.adapters.event_log import Status
from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.apps.tui.candidate.words import saved
from harness.domain.comment import Anchor
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.pull_request import ChangedFile, Document, PullRequest
from harness.domain.review_session import ReviewSession


def top_line(
    pull_request: PullRequest, session: ReviewSession, status: Status, elapsed: int | None, minutes: int, width: int
) -> str:
    """Title, files viewed, whether everything is saved, and the time unless `elapsed` is None."""
    time = ""
    if elapsed is not None and session.started:
        time = f"{elapsed // 60}:{elapsed % 60:02d} of {minutes}:00"
    viewed = len([f for f in pull_request.files if f.path in session.viewed])
    right = f"  {viewed}/{len(pull_request.files)} viewed  {saved(status)}  {time} "
    title, room = f" {display(pull_request.title)}", max(width - len(right), 10)
    title = title if len(title) <= room else title[: room - 1] + "…"
    return f"{title:<{room}}{right}"


def place_line(
    document: Document, anchor: Anchor | None, selecting: bool, width: int, heading: str = "", note: str = ""
) -> str:
    """The document's name, the lines that a comment made now would be about, the function around them, and a note.

    Where not everything fits, the function goes first, then the name loses its middle.
    """
    name = "Description" if document.path == DESCRIPTION else display(document.path)
    if isinstance(document, ChangedFile) and document.base_path and document.base_path != document.path:
        name = f"{display(document.base_path)} → {name}"
    where = ""
    if anchor and anchor.lines:
        side, lines = "old " if anchor.side is Side.LEFT else "", anchor.lines
        where = f"{side}line {lines.end}" if lines.start == lines.end else f"{side}lines {lines.start}–{lines.end}"
    parts = [where, "SELECTING" if selecting else "", note]
    room = width - 2 - sum(cell_len(part) + 2 for part in parts if part)
    if heading and cell_len(name) + cell_len(heading) + 4 <= room:
        parts.insert(1, f"⊃ {heading}")
    return "  ".join(part for part in (f" {_shortened(name, room)}", *parts) if part)


def _shortened(name: str, room: int) -> str:
    if cell_len(name) <= room:
        return name
    half = max((room - 1) // 2, 4)
    return f"{set_cell_size(name, half)}…{name[-half:]}"
