"""A remark: one claim inside a comment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing is said."""

    CONSTRAINT = "constraint"
    """About behaviour: growth, races, edges, failure, data, cost, security; also when wrong, also when asked."""
    QUESTION = "question"
    """Asks for a fact and implies no defect."""
    STYLE = "style"
    PRAISE = "praise"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Remark:
    """A piece of a comment that stands for itself. `span` counts characters of the comment's body."""

    comment: str
    index: int
    span: tuple[int, int]
    text: str
    kind: Kind = Kind.CONSTRAINT
    label: str | None = None
    """The Conventional Comments label in front, such as `nitpick`; a prior and never a verdict."""
    negated: bool = False
    """Says that something is not a problem."""
    asked: bool = False
