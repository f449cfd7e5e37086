"""What the matcher is given and what it answers, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from harness.domain.remark import Kind, Remark


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Lines `start` to `end` of a file, both included; `side` is LEFT for the old text."""

    path: str
    start: int
    end: int
    side: str = "RIGHT"

    def __str__(self) -> str:
        return f"{self.path}:{self.start}" if self.start == self.end else f"{self.path}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class IssueText:
    """A planted issue in the sentences of its key. Any sentence may be empty."""

    id: str
    defect_class: str = ""
    severity: str = ""
    description: str = ""
    mechanism: str = ""
    trigger: str = ""
    consequence: str = ""
    remedy: str = ""
    wordings: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    places: tuple[TextPlace, ...] = ()
    also_at: tuple[TextPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class DecoyText:
    """Right code that looks wrong."""

    id: str
    looks_like: str = ""
    right_because: str = ""
    places: tuple[TextPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentText:
    """A comment and where it stands; without a path it is about the whole review."""

    id: str
    body: str
    path: str | None = None
    line: int | None = None
    start_line: int | None = None
    side: str | None = None
    label: str | None = None
    """The label that the candidate chose beside the text; one written in front of the text counts the same."""
    document: str | None = None
    """What it stands on where that is no code: the description, an artefact. It is then about the whole review."""


@dataclass(frozen=True, slots=True)
class Case:
    """One pull request to be matched. `heads` are the texts of its files by path, where they are at hand."""

    issues: tuple[IssueText, ...]
    comments: tuple[CommentText, ...]
    decoys: tuple[DecoyText, ...] = ()
    heads: Mapping[str, str] = field(default_factory=dict)


class Decision(StrEnum):
    """How sure the matcher is; `look` asks a person."""

    MATCH = "match"
    LOOK = "look"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason, in words a reader can check at a glance."""

    why: str
    span: tuple[int, int] | None = None
    """The part of the comment's body it speaks of."""
    facet: str | None = None
    """place, description, mechanism, trigger, consequence, bound, remedy, concepts, names, class, contrast, level or kind."""
    sentence: str | None = None
    """The sentence of the key that the comment answers."""


@dataclass(frozen=True, slots=True)
class Match:
    """What one comment earned: an issue, or nothing (`issue` is None)."""

    comment: str
    remark: int | None
    issue: str | None
    kind: Kind
    probability: float
    decision: Decision
    level: int | None = None
    decoy: str | None = None
    """The decoy it takes for a defect."""
    evidence: tuple[Evidence, ...] = ()
    runner_up: str | None = None
    margin: float | None = None
    earned: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    accepted: str | None = None
    """The accepted finding of the key that it states; then `issue` is None."""
    duplicate: bool = False
    """Another comment earned this issue already, by a higher level or earlier at the same level."""
    border: str | None = None
    """Where the matcher is known to err: "0 or 1" or "2 or 3" when it is close to saying the other. For a person first."""
    facets: tuple[str, ...] = ()
    """All facets found in the comment, whether or not the level needs them."""
    joint_level: int | None = None
    """The level when the comments in `joined_by`, further ones on the same issue, are added; None if they add nothing."""
    joined_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that was thought about."""

    comment: str
    issue: str
    probability: float


@dataclass(frozen=True, slots=True)
class Matching:
    """All matches of one pull request, in the order of its comments."""

    matches: tuple[Match, ...]
    candidates: tuple[Candidate, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def found(self) -> tuple[str, ...]:
        """The issues that some comment surely identifies, in the order of their first comment."""
        sure = (m.issue for m in self.matches if m.issue and m.decision is Decision.MATCH)
        return tuple(dict.fromkeys(sure))

    @property
    def to_look_at(self) -> tuple[Match, ...]:
        """The matches that a person has to decide."""
        return tuple(m for m in self.matches if m.decision is Decision.LOOK)

    def accepting(self, findings: Mapping[str, str]) -> Matching:
        """The same where `findings`, titles by id, are accepted: right, and yet no issue that anybody could find or miss."""
        kept: list[Match] = []
        for match in self.matches:
            if match.issue not in findings:
                kept.append(match)
            elif not any(m.comment == match.comment and m.issue is None for m in kept):
                kept.append(_accepted(match, match.issue or "", findings))
        return replace(self, matches=tuple(kept))

    def best(self, issue: str) -> Match | None:
        """The match that earns the issue, or None."""
        mine = [m for m in self.matches if m.issue == issue and m.decision is Decision.MATCH and not m.duplicate]
        return mine[0] if mine else None

    def of_comment(self, comment: str) -> tuple[Match, ...]:
        """What a comment earned."""
        return tuple(m for m in self.matches if m.comment == comment)


def _accepted(match: Match, finding: str, findings: Mapping[str, str]) -> Match:
    sure = match.decision is Decision.MATCH
    how = "states" if sure else "may state"
    why = Evidence(f"{how} the accepted finding {finding}: {findings[finding]}", facet="contrast")
    return replace(
        match, issue=None, level=None, kind=Kind.CONSTRAINT, decision=Decision.NONE, accepted=finding if sure else None,
        duplicate=False, facets=(), joint_level=None, joined_by=(), evidence=(*match.evidence, why),
    )  # fmt: skip
