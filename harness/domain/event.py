"""What can happen in a review: one frozen class each, and their union.

Names are in the past tense. `kind` is what the session log writes; it never changes its meaning. A kind that this
version does not know is kept as `Unknown`, so that an old program loses nothing of a newer log.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, get_type_hints

from harness.domain.comment import Anchor, Conclusion, Decoration, Label
from harness.domain.diff import LineRange, Side


@dataclass(frozen=True, slots=True)
class Opened:
    """The program was started on the session, for the first time or again; the screen's size in cells.

    `minutes` is the time shown as meant for the review, with the extra time that the candidate has; `screen` is "full",
    or "plain" for the linear mode.
    """

    kind: ClassVar[str] = "opened"
    program: str
    width: int
    height: int
    minutes: int | None = None
    screen: str = "full"


@dataclass(frozen=True, slots=True)
class Started:
    """The candidate had read what is recorded, agreed, and the review began; `minutes` are meant for it."""

    kind: ClassVar[str] = "started"
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class FileViewed:
    """A file or an artefact came on the screen."""

    kind: ClassVar[str] = "file viewed"
    path: str


@dataclass(frozen=True, slots=True)
class LinesShown:
    """These lines of a document stood on the screen, from now until the next event of this kind.

    `cursor` is the line under the cursor, with its side; `layout` is "unified", "split" or "file".
    """

    kind: ClassVar[str] = "lines shown"
    path: str
    base: LineRange | None
    head: LineRange | None
    cursor_side: Side | None = None
    cursor_line: int | None = None
    layout: str = "unified"


@dataclass(frozen=True, slots=True)
class Windows:
    """Hidden lines that were opened, each as gap, first line and the line behind the last, counted within the gap."""

    parts: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class DocumentLaidOut:
    """The open document was laid out like this, until the next event of this kind or until a file is viewed.

    `opened` is what was opened since; with `closed`, what had been opened before is folded again. `shift` counts the
    columns scrolled sideways; `wrap` is None where the kind of document decides.
    """

    kind: ClassVar[str] = "document laid out"
    path: str
    wrap: bool | None = None
    shift: int = 0
    whole: bool = False
    unfolded: bool = False
    closed: bool = False
    opened: Windows | None = None


@dataclass(frozen=True, slots=True)
class DraftOpened:
    """The editor opened: on a new comment at `anchor`, or, with `comment`, on one that exists.

    `purpose` is "comment", "answer" (then `comment` is the prompt's id) or "summary". A draft may be left and taken up
    again; it stands until it is kept or discarded.
    """

    kind: ClassVar[str] = "draft opened"
    draft: str
    anchor: Anchor
    text: str = ""
    comment: str | None = None
    purpose: str = "comment"
    label: Label | None = None
    decoration: Decoration | None = None
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """In the draft's text, `removed` characters at offset `at` gave way to `inserted`."""

    kind: ClassVar[str] = "draft changed"
    draft: str
    at: int
    removed: int
    inserted: str


@dataclass(frozen=True, slots=True)
class DraftLabelled:
    """The draft of a comment got a label and a decoration, or lost them."""

    kind: ClassVar[str] = "draft labelled"
    draft: str
    label: Label | None = None
    decoration: Decoration | None = None


@dataclass(frozen=True, slots=True)
class DraftLeft:
    """The editor was left and the draft stays, to be taken up later."""

    kind: ClassVar[str] = "draft left"
    draft: str


@dataclass(frozen=True, slots=True)
class DraftTakenUp:
    """The editor opened on a draft that had been left."""

    kind: ClassVar[str] = "draft taken up"
    draft: str


@dataclass(frozen=True, slots=True)
class DraftDiscarded:
    """A draft was thrown away."""

    kind: ClassVar[str] = "draft discarded"
    draft: str


@dataclass(frozen=True, slots=True)
class CommentAdded:
    """A comment was made; `draft` is the draft it came from, `reply_to` the comment it answers."""

    kind: ClassVar[str] = "comment added"
    comment: str
    anchor: Anchor
    body: str
    draft: str | None = None
    label: Label | None = None
    decoration: Decoration | None = None
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class CommentEdited:
    """A comment got a new text, and the label and decoration given here."""

    kind: ClassVar[str] = "comment edited"
    comment: str
    body: str
    draft: str | None = None
    label: Label | None = None
    decoration: Decoration | None = None


@dataclass(frozen=True, slots=True)
class CommentWithdrawn:
    """A comment was taken back."""

    kind: ClassVar[str] = "comment withdrawn"
    comment: str


@dataclass(frozen=True, slots=True)
class CommentRestored:
    """A withdrawn comment was brought back."""

    kind: ClassVar[str] = "comment restored"
    comment: str


@dataclass(frozen=True, slots=True)
class FileMarked:
    """A file was marked as viewed, or the mark was taken off."""

    kind: ClassVar[str] = "file marked"
    path: str
    viewed: bool


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """A prompt was answered; a later answer replaces an earlier one."""

    kind: ClassVar[str] = "answer given"
    prompt: str
    text: str
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryWritten:
    """The summary of the review was written; a later one replaces an earlier one."""

    kind: ClassVar[str] = "summary written"
    text: str
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class ConclusionChosen:
    """Approve, comment or request changes was chosen."""

    kind: ClassVar[str] = "conclusion chosen"
    conclusion: Conclusion


@dataclass(frozen=True, slots=True)
class Paused:
    """The candidate paused the review."""

    kind: ClassVar[str] = "paused"


@dataclass(frozen=True, slots=True)
class Resumed:
    """The review went on after a pause."""

    kind: ClassVar[str] = "resumed"


@dataclass(frozen=True, slots=True)
class ScreenResized:
    """The terminal changed its size, in cells."""

    kind: ClassVar[str] = "screen resized"
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """On opening, `torn_bytes` bytes of a half-written last line were cut off and kept aside."""

    kind: ClassVar[str] = "recovered"
    torn_bytes: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """The review was handed in. Nothing follows."""

    kind: ClassVar[str] = "submitted"


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event of a kind that this version does not know, kept as it was."""

    name: str
    payload: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """The kind as it stood in the log."""
        return self.name


Event = (
    Opened | Started | FileViewed | LinesShown | DocumentLaidOut | DraftOpened | DraftChanged | DraftLabelled | DraftLeft | DraftTakenUp
    | DraftDiscarded | CommentAdded
    | CommentEdited | CommentWithdrawn | CommentRestored | FileMarked | AnswerGiven | SummaryWritten
    | ConclusionChosen | Paused | Resumed | ScreenResized | Recovered | Submitted | Unknown
)  # fmt: skip

KINDS: dict[str, type[Any]] = {
    cls.kind: cls
    for cls in (
        Opened, Started, FileViewed, LinesShown, DocumentLaidOut, DraftOpened, DraftChanged, DraftLabelled, DraftLeft, DraftTakenUp, DraftDiscarded, CommentAdded,
        CommentEdited, CommentWithdrawn, CommentRestored, FileMarked, AnswerGiven, SummaryWritten,
        ConclusionChosen, Paused, Resumed, ScreenResized, Recovered, Submitted,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """An event in its place: `seq` counts from one over the whole session, `run` counts the program's starts.

    `at` is UTC in ISO 8601 with milliseconds; `mono` is seconds on a clock that only goes forward, comparable
    within one run.
    """

    seq: int
    at: str
    mono: float
    run: int
    event: Event


def payload_of(event: Event) -> dict[str, Any]:
    """The event's fields as plain values for JSON, without those that are None."""
    if isinstance(event, Unknown):
        return dict(event.payload)
    pairs = ((field.name, getattr(event, field.name)) for field in fields(event))
    return {name: _plain(value) for name, value in pairs if value is not None}


def event_of(kind: str, payload: Mapping[str, Any]) -> Event:
    """The event that `payload_of` wrote down. Raises ValueError where a field is missing or of the wrong type.

    Fields that this version does not know are ignored; a kind that it does not know becomes `Unknown`.
    """
    cls = KINDS.get(kind)
    if cls is None:
        return Unknown(kind, dict(payload))
    plan = _PLANS.get(cls) or _plan(cls)
    values: dict[str, Any] = {}
    for name, read, types, optional in plan:
        if name in payload:
            value = payload[name]
            if read is not None:
                value = read(value)
            if type(value) not in types:
                raise ValueError(f"{kind}: the field {name} has a value of the wrong type")
            values[name] = value
        elif optional:
            values[name] = None
    try:
        event: Event = cls(**values)
    except TypeError as error:
        raise ValueError(f"{kind}: {error}") from None
    return event


def _plain(value: Any) -> Any:
    if isinstance(value, LineRange):
        return [value.start, value.end]
    if isinstance(value, Windows):
        return [list(part) for part in value.parts]
    if isinstance(value, Anchor):
        parts = {"path": value.path, "side": value.side, "line": value.line, "start_line": value.start_line}
        return {name: _plain(part) for name, part in parts.items() if part is not None}
    if isinstance(value, Side | Conclusion | Label | Decoration):
        return value.value
    return value


Reader = Callable[[Any], Any]
Field = tuple[str, Reader | None, tuple[Any, ...], bool]
_PLANS: dict[type[Any], tuple[Field, ...]] = {}
"""How to read each kind's fields: name, what turns a plain value into the field's, the types that this may have, and
whether it may be absent. Made once; a log has very many events."""


def _plan(cls: type[Any]) -> tuple[Field, ...]:
    known = get_type_hints(cls)
    types = {field.name: getattr(known[field.name], "__args__", (known[field.name],)) for field in fields(cls)}
    _PLANS[cls] = tuple((name, _reader(name, of), of, type(None) in of) for name, of in types.items())
    return _PLANS[cls]


def _reader(name: str, types: tuple[Any, ...]) -> Reader | None:
    """What turns a field's plain value into one of `types`, if it is not one already."""
    convert = next((to for of, to in _CONVERSIONS.items() if of in types), None)
    if convert is None:
        return _interned if name in _NAMES else None
    return lambda value: None if value is None else convert(value)


_NAMES = frozenset({"path", "draft", "comment", "prompt", "layout"})
"""Fields whose few values come again and again: one string each is kept."""


def _interned(value: Any) -> Any:
    return sys.intern(value) if type(value) is str else value


def _line_range(value: Any) -> Any:
    ok = isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)
    return LineRange(*value) if ok else value


def _windows(value: Any) -> Any:
    ok = isinstance(value, list) and all(
        isinstance(part, list) and len(part) == 3 and all(type(n) is int for n in part) for part in value
    )
    return Windows(tuple((part[0], part[1], part[2]) for part in value)) if ok else value


def _word(of: type[Label] | type[Decoration]) -> Callable[[Any], Any]:
    return lambda value: of(value) if value in list(of) else None  # a later version may know more; the text counts


def _anchor(value: Any) -> Anchor | None:
    if not isinstance(value, dict):
        return None
    side = value.get("side")
    line, start = value.get("line"), value.get("start_line")
    path = value.get("path")
    good = type(path) in (str, type(None)) and all(type(n) in (int, type(None)) for n in (line, start))
    return Anchor(_interned(path), None if side is None else Side(side), line, start) if good else None


_CONVERSIONS: dict[Any, Callable[[Any], Any]] = {
    LineRange: _line_range,
    Windows: _windows,
    Anchor: _anchor,
    Side: Side,
    Conclusion: Conclusion,
    Label: _word(Label),
    Decoration: _word(Decoration),
}
