"""What a grader says of a review: one frozen class each, and their union.

A verdict names a remark, or an issue where it is about the issue as a whole. It says what holds from now on, not what
differs from the matcher's proposal, so that a later matcher changes nothing of what a person decided. Names are in
the past tense; `kind` is what a grader's log writes.

A remark's id is the comment's (`c3`), or, where a comment makes several claims, `c3:ISSUE` for a claim that the matcher
told apart and `c3.2` for a piece that a grader cut out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, get_type_hints

from harness.domain.score import Outcome


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What stands of a remark is right; it is written out, so that it stays whatever is proposed later."""

    kind: ClassVar[str] = "confirmed"
    remark: str
    outcome: Outcome
    issue: str | None = None
    level: int | None = None
    decoy: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reassigned:
    """The remark identifies this issue, at this level."""

    kind: ClassVar[str] = "reassigned"
    remark: str
    issue: str
    level: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """The remark identifies no issue, and is nothing else that counts."""

    kind: ClassVar[str] = "unmatched"
    remark: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LevelSet:
    """The remark grasps its issue at this level."""

    kind: ClassVar[str] = "level set"
    remark: str
    level: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IssueLevelSet:
    """All remarks on an issue together reach this level: one names it, another explains. Level 0: it was missed."""

    kind: ClassVar[str] = "issue level set"
    issue: str
    level: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpportunityMarked:
    """The remark is right about something that nobody planted."""

    kind: ClassVar[str] = "opportunity marked"
    remark: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FalseAlarmMarked:
    """The remark states as a fact something that is wrong. `breaks` is the decoy's test that its change would break."""

    kind: ClassVar[str] = "false alarm marked"
    remark: str
    reason: str
    breaks: str = ""


@dataclass(frozen=True, slots=True)
class DecoyMarked:
    """The remark takes a decoy for a defect."""

    kind: ClassVar[str] = "decoy marked"
    remark: str
    decoy: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StyleMarked:
    """The remark is about style and nothing else."""

    kind: ClassVar[str] = "style marked"
    remark: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CommentSplit:
    """The comment makes several claims; its text is cut at these offsets. What was said of it whole lapses."""

    kind: ClassVar[str] = "comment split"
    comment: str
    cuts: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """A note on a remark, an issue, or, with an empty `about`, on the review. A later one replaces an earlier one."""

    kind: ClassVar[str] = "note written"
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class CommunicationRated:
    """How the review speaks, on one of the scales of `communication.SCALES`; never mixed into credit for defects."""

    kind: ClassVar[str] = "communication rated"
    scale: str
    rating: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRated:
    """How far an answer, or a question about an unknown, goes: 0 to 4 by the anchors of `answer_rating`.

    `about` is `prompt:ID` or `question:ID`. Never mixed into credit for defects.
    """

    kind: ClassVar[str] = "answer rated"
    about: str
    rating: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """The verdict with this number never was."""

    kind: ClassVar[str] = "undone"
    verdict: int


@dataclass(frozen=True, slots=True)
class Done:
    """The grader has finished. What was said until here is independent of every other grader."""

    kind: ClassVar[str] = "done"


@dataclass(frozen=True, slots=True)
class Reopened:
    """The grader goes on after having finished."""

    kind: ClassVar[str] = "reopened"


RemarkVerdict = (
    Confirmed | Reassigned | Unmatched | LevelSet | OpportunityMarked | FalseAlarmMarked | DecoyMarked | StyleMarked
)
Verdict = (
    RemarkVerdict | IssueLevelSet | CommentSplit | NoteWritten | CommunicationRated | AnswerRated | Undone | Done
    | Reopened
)  # fmt: skip

KINDS: dict[str, type[Any]] = {
    cls.kind: cls
    for cls in (
        Confirmed, Reassigned, Unmatched, LevelSet, IssueLevelSet, OpportunityMarked, FalseAlarmMarked, DecoyMarked,
        StyleMarked, CommentSplit, NoteWritten, CommunicationRated, AnswerRated, Undone, Done, Reopened,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict in its place: whose it is, its number in that grader's log, and when it was given (UTC, ISO 8601)."""

    seq: int
    at: str
    grader: str
    verdict: Verdict


def subject_of(verdict: Verdict) -> str:
    """What a verdict is about: the id of a remark, a comment or an issue; empty for the review as a whole."""
    for name in ("remark", "comment", "issue", "about"):
        value = getattr(verdict, name, None)
        if isinstance(value, str):
            return value
    return ""


def reason_of(verdict: Verdict) -> str:
    """The reason that came with it, or the text of a note."""
    return str(getattr(verdict, "reason", getattr(verdict, "text", "")))


def payload_of(verdict: Verdict) -> dict[str, Any]:
    """The verdict's fields as plain values for JSON, without those that are None."""
    pairs = ((field.name, getattr(verdict, field.name)) for field in fields(verdict))
    return {name: _plain(value) for name, value in pairs if value is not None}


def verdict_of(kind: str, payload: Mapping[str, Any]) -> Verdict | None:
    """The verdict that `payload_of` wrote down; None for a kind that this version does not know.

    Raises ValueError where a field is missing or of the wrong type. Fields that this version does not know are ignored.
    """
    cls = KINDS.get(kind)
    if cls is None:
        return None
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls)]
    try:
        verdict: Verdict = cls(
            **{name: _value(kind, name, hints[name], payload[name]) for name in names if name in payload}
        )
    except TypeError as error:
        raise ValueError(f"{kind}: {error}") from None
    return verdict


def _plain(value: Any) -> Any:
    if isinstance(value, Outcome):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _value(kind: str, name: str, hint: Any, value: Any) -> Any:
    if hint is Outcome:
        return Outcome(value)
    if hint == tuple[int, ...]:
        if isinstance(value, list) and all(type(n) is int for n in value):
            return tuple(value)
    elif type(value) in getattr(hint, "__args__", (hint,)):
        return value
    raise ValueError(f"{kind}: the field {name} has a value of the wrong type")
