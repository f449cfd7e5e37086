"""What a matching is worth: the interval against known values, and its laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.judgement import proposed_outcome
from harness.domain.match import Decision, Match
from harness.domain.remark import Kind
from harness.domain.score import IssueScore, Outcome, Profile
from harness.scoring import beta_below, beta_quantile, found_range, jeffreys

PROFILE = Profile("plain", "Plain", {}, {})
WEIGHTS = st.floats(0.25, 8)
LEVELS = st.integers(0, 4)


def row(number: int, level: int, weight: float = 1.0, undecided: bool = False) -> IssueScore:
    return IssueScore(
        f"i{number}", "growth.unbounded", "major", "A title", level, weight, highest=4 if undecided else level
    )


def rows(levels: list[tuple[int, float, bool]]) -> list[IssueScore]:
    return [row(n, level, weight, undecided and not level) for n, (level, weight, undecided) in enumerate(levels)]


REVIEWS = st.lists(st.tuples(LEVELS, WEIGHTS, st.booleans()), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("a", "b", "x", "below"),
    [(1, 1, 0.3, 0.3), (2, 1, 0.5, 0.25), (1, 2, 0.5, 0.75), (0.5, 0.5, 0.5, 0.5), (0.5, 0.5, 0.25, 1 / 3)],
)
def test_the_beta_distribution_has_its_closed_forms(a: float, b: float, x: float, below: float) -> None:
    assert beta_below(x, a, b) == pytest.approx(below, abs=1e-9)
    assert beta_quantile(below, a, b) == pytest.approx(x, abs=1e-9)


def test_three_of_five_at_95_percent() -> None:
    low, high = jeffreys(3, 5, 0.95)
    assert (low, high) == (pytest.approx(0.21, abs=0.01), pytest.approx(0.91, abs=0.01))


@given(st.integers(1, 60), st.data())
def test_an_interval_is_ordered_mirrored_and_holds_the_share(trials: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, trials))
    low, high = jeffreys(found, trials)
    assert 0 <= low <= found / trials <= high <= 1
    assert jeffreys(trials - found, trials) == (pytest.approx(1 - high, abs=1e-6), pytest.approx(1 - low, abs=1e-6))


@given(st.integers(1, 60), st.data())
def test_one_more_found_never_lowers_the_interval(trials: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, trials - 1))
    before, after = jeffreys(found, trials), jeffreys(found + 1, trials)
    assert after[0] >= before[0] and after[1] >= before[1]


@given(REVIEWS)
def test_the_range_is_ordered(levels: list[tuple[int, float, bool]]) -> None:
    found = found_range(rows(levels), PROFILE)
    assert found is not None
    assert 0 <= found.low <= found.middle <= found.high <= 1


@given(REVIEWS, st.data())
def test_a_better_remark_never_lowers_the_range(levels: list[tuple[int, float, bool]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(levels) - 1))
    level, weight, undecided = levels[at]
    better = [*levels]
    better[at] = (data.draw(st.integers(level, 4)), weight, undecided)
    before, after = found_range(rows(levels), PROFILE), found_range(rows(better), PROFILE)
    assert before is not None and after is not None
    assert after.low >= before.low and after.middle >= before.middle


def test_what_is_undecided_only_widens_upwards() -> None:
    sure = found_range([row(1, 3), row(2, 0)], PROFILE)
    open_ = found_range([row(1, 3), row(2, 0, undecided=True)], PROFILE)
    assert sure is not None and open_ is not None
    assert (open_.low, open_.middle) == (sure.low, sure.middle)
    assert open_.high == 1.0 > sure.high


def test_nothing_planted_has_no_range() -> None:
    assert found_range([], PROFILE) is None
    assert found_range([row(1, 3, weight=0.0)], PROFILE) is None


MATCHES = st.builds(
    Match,
    comment=st.just("c1"),
    remark=st.none(),
    issue=st.sampled_from([None, "i1"]),
    kind=st.sampled_from(Kind),
    probability=st.floats(0, 1),
    decision=st.sampled_from(Decision),
    decoy=st.sampled_from([None, "d1"]),
    duplicate=st.booleans(),
)


@given(MATCHES)
def test_an_outcome_never_says_more_than_was_decided(match: Match) -> None:
    """No outcome is a false alarm: whether a remark is one, only a person may say."""
    outcome = proposed_outcome(match)
    assert outcome is not Outcome.FALSE_ALARM
    assert (outcome is Outcome.UNDECIDED) == (match.decision is Decision.LOOK)
    earned = match.decision is Decision.MATCH and match.issue is not None
    assert (outcome in (Outcome.MATCH, Outcome.DUPLICATE)) == earned
    if outcome is Outcome.DECOY_TAKEN:
        assert match.decoy is not None
    if outcome is Outcome.NONE:
        assert match.kind not in (Kind.CONSTRAINT, Kind.STYLE)
