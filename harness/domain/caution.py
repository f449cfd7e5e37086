"""How careful a review is: what it claims beyond what it finds. Kept apart from what it finds.

Somebody who comments on everything finds everything. So the share found is never read alone. The pull request is cut
into stretches of changed lines; a stretch without a planted issue is a chance to stay silent. *Discernment* is the share
found less the share of those stretches that carry an unproven claim (Youden's J: hits less false alarms). Silence has
exactly zero, and so, at best, has commenting everywhere.

A claim that nobody has looked at is neither right nor wrong. It widens the range of discernment and is no false alarm:
only a person's verdict makes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.domain.judgement import JudgedRemark
from harness.domain.pull_request import PullRequest
from harness.domain.score import Outcome, Range

STRETCH = 10
"""Changed lines to a stretch: about what one comment is about."""


@dataclass(frozen=True, slots=True)
class Caution:
    """Claims about behaviour by what became of them. Duplicates and accepted findings count as right."""

    claims: int
    right: int
    false_alarms: int
    decoys: int
    open: int
    """Opportunities that no person has judged, and remarks that nobody has decided."""
    stretches: int
    """Stretches of changed lines without a planted issue."""

    @property
    def unproven(self) -> int:
        """Claims that are not established as right."""
        return self.claims - self.right

    @property
    def false_alarm_share(self) -> tuple[float, float] | None:
        """Of all claims, those that are wrong: by verdict, and at most, if all that is unproven were wrong."""
        if not self.claims:
            return None
        return self.false_alarms / self.claims, self.unproven / self.claims

    def discernment(self, found: float) -> tuple[float, float]:
        """The share found less the share of issue-free stretches claimed on; from the worst to the best case."""
        chances = max(self.stretches, 1)
        worst, best = min(self.unproven / chances, 1.0), min(self.false_alarms / chances, 1.0)
        return round(found - worst, 4), round(found - best, 4)


def caution(remarks: Sequence[JudgedRemark], pull_request: PullRequest, issues: int) -> Caution:
    """Count the claims of a review, and the chances it had to stay silent."""
    settled = [r for r in remarks if r.outcome is Outcome.OPPORTUNITY and r.decided_by]
    right = sum(r.matched for r in remarks) + len(settled)
    counts = {outcome: sum(r.outcome is outcome for r in remarks) for outcome in Outcome}
    waiting = counts[Outcome.OPPORTUNITY] - len(settled) + counts[Outcome.UNDECIDED]
    false, decoys = counts[Outcome.FALSE_ALARM], counts[Outcome.DECOY_TAKEN]
    lines = sum(file.added + file.removed for file in pull_request.files)
    stretches = max(-(-lines // STRETCH) - issues, 1)
    return Caution(right + false + decoys + waiting, right, false, decoys, waiting, stretches)


@dataclass(frozen=True, slots=True)
class Standing:
    """What two reviews are compared by: the share found as a range, and discernment from worst to best."""

    found: Range
    discernment: tuple[float, float]


def looks_better(one: Standing, other: Standing) -> bool:
    """Whether `one` may be shown as better: both ranges lie wholly above the other's.

    Everything else cannot be told apart.
    """
    return one.found.low > other.found.high and one.discernment[0] > other.discernment[1]
