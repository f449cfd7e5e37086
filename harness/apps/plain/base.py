"""The plain review: what is open, how commands are found, and how help is made from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.apps.plain.lines import Spoken, said_comment, span, spoken
from harness.apps.plain.talk import Talk
from harness.apps.tui.candidate.contents import DESCRIPTION, Contents
from harness.domain import event as ev
from harness.domain.comment import Anchor
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.packet import Packet
from harness.domain.pull_request import ChangedFile, Document
from harness.domain.review_session import ReviewSession, in_threads
from harness.steps.interview.acts import Acts
from harness.steps.interview.record import Recorder


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be said: its word, what may follow it, what it does."""

    word: str
    follows: str
    help: str
    act: Callable[[str], None]


class PlainBase:
    """A pull request, a recorder, and a place in a document."""

    def __init__(self, packet: Packet, recorder: Recorder, minutes: int | None, talk: Talk | None = None) -> None:
        self.packet, self.recorder, self.talk = packet, recorder, talk or Talk()
        self.pull_request = packet.pull_request
        self.minutes = minutes or packet.pull_request.minutes
        self.acts = Acts(recorder, packet.pull_request)
        self.current = DESCRIPTION
        self.lines: list[Spoken] = []
        self.at = 0
        """The line that is read next, as a place in `lines`."""
        self.may_start_programs = True
        self.contents = Contents(packet.pull_request)

    @property
    def session(self) -> ReviewSession:
        """The state of the review."""
        return self.recorder.session

    def names(self) -> list[str]:
        """Everything that can be opened, in order."""
        return list(self.contents.names)

    def document(self, name: str) -> Document:
        """The document of that name."""
        return self.contents.document(name)

    def go(self, name: str, at: int = 0) -> None:
        """Open a document."""
        self.current, self.lines = name, spoken(self.document(name))
        self.at = max(0, min(at, max(len(self.lines) - 1, 0)))
        self.recorder.record(ev.FileViewed(name))

    def read(self, start: int, end: int) -> None:
        """Read lines aloud with the comments that stand under them, and note that they were read."""
        piece = self.lines[start:end]
        plain = not isinstance(self.document(self.current), ChangedFile)
        for line in piece:
            self.talk.say(line.said(plain))
            for comment in self._comments_at(line):
                self.talk.say(comment)
        self.at = min(end, len(self.lines))
        base = None if plain else span(piece, Side.LEFT)
        self.recorder.record(ev.LinesShown(self.current, base, span(piece, Side.RIGHT), *_cursor(piece), "plain"))

    def _comments_at(self, line: Spoken) -> list[str]:
        path = self.current
        places = {(Side.LEFT, line.base), (Side.RIGHT, line.head)}
        found = []
        drafts = [d.as_comment() for d in self.session.drafts_of("comment")]
        for comment in in_threads([*self.session.comments.values(), *drafts]):
            anchor = comment.anchor
            if anchor.path == path and anchor.line and (anchor.side, anchor.line) in places:
                found.append(said_comment(comment))
        return found

    def anchor(self, words: str) -> Anchor | None:
        """Where a comment would stand that is made on "12", "12-15 old", "file" or "review"; None, told, where nowhere."""
        from harness.apps.plain.lines import range_of

        if words.strip() in ("review", "file"):
            whole = words.strip() == "review" or self.current == DESCRIPTION
            return Anchor(None if whole else self.current)
        found = range_of(words)
        if found is None:
            self.talk.say('Say a line (12), lines (12-15), old lines (12-15 old), "file" or "review".')
            return None
        lines, side = found
        last = span(self.lines, side)
        if last is None or lines.end > last.end:
            count = last.end if last else 0
            self.talk.say(f"{display(self.current)} has {count} lines on that side.")
            return None
        return Anchor(self.current, side, lines.end, lines.start if lines.start != lines.end else None)


def _cursor(lines: list[Spoken]) -> tuple[Side | None, int | None]:
    for line in reversed(lines):
        if line.head is not None:
            return Side.RIGHT, line.head
        if line.base is not None:
            return Side.LEFT, line.base
    return None, None
