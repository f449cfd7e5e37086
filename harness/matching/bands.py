"""From scores to probabilities that mean what they say, and from these to `match`, `look` and `none`.

Curve and bands are chosen in training on scores for pull requests that the scoring forest has not seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.domain.match import Decision
from harness.matching.forest import logistic


@dataclass(frozen=True, slots=True)
class Curve:
    """Log odds as a line over scores: one for comments at a place, one for comments on the whole review."""

    start: float
    slope: float
    whole_start: float
    whole_slope: float

    def probabilities(self, scores: Iterable[float], whole_review: bool) -> list[float]:
        """The probability of each score."""
        start, slope = (self.whole_start, self.whole_slope) if whole_review else (self.start, self.slope)
        return [round(logistic(start + slope * float(score)), 4) for score in scores]


@dataclass(frozen=True, slots=True)
class Bands:
    """From which probability on a pair is a match, and from which a person looks.

    A second issue of one comment needs `second_from` if another part of the comment speaks for it, and `plain` if the
    same part does.
    """

    match_from: float
    look_from: float
    plain: float = 0.85
    second_from: float = 0.55

    def decision(self, probability: float) -> Decision:
        """What is said of a pair."""
        if probability >= self.match_from:
            return Decision.MATCH
        return Decision.LOOK if probability >= self.look_from else Decision.NONE
