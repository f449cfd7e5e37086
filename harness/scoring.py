"""From a judgement to a scorecard. Pure.

The score is the weighted share of planted issues that were found at the level the profile expects, as a range: with a
handful of issues a single number would claim more than the data can say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import exp, lgamma, log

from harness.domain.issue import PlantedIssue
from harness.domain.judgement import IssueOutcome, JudgedRemark, Judgement
from harness.domain.remark import Kind
from harness.domain.score import IssueScore, Outcome, Profile, ProfileRange, Range, Scorecard

_CREDIT = {0: 0.0, 1: 0.25, 2: 0.6, 3: 1.0, 4: 1.0}
"""What a level is worth of an issue's weight, for a profile that expects level 3."""


def score(
    issues: Sequence[PlantedIssue],
    judgement: Judgement,
    profile: Profile,
    first_shown: Mapping[str, float] | None = None,
    made_at: Mapping[str, float] | None = None,
) -> Scorecard:
    """The scorecard of a judgement. `first_shown` gives working seconds by issue, `made_at` by comment."""
    rows = tuple(_issue(issue, judgement, profile, first_shown or {}, made_at or {}) for issue in issues)
    kinds = [kind_of(remark) for remark in judgement.remarks]
    decoys = (r.decoy for r in judgement.remarks if r.decoy and r.outcome in (Outcome.DECOY_TAKEN, Outcome.FALSE_ALARM))
    return Scorecard(
        profile.id,
        rows,
        tuple((remark.comment, remark.outcome) for remark in judgement.remarks),
        found_range(rows, profile),
        _share(kinds, Kind.CONSTRAINT),
        _share(kinds, Kind.STYLE),
        tuple(dict.fromkeys(decoys)),
        kinds=tuple(kind.value for kind in kinds),
    )


def _issue(
    issue: PlantedIssue,
    judgement: Judgement,
    profile: Profile,
    first_shown: Mapping[str, float],
    made_at: Mapping[str, float],
) -> IssueScore:
    outcome = judgement.issue(issue.id) or IssueOutcome(issue.id)
    remark = judgement.remark(outcome.remark) if outcome.remark else None
    return IssueScore(
        issue.id,
        issue.defect_class,
        issue.severity.value,
        issue.title,
        outcome.level,
        profile.weight(issue.defect_class, issue.severity.value),
        remark.comment if remark else None,
        first_shown.get(issue.id),
        made_at.get(remark.comment) if remark else None,
        outcome.decided_by,
        outcome.highest,
        outcome.together,
    )


def kind_of(remark: JudgedRemark) -> Kind:
    """What sort of thing a remark says, with what was decided of it taken into account."""
    if remark.outcome is Outcome.STYLE_ONLY:
        return Kind.STYLE
    speaks_of_behaviour = (Outcome.MATCH, Outcome.DUPLICATE, Outcome.OPPORTUNITY, Outcome.DECOY_TAKEN)
    return Kind.CONSTRAINT if remark.outcome in (*speaks_of_behaviour, Outcome.FALSE_ALARM) else remark.kind


def _share(kinds: Sequence[Kind], kind: Kind) -> float | None:
    return sum(k is kind for k in kinds) / len(kinds) if kinds else None


def found_range(rows: Sequence[IssueScore], profile: Profile) -> Range | None:
    """The weighted share found, with a 90 % Jeffreys interval over the issues, widened by what is undecided.

    The interval treats the issues as draws from a larger pool; weights enter through the effective number of issues.
    """
    if not rows:
        return None
    total = sum(r.weight for r in rows)
    if total <= 0:
        return None
    effective = total**2 / sum(r.weight**2 for r in rows)
    sure = sum(r.weight * _credit(r.level, profile) for r in rows) / total
    hoped = sum(r.weight * max(_credit(r.level, profile), _credit(r.highest, profile)) for r in rows) / total
    low = jeffreys(sure * effective, effective)[0]
    high = jeffreys(hoped * effective, effective)[1]
    return Range(round(low, 2), round(sure, 2), round(high, 2))


def under_profiles(rows: Sequence[IssueScore], profiles: Sequence[Profile]) -> tuple[ProfileRange, ...]:
    """The same outcomes weighted for each role."""
    return tuple(ProfileRange(p.id, p.title, found_range(weighted(rows, p), p)) for p in profiles)


def weighted(rows: Sequence[IssueScore], profile: Profile) -> tuple[IssueScore, ...]:
    """The rows with the weights of another profile."""
    return tuple(replace(row, weight=profile.weight(row.defect_class, row.severity)) for row in rows)


def _credit(level: int, profile: Profile) -> float:
    return _CREDIT[min(4, level + 3 - profile.expected_level)] if level else 0.0


@lru_cache(maxsize=4096)
def jeffreys(successes: float, trials: float, confidence: float = 0.90) -> tuple[float, float]:
    """The Jeffreys interval for a share (Brown, Cai and DasGupta 2001): quantiles of Beta(s + 1/2, n - s + 1/2).

    At no successes the lower end is 0, at all successes the upper end is 1.
    """
    tail = (1 - confidence) / 2
    a, b = successes + 0.5, trials - successes + 0.5
    low = 0.0 if successes <= 0 else beta_quantile(tail, a, b)
    high = 1.0 if successes >= trials else beta_quantile(1 - tail, a, b)
    return low, high


def beta_quantile(probability: float, a: float, b: float) -> float:
    """The value below which a Beta(a, b) variable falls with this probability, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_below(middle, a, b) < probability else (low, middle)
    return (low + high) / 2


def beta_below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d or 1e-30)
    fraction = d
    for m in range(1, 300):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + step * d) or 1e-30)
            c = (1 + step / c) or 1e-30
            fraction *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return front * fraction
