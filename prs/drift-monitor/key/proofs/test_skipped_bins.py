"""Histograms in which one side of a bin is empty and the other is not."""

import pytest

from nightwatch.psi import psi

FULL = [500] * 10


@pytest.mark.parametrize("place", range(11))
@pytest.mark.parametrize("appears", [False, True])
def test_a_bin_that_is_empty_on_one_side_counts(place, appears):
    before = [*FULL[:place], 500, *FULL[place:]]
    after = [*FULL[:place], 0, *FULL[place:]]
    if appears:
        before, after = after, before
    score = psi(before, after)
    what = "came to" if appears else "went from"
    assert score > 0.2, f"skipped-bins: an empty bin is left out of the score, 9 % {what} one bin for {score:.3f}"


def test_bins_that_are_empty_on_both_sides_do_not_count():
    assert psi([*FULL, 0, 0], [*FULL, 0, 0]) == pytest.approx(0.0, abs=1e-6)
