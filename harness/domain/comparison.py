"""Several reviews of one fixture side by side: who found what, how deeply and when. Pure.

Few issues say little. Two reviews are told apart only where both the ranges of what they found and their discernment lie
wholly apart; and nobody is put in an order below fifteen issues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from harness.domain.caution import Standing, looks_better
from harness.domain.score import IssueScore, Range

FEWEST_TO_RANK = 15
SAME = "cannot be told apart"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One review, as far as it is compared. `seed` says which variant it was made on."""

    name: str
    session: str
    seed: str
    issues: tuple[IssueScore, ...]
    share: Range | None
    discernment: tuple[float, float] | None
    false_alarms: tuple[float, float] | None
    claims: int
    seconds: float | None
    marks: tuple[str, ...] = ()
    conclusion: str = "none"

    @property
    def standing(self) -> Standing | None:
        """What it is compared by; None where nothing was planted."""
        return Standing(self.share, self.discernment) if self.share and self.discernment else None

    def row(self, issue: str) -> IssueScore | None:
        """What became of an issue in this review; None where it was not planted there."""
        return next((row for row in self.issues if row.issue == issue), None)


@dataclass(frozen=True, slots=True)
class Graded:
    """One session of many: its reviewer, or why it could not be graded."""

    path: str
    fixture: str = ""
    reviewer: Reviewer | None = None
    undecided: int = 0
    basis: str = ""
    problem: str = ""

    @property
    def found(self) -> int:
        """How many issues were found."""
        return sum(row.found for row in self.reviewer.issues) if self.reviewer else 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviews by their numbers, and which looks better; None where they cannot be told apart."""

    one: int
    other: int
    better: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it. `order` is empty below fifteen issues, or where variants differ: then no list may rank."""

    fixture: str
    reviewers: tuple[Reviewer, ...]
    issues: tuple[IssueScore, ...]
    """One row for each issue that stands in any of the variants, by severity and then by id."""
    pairs: tuple[Pair, ...]
    order: tuple[tuple[int, ...], ...]
    """Numbers of reviewers in groups by how many others look better; within a group they cannot be told apart."""
    why_no_order: str = ""


_SEVERITY = {"critical": 0, "major": 1, "minor": 2}


def compare(fixture: str, reviewers: Sequence[Reviewer]) -> Comparison:
    """Put reviews of one fixture side by side, in the order given."""
    known: dict[str, IssueScore] = {}
    for reviewer in reviewers:
        for row in reviewer.issues:
            known.setdefault(row.issue, row)
    issues = tuple(sorted(known.values(), key=lambda r: (_SEVERITY.get(r.severity, 3), r.issue)))
    pairs = tuple(Pair(i, j, _better(reviewers, i, j)) for i, j in combinations(range(len(reviewers)), 2))
    why = _why_no_order(reviewers)
    return Comparison(fixture, tuple(reviewers), issues, pairs, () if why else _order(reviewers, pairs), why)


def _better(reviewers: Sequence[Reviewer], i: int, j: int) -> int | None:
    one, other = reviewers[i].standing, reviewers[j].standing
    if one is None or other is None:
        return None
    if looks_better(one, other):
        return i
    return j if looks_better(other, one) else None


def _why_no_order(reviewers: Sequence[Reviewer]) -> str:
    fewest = min((len(r.issues) for r in reviewers), default=0)
    if fewest < FEWEST_TO_RANK:
        return f"No order: with {fewest} issues, below {FEWEST_TO_RANK}, a list would rank luck."
    if len({tuple(sorted(row.issue for row in r.issues)) for r in reviewers}) > 1:
        return "No order: the reviews were made on different variants."
    return ""


def _order(reviewers: Sequence[Reviewer], pairs: Sequence[Pair]) -> tuple[tuple[int, ...], ...]:
    """Groups by how many others look better. Within a group nobody looks better than another."""
    beaten = {
        i: sum(p.better is not None and p.better != i and i in (p.one, p.other) for p in pairs)
        for i in range(len(reviewers))
    }
    groups: dict[int, list[int]] = {}
    for i in range(len(reviewers)):
        groups.setdefault(beaten[i], []).append(i)
    return tuple(tuple(groups[count]) for count in sorted(groups))
