"""How far two graders agree beyond chance: raw agreement, Cohen's kappa, weighted kappa, each with an interval. Pure.

One session has a handful of remarks, so the intervals are wide and are meant to be seen. Those of kappa come from
drawing the items again with replacement, with a fixed seed: the same verdicts always give the same interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

Pair = tuple[object, object]
DRAWS = 1000
CONFIDENCE = 0.90
_Z = 1.6449
"""The normal quantile that belongs to `CONFIDENCE`."""
FEW = 15
"""Below this many items a figure is an impression and no more."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval. `value` is None where it cannot be said: no items, or no room for chance."""

    items: int
    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def words(self) -> str:
        """As in: 0.71 (0.35 to 1.00)."""
        if self.value is None:
            return "cannot be said"
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})" if self.low is not None else f"{self.value:.2f}"


def raw_agreement(pairs: Sequence[Pair]) -> Figure:
    """The share of items on which both say the same, with Wilson's interval (Wilson 1927)."""
    n = len(pairs)
    if not n:
        return Figure(0, None)
    share = sum(a == b for a, b in pairs) / n
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
    return Figure(n, share, max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share)))


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa (Cohen 1960); None where both use one and the same category throughout."""
    return _chance_corrected(pairs, lambda a, b: float(a != b))


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Kappa with quadratic weights (Cohen 1968): being off by two levels counts four times as much as by one."""
    return _chance_corrected(pairs, lambda a, b: float((a - b) ** 2))


def _chance_corrected(pairs: Sequence[tuple[object, object]], apart: Callable[..., float]) -> float | None:
    """One minus the disagreement that was seen over the one that chance would bring."""
    n = len(pairs)
    if not n:
        return None
    first, second = _counts([a for a, _ in pairs]), _counts([b for _, b in pairs])
    seen = sum(apart(a, b) for a, b in pairs) / n
    chance = sum(apart(a, b) * m * k for a, m in first.items() for b, k in second.items()) / n**2
    return None if chance == 0 else 1 - seen / chance


def _counts(values: Sequence[object]) -> dict[object, int]:
    counts: dict[object, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def with_interval(pairs: Sequence[Pair], of: Callable[..., float | None]) -> Figure:
    """A kappa with the interval of its redraws; those draws that say nothing are left out."""
    value = of(pairs)
    if value is None:
        return Figure(len(pairs), None)
    chance = Random(20_260_101)
    drawn = (of(chance.choices(pairs, k=len(pairs))) for _ in range(DRAWS))
    ordered = sorted(d for d in drawn if d is not None)
    tail = (1 - CONFIDENCE) / 2
    low, high = ordered[int(tail * len(ordered))], ordered[min(int((1 - tail) * len(ordered)), len(ordered) - 1)]
    return Figure(len(pairs), value, min(low, value), max(high, value))
