"""Reviews side by side: what overlaps is not told apart, and few issues give no order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.domain.comparison import FEWEST_TO_RANK, Reviewer, compare
from harness.domain.score import IssueScore, Profile
from harness.scoring import found_range

PROFILE = Profile("plain", "Plain", {}, {})


def reviewer(name: str, levels: list[int], unproven: float = 0.0, first: int = 0) -> Reviewer:
    rows = tuple(
        IssueScore(f"i{n + first:02d}", "race.state", "major", "t", level, 1.0, highest=level)
        for n, level in enumerate(levels)
    )
    share = found_range(rows, PROFILE)
    assert share is not None
    return Reviewer(name, name, "1", rows, share, (share.middle - unproven, share.middle), (0.0, unproven), 1, 60.0)


def test_few_issues_give_no_order_even_for_all_against_nothing() -> None:
    found = compare("f", [reviewer("a", [3] * 14), reviewer("b", [0] * 14)])
    assert found.order == () and "14 issues, below 15" in found.why_no_order
    assert found.pairs[0].better == 0


def test_fifteen_issues_give_groups() -> None:
    found = compare("f", [reviewer("a", [0] * 15), reviewer("b", [3] * 15), reviewer("c", [3] * 14 + [0])])
    assert found.order == ((1, 2), (0,))
    assert [p.better for p in found.pairs] == [1, 2, None]


def test_overlapping_ranges_cannot_be_told_apart() -> None:
    found = compare("f", [reviewer("a", [3, 3, 3, 0, 0]), reviewer("b", [3, 0, 0, 0, 0])])
    assert found.pairs[0].better is None


def test_a_review_full_of_unproven_claims_is_not_shown_as_better() -> None:
    loud = reviewer("a", [3] * 20, unproven=1.0)
    assert compare("f", [loud, reviewer("b", [0] * 20)]).pairs[0].better is None


def test_another_variant_gives_no_order_and_its_own_rows() -> None:
    found = compare("f", [reviewer("a", [3] * 15), reviewer("b", [0] * 15, first=1)])
    assert found.order == () and "different variants" in found.why_no_order
    assert len(found.issues) == 16 and found.reviewers[0].row("i15") is None


@given(st.lists(st.lists(st.integers(0, 4), min_size=FEWEST_TO_RANK, max_size=FEWEST_TO_RANK), min_size=2, max_size=6))
def test_groups_hold_everybody_once_and_nobody_beside_a_better_one(levels: list[list[int]]) -> None:
    found = compare("f", [reviewer(str(n), some) for n, some in enumerate(levels)])
    assert sorted(i for group in found.order for i in group) == list(range(len(levels)))
    place = {i: n for n, group in enumerate(found.order) for i in group}
    for pair in found.pairs:
        if pair.better is not None:
            worse = pair.other if pair.better == pair.one else pair.one
            assert place[pair.better] < place[worse]
