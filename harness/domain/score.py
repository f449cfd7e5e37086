"""What a review came to: outcomes of issues and remarks, and a score that is a range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Profile:
    """How much each class and severity counts for a role."""

    id: str
    title: str
    weights: Mapping[str, float]
    severity: Mapping[str, float]
    expected_level: int = 3

    def weight(self, defect_class: str, severity: str) -> float:
        """What one issue of this class and severity counts."""
        return self.weights.get(defect_class, 1.0) * self.severity.get(severity, 1.0)


class Outcome(StrEnum):
    """What became of a remark."""

    MATCH = "match"
    DUPLICATE = "duplicate"
    UNDECIDED = "undecided"
    OPPORTUNITY = "opportunity"
    DECOY_TAKEN = "decoy taken"
    FALSE_ALARM = "false alarm"
    """Only ever by a person's verdict."""
    STYLE_ONLY = "style-only"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class IssueScore:
    """One planted issue: `level` 0 means missed; `highest` is the level it can still reach through what is undecided."""

    issue: str
    defect_class: str
    severity: str
    title: str
    level: int
    weight: float
    comment: str | None = None
    first_shown: float | None = None
    """Working seconds when its lines first stood on the screen; None when they never did."""
    found_at: float | None = None
    decided_by: str = ""
    """The grader whose word this is; empty while it is the matcher's proposal."""
    highest: int = 0
    together: tuple[str, ...] = ()
    """The remarks that are proposed to add up to the level; empty where one remark reaches it."""

    @property
    def found(self) -> bool:
        """Whether a remark names it, or more."""
        return self.level >= 1

    @property
    def undecided(self) -> bool:
        """Whether a person may still change it by answering what is open."""
        return self.highest > self.level


@dataclass(frozen=True, slots=True)
class Range:
    """A share with its bounds; all three between 0 and 1."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class ProfileRange:
    """The share found under one profile."""

    profile: str
    title: str
    found_share: Range | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A review scored under a profile. `found_share` is weighted; None where nothing was planted."""

    profile: str
    issues: tuple[IssueScore, ...]
    outcomes: tuple[tuple[str, Outcome], ...]
    """Comment id and outcome, one entry per match."""
    found_share: Range | None
    constraint_share: float | None
    style_share: float | None
    decoys_taken: tuple[str, ...] = ()
    under: tuple[ProfileRange, ...] = ()
    """The share found under every profile, this one included."""
    kinds: tuple[str, ...] = ()
    """The kind of every remark, what was decided of it taken into account."""
