"""The document as the candidate saw it at a moment: file, layout, lines, cursor. And the text being written then."""

from __future__ import annotations

from collections.abc import Sequence

from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.laid_out import LaidOut
from harness.apps.tui.widgets.rows import Mode
from harness.domain import event as ev
from harness.domain.comment import Comment
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.review_session import Draft, ReviewSession

_CURSOR = "▏"
_LOOK_BACK = 3000


def show_as_seen(view: DocumentView, shown: ev.LinesShown, *, folds_known: bool = False) -> None:
    """Put the candidate's cursor under the cursor, and the first line of their screen at the top.

    Where the log says which folds were open, a cursor on a closed one opens nothing.
    """
    if shown.cursor_line and shown.cursor_side:
        if folds_known:
            view.cursor_side = shown.cursor_side
            view.move_to(view.table.nearest_row(shown.cursor_side, shown.cursor_line))
        else:
            view.go_to(shown.cursor_side, shown.cursor_line)
    for side, lines in ((Side.RIGHT, shown.head), (Side.LEFT, shown.base)):
        if lines is None:
            continue
        if view.table.row_of(side, lines.start) is None:
            continue
        top = view.table.nearest_row(side, lines.start)
        if top <= view.cursor < top + max(view.size.height, 1):
            view.scroll_to(y=top, animate=False, immediate=True)
        return


def mode_of(shown: ev.LinesShown | None) -> Mode:
    """The layout in which the candidate saw it."""
    return Mode.SPLIT if shown and shown.layout == Mode.SPLIT else Mode.UNIFIED


def laid_out_of(session: ReviewSession) -> LaidOut:
    """How the candidate had laid the document out. A log that does not say is of an older version: as at first."""
    event = session.laid_out
    if event is None or session.shown is None or event.path != session.shown.path:
        return LaidOut()
    return LaidOut(event.wrap, event.shift, event.whole, event.unfolded, tuple(session.windows))


def seen_words(session: ReviewSession) -> str:
    """What stood on the candidate's screen, in words."""
    shown = session.shown
    if shown is None:
        return "nothing on the screen yet"
    lines = shown.head or shown.base
    where = f" lines {lines.start}–{lines.end}" if lines else ""
    layout = ", side by side" if shown.layout == Mode.SPLIT else ""
    cursor = f", cursor on {shown.cursor_line}" if shown.cursor_line else ""
    laid_out = laid_out_of(session)
    if laid_out.wrap:
        layout += ", wrapped"
    if laid_out.columns:
        layout += f", from column {laid_out.columns + 1}"
    if laid_out.whole or laid_out.opened or laid_out.unfolded:
        layout += ", whole file" if laid_out.whole else ", folds opened"
    return f"{display(shown.path)}{where}{cursor}{layout}"


def current_draft(session: ReviewSession) -> Draft | None:
    """The draft that the editor was open on; None while it was closed."""
    return session.drafts.get(session.writing) if session.writing else None


def comments_as_seen(session: ReviewSession, path: str | None) -> list[Comment]:
    """What stood under the lines of a document: comments, and drafts that were left lying."""
    left = [d.as_comment() for d in session.drafts_of("comment") if d.anchor.path == path and d.id != session.writing]
    return [*session.comments_in(path), *left]


def draft_head(draft: Draft) -> str:
    """What is being written, and where."""
    purpose = {"answer": f"answer to {draft.comment}", "summary": "summary"}.get(draft.purpose)
    what = purpose or (f"edit of {draft.comment}" if draft.comment else "comment")
    return f"being written: {display(what)} on {display(str(draft.anchor))}"


def draft_lines(draft: Draft, records: Sequence[ev.Record], at: int, most: int) -> list[str]:
    """The draft's text with the place where it was last changed, at most so many lines around that place."""
    caret = len(draft.text)
    for index in range(at, max(at - _LOOK_BACK, -1), -1):
        event = records[index].event
        if isinstance(event, ev.DraftChanged) and event.draft == draft.id:
            caret = min(event.at + len(event.inserted), len(draft.text))
            break
    lines = (draft.text[:caret] + _CURSOR + draft.text[caret:]).split("\n")
    row = draft.text[:caret].count("\n")
    first = max(0, min(row - most // 2, len(lines) - most))
    return [display(line) for line in lines[first : first + most]]
