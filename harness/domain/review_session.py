"""The state of a review: a pure fold over its events, live and in replay alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from harness.domain import event as ev
from harness.domain.comment import Anchor, Comment, Conclusion, Decoration, Label
from harness.domain.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Draft:
    """A text being written. `comment` is the id of what is being edited: a comment, or the prompt of an answer."""

    id: str
    anchor: Anchor
    text: str
    comment: str | None = None
    purpose: str = "comment"
    label: Label | None = None
    decoration: Decoration | None = None
    reply_to: str | None = None

    def as_comment(self) -> Comment:
        """The comment that it would be, under the draft's own id."""
        return Comment(self.id, self.anchor, self.text, self.label, self.decoration, self.reply_to, draft=True)


@dataclass(slots=True)
class ReviewSession:
    """Everything that is true of a review after the events applied so far.

    The dictionaries keep the order in which things were made. Compare two sessions with `==`.
    """

    comments: dict[str, Comment] = field(default_factory=dict)
    withdrawn: dict[str, Comment] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    viewed: set[str] = field(default_factory=set)
    """Paths that the candidate marked as viewed."""
    opened_files: list[str] = field(default_factory=list)
    """Paths that came on the screen, in the order of their first time."""
    shown: ev.LinesShown | None = None
    laid_out: ev.DocumentLaidOut | None = None
    """How the open document is laid out; None is as it first comes on the screen."""
    windows: list[tuple[int, int, int]] = field(default_factory=list)
    """All of its hidden lines that are opened."""
    """What stood on the screen last."""
    answers: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    conclusion: Conclusion | None = None
    started: bool = False
    paused: bool = False
    submitted: bool = False
    run: int = 0
    last_seq: int = 0
    made: int = 0
    """How many comments were ever made; the next one is c{made + 1}."""
    drafted: int = 0
    writing: str | None = None
    """The draft that the editor is open on."""
    minutes: int | None = None
    """The time meant for the review, as it was shown at the start."""

    @classmethod
    def replay(cls, records: Iterable[ev.Record]) -> ReviewSession:
        """The state after all of `records`."""
        session = cls()
        session.apply_all(records)
        return session

    def apply_all(self, records: Iterable[ev.Record]) -> None:
        """Take events into account, in their order. The same as `apply` for each, and linear however long one draft gets.

        Each keystroke makes a new text, so a text is pieced together over a run of keystrokes and made once at its end.
        """
        texts: dict[str, Pieces] = {}
        for record in records:
            event = record.event
            if not isinstance(event, ev.DraftChanged):
                if texts and type(event) not in _LEAVES_TEXTS:
                    self._put(texts)
                self.apply(record)
                continue
            self.last_seq, self.run = record.seq, record.run
            pieces = texts.get(event.draft)
            if pieces is None:
                if event.draft not in self.drafts:
                    continue
                pieces = texts[event.draft] = Pieces(self.drafts[event.draft].text)
            pieces.splice(*_within(event))
        self._put(texts)

    def _put(self, texts: dict[str, Pieces]) -> None:
        for name, pieces in texts.items():
            self.drafts[name] = replace(self.drafts[name], text=pieces.text())
        texts.clear()

    @property
    def next_comment_id(self) -> str:
        """The id for the next new comment."""
        return f"c{self.made + 1}"

    @property
    def next_draft_id(self) -> str:
        """The id for the next draft."""
        return f"d{self.drafted + 1}"

    def comments_in(self, path: str | None) -> list[Comment]:
        """The standing comments on one document, or, with None, on the whole review; replies follow what they answer."""
        return in_threads([c for c in self.comments.values() if c.anchor.path == path])

    def drafts_of(self, purpose: str) -> list[Draft]:
        """The open drafts of comments, of answers or of the summary, oldest first."""
        return [d for d in self.drafts.values() if d.purpose == purpose]

    def apply(self, record: ev.Record) -> None:
        """Take one more event into account. An event that cannot follow changes nothing but the counters."""
        self.last_seq, self.run = record.seq, record.run
        event = record.event
        if isinstance(event, ev.DraftChanged):  # most of a log is this; a long one is folded in a second
            self._type(event)
            return
        match event:
            case ev.Started(minutes=minutes):
                self.started, self.minutes = True, minutes
            case ev.FileViewed(path=path):
                self.laid_out, self.windows = None, []
                if path not in self.opened_files:
                    self.opened_files.append(path)
            case ev.LinesShown() as shown:
                self.shown = shown
            case ev.DocumentLaidOut() as laid_out:
                self._lay_out(laid_out)
            case ev.FileMarked(path=path, viewed=viewed):
                self.viewed.add(path) if viewed else self.viewed.discard(path)
            case ev.Opened() | ev.Resumed():
                self.paused = False
            case ev.Paused():
                self.paused = True
            case ev.Submitted():
                self.submitted = True
            case other:
                self._apply_text(other)

    def _lay_out(self, event: ev.DocumentLaidOut) -> None:
        anew = event.closed or self.laid_out is None or self.laid_out.path != event.path
        room = _MOST_WINDOWS - (0 if anew else len(self.windows))
        parts = event.opened.parts[:room] if event.opened and room > 0 else ()
        self.windows = [*parts] if anew else [*self.windows, *parts]
        self.laid_out = event

    def _type(self, event: ev.DraftChanged) -> None:
        if draft := self.drafts.get(event.draft):
            at, removed, inserted = _within(event)
            text = draft.text[:at] + inserted + draft.text[at + removed :]
            self.drafts[event.draft] = Draft(
                draft.id, draft.anchor, text, draft.comment, draft.purpose, draft.label, draft.decoration,
                draft.reply_to,
            )  # fmt: skip

    def _apply_text(self, event: ev.Event) -> None:
        match event:
            case ev.DraftOpened() as opened:
                self.drafted += 1
                self.writing = opened.draft
                self.drafts[opened.draft] = Draft(
                    opened.draft, opened.anchor, opened.text, opened.comment, opened.purpose, opened.label,
                    opened.decoration, opened.reply_to,
                )  # fmt: skip
            case ev.DraftLabelled(draft=name, label=label, decoration=decoration):
                if draft := self.drafts.get(name):
                    self.drafts[name] = replace(draft, label=label, decoration=decoration)
            case ev.DraftTakenUp(draft=name):
                self.writing = name if name in self.drafts else self.writing
            case ev.DraftLeft():
                self.writing = None
            case ev.DraftDiscarded(draft=name):
                self._close(name)
            case ev.AnswerGiven(prompt=prompt, text=text, draft=name):
                self.answers[prompt] = text
                self._close(name)
            case ev.SummaryWritten(text=text, draft=name):
                self.summary = text
                self._close(name)
            case ev.ConclusionChosen(conclusion=conclusion):
                self.conclusion = conclusion
            case other:
                self._apply_comment(other)

    def _close(self, draft: str | None) -> None:
        self.drafts.pop(draft or "", None)
        if self.writing == draft:
            self.writing = None

    def _apply_comment(self, event: ev.Event) -> None:
        match event:
            case ev.CommentAdded() as made:
                self.made += 1
                self.comments[made.comment] = Comment(
                    made.comment, made.anchor, made.body, made.label, made.decoration, made.reply_to
                )
                self._close(made.draft)
            case ev.CommentEdited(comment=name) as edited:
                if comment := self.comments.get(name):
                    self.comments[name] = replace(
                        comment, body=edited.body, label=edited.label, decoration=edited.decoration
                    )
                self._close(edited.draft)
            case ev.CommentWithdrawn(comment=name):
                if comment := self.comments.pop(name, None):
                    self.withdrawn[name] = comment
            case ev.CommentRestored(comment=name):
                if comment := self.withdrawn.pop(name, None):
                    self.comments[name] = comment
            case _:
                pass


_MOST_WINDOWS = 1000
"""Nobody opens more of one document step by step; a forged log must not fill the memory."""
_LEAVES_TEXTS = frozenset({ev.LinesShown, ev.FileViewed, ev.DocumentLaidOut})
"""Events between keystrokes that neither read nor close a draft."""


def _within(event: ev.DraftChanged) -> tuple[int, int, str]:
    """What gives way to what. A count below zero, as only a forged log has it, would put in once more what stands there."""
    return max(event.at, 0), max(event.removed, 0), event.inserted


def in_threads(comments: Iterable[Comment]) -> list[Comment]:
    """The comments in their order, each followed by its replies; a reply to one that is gone stands by itself."""
    given = list(comments)
    known = {c.id for c in given}
    replies: dict[str | None, list[Comment]] = {}
    for comment in given:
        replies.setdefault(comment.reply_to if comment.reply_to in known else None, []).append(comment)
    ordered: list[Comment] = []
    waiting = replies.pop(None, [])[::-1]
    while waiting:
        comment = waiting.pop()
        ordered.append(comment)
        waiting += replies.pop(comment.id, [])[::-1]
    rest = (c for answers in replies.values() for c in answers)  # replies in a ring, as only a forged log has them
    return ordered + list(rest)
