"""The values of a feature move, and their shape stays what it was."""

from statistics import NormalDist

import pytest

from nightwatch.psi import Reference

VALUES = [NormalDist(50.0, 10.0).inv_cdf((number + 0.5) / 2000) for number in range(2000)]


@pytest.mark.parametrize(
    ("what", "moved"),
    [
        ("one standard deviation up", [value + 10.0 for value in VALUES]),
        ("one standard deviation down", [value - 10.0 for value in VALUES]),
        ("a hundred times as large", [value * 100.0 for value in VALUES]),
        ("half as wide", [50.0 + (value - 50.0) / 2 for value in VALUES]),
    ],
)
def test_values_that_have_moved_are_drift(what, moved):
    reference = Reference(VALUES)
    assert reference.score(VALUES) < 0.1, "the sample itself counts as drift"
    score = reference.score(moved)
    assert score > 0.2, f"moving-bins: the bins move along with the values, {what} scores {score:.3f}"
