"""A review as a terminal recording (asciicast): the screen drawn again from the log, in plain text.

It shows what stood on the candidate's screen: the document, the lines, the cursor, the comments, the draft growing. It is
drawn by ourselves, so every character of foreign text passes the sanitiser, and the only escape sequences are the few
that place lines and colour them. It contains nothing of the key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from unicodedata import east_asian_width

from harness.domain import event as ev
from harness.domain.comment import Comment
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.event import Record
from harness.domain.pull_request import ChangedFile, Document, PullRequest
from harness.domain.review_session import ReviewSession

_WIDTHS, _HEIGHTS = (40, 200), (12, 80)
_LEAST_FRAME = 0.1
_IDLE = 2
_COLOURS = {"+": "32", "-": "31", "c": "36", "d": "33", "t": "7", ">": "1"}

Line = tuple[str, str]
"""A sign that gives the colour, and the text."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on the screen from a moment on."""

    at: float
    width: int
    height: int
    lines: tuple[Line, ...]


def asciicast(pull_request: PullRequest, records: Sequence[Record], times: Sequence[float], version: int = 2) -> str:
    """The recording, in version 2 or 3 of the format; times are seconds of work, so pauses are left out."""
    found = list(frames(pull_request, records, times))
    width, height = (found[0].width, found[0].height) if found else (80, 24)
    title = display(f"Review of {pull_request.title}")
    size = {"term": {"cols": width, "rows": height}} if version == 3 else {"width": width, "height": height}
    header = {"version": version, **size, "title": title, "idle_time_limit": _IDLE}
    rows: list[list[object]] = []
    before: Frame | None = None
    for frame in found:
        if before and (frame.width, frame.height) != (before.width, before.height):
            rows.append([frame.at, "r", f"{frame.width}x{frame.height}"])
            before = None
        rows.append([frame.at, "o", drawn(frame, before)])
        before = frame
    return "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in [header, *_timed(rows, version)])


def _timed(rows: Sequence[list[object]], version: int) -> Iterator[list[object]]:
    last = 0.0
    for at, kind, data in rows:
        assert isinstance(at, float)
        yield [round(at - last if version == 3 else at, 3), kind, data]
        last = at


def drawn(frame: Frame, before: Frame | None) -> str:
    """The output that turns the screen before into this one: only lines that differ are written."""
    parts = ["\x1b[2J" if before is None else ""]
    for number in range(frame.height):
        line = frame.lines[number] if number < len(frame.lines) else ("", "")
        old = before.lines[number] if before and number < len(before.lines) else ("", "")
        if before is None or line != old:
            sign, text = line
            colour = _COLOURS.get(sign)
            shown = f"\x1b[{colour}m{text}\x1b[0m" if colour else text
            parts.append(f"\x1b[{number + 1};1H\x1b[2K{shown}")
    return "".join(parts)


def frames(pull_request: PullRequest, records: Sequence[Record], times: Sequence[float]) -> Iterator[Frame]:
    """The screens of a review, at most ten in a second; the last one always."""
    painter = _Painter(pull_request)
    session = ReviewSession()
    last: Frame | None = None
    for number, (record, at) in enumerate(zip(records, times, strict=True)):
        session.apply(record)
        painter.heard(record.event)
        ending = number == len(records) - 1
        if last is None or ending or at - last.at >= _LEAST_FRAME:
            frame = Frame(float(at), painter.width, painter.height, tuple(painter.paint(session, at)))
            if last is None or (frame.width, frame.height, frame.lines) != (last.width, last.height, last.lines):
                yield frame
                last = frame


@dataclass(slots=True)
class _Painter:
    """Draws the state of a review at its size; keeps the lines of documents that were drawn before."""

    pull_request: PullRequest
    width: int = 80
    height: int = 24
    rows: dict[str, list[tuple[str, int | None, int | None, str]]] = field(default_factory=dict)

    def heard(self, event: ev.Event) -> None:
        """Follow the size of the window."""
        if isinstance(event, ev.Opened | ev.ScreenResized):
            self.width = max(_WIDTHS[0], min(event.width, _WIDTHS[1]))
            self.height = max(_HEIGHTS[0], min(event.height, _HEIGHTS[1]))

    def paint(self, session: ReviewSession, at: float) -> list[Line]:
        """The screen, line by line."""
        top, bottom = self._bars(session, at)
        draft = self._draft(session)
        space = self.height - 2 - len(draft)
        body = self._body(session)[:space]
        return [top, *body, *[("", "")] * (space - len(body)), *draft, bottom]

    def _bars(self, session: ReviewSession, at: float) -> tuple[Line, Line]:
        path = session.shown.path if session.shown else "(description)"
        state = (
            "handed in" if session.submitted else "paused" if session.paused else f"{int(at) // 60}:{int(at) % 60:02d}"
        )
        first = f" {display(self.pull_request.title)} · {display(path)}"
        said = f" {state} · {len(session.comments)} comments" + (
            f" · {session.conclusion}" if session.conclusion else ""
        )
        return ("t", cut(first, self.width)), ("t", cut(said, self.width))

    def _body(self, session: ReviewSession) -> list[Line]:
        shown = session.shown
        document = self.pull_request.document(shown.path) if shown else None
        if shown is None or document is None:
            parts = self.pull_request.description.split("\n")
            return [("", cut(line, self.width)) for part in parts for line in self._wrapped(part)]
        standing: dict[tuple[Side | None, int | None], list[Comment]] = {}
        for comment in session.comments_in(shown.path):
            lines = comment.anchor.lines
            standing.setdefault((comment.anchor.side, lines.end if lines else None), []).append(comment)
        found: list[Line] = [line for c in standing.get((None, None), []) for line in self._comment(c)]
        for sign, base, head, text in self._rows(document):
            inside = (base and shown.base and base in shown.base) or (head and shown.head and head in shown.head)
            if not inside:
                continue
            number = base if sign == "-" else head
            here = shown.cursor_line in (base if shown.cursor_side is Side.LEFT else head, None) and shown.cursor_line
            row = f"{'>' if here else ' '}{number or '':>5} {sign or ' '} {text}"
            found.append((">" if here else sign, cut(row, self.width)))
            for key in ((Side.LEFT, base), (Side.RIGHT, head)):
                found += [line for c in standing.get(key, []) if key[1] for line in self._comment(c)]
        return found

    def _rows(self, document: Document) -> list[tuple[str, int | None, int | None, str]]:
        if document.path not in self.rows:
            self.rows[document.path] = list(_rows_of(document))
        return self.rows[document.path]

    def _comment(self, comment: Comment) -> Iterator[Line]:
        yield "c", cut(f"       ╭ {display(comment.heading)}", self.width)
        for part in comment.body.split("\n"):
            for line in self._wrapped(part, 10):
                yield "c", cut(f"       │ {line}", self.width)

    def _draft(self, session: ReviewSession) -> list[Line]:
        if not session.drafts:
            return []
        draft = list(session.drafts.values())[-1]
        lines = [line for part in draft.text.split("\n") for line in self._wrapped(part, 3)]
        room = max(3, self.height // 3)
        head: Line = ("d", cut(f"─ writing on {display(str(draft.anchor))} ".ljust(self.width, "─"), self.width))
        return [head, *(("d", cut(f" {line}", self.width)) for line in lines[-room:])]

    def _wrapped(self, text: str, less: int = 1) -> list[str]:
        return wrap(display(text.expandtabs(4)), max(self.width - less, 10), replace_whitespace=False) or [""]


def _rows_of(document: Document) -> Iterator[tuple[str, int | None, int | None, str]]:
    if not isinstance(document, ChangedFile):
        for number, text in enumerate(document.text.lines, 1):
            yield "", None, number, _shown(text)
        return
    base = head = 1
    for change in document.changes:
        while head < change.head_start:
            yield "", base, head, _shown(document.head.lines[head - 1])
            base, head = base + 1, head + 1
        for line in range(change.base_start, change.base_end):
            yield "-", line, None, _shown(document.base.lines[line - 1])
        for line in range(change.head_start, change.head_end):
            yield "+", None, line, _shown(document.head.lines[line - 1])
        base, head = change.base_end, change.head_end
    for line in range(head, len(document.head.lines) + 1):
        yield "", base + line - head, line, _shown(document.head.lines[line - 1])


def _shown(text: str) -> str:
    return display(text.expandtabs(4))


def cut(text: str, width: int) -> str:
    """As much of a text as fits into `width` cells; wide characters take two."""
    used = 0
    for number, character in enumerate(text):
        used += 2 if east_asian_width(character) in "WF" else 1
        if used > width:
            return text[:number]
    return text
