"""Agreement beyond chance: known values, laws, and honesty about what cannot be said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.domain.kappa import kappa, raw_agreement, weighted_kappa, with_interval

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40)


def table(counts: list[list[int]]) -> list[tuple[int, int]]:
    """Pairs out of a table of counts: rows are the first grader, columns the second."""
    return [(i, j) for i, row in enumerate(counts) for j, count in enumerate(row) for _ in range(count)]


def test_the_textbook_table() -> None:
    """Twenty yes-yes, fifteen no-no, five and ten apart: agreement 0.7, chance 0.5, kappa 0.4."""
    pairs = table([[20, 5], [10, 15]])
    assert raw_agreement(pairs).value == pytest.approx(0.7)
    assert kappa(pairs) == pytest.approx(0.4)


def test_quadratic_weights_by_hand() -> None:
    """Levels (0,0) (1,2) (2,2) (4,3): seen 2/4; by chance 54/16."""
    assert weighted_kappa([(0, 0), (1, 2), (2, 2), (4, 3)]) == pytest.approx(1 - (2 / 4) / (54 / 16))


def test_wilsons_interval_at_its_ends() -> None:
    all_alike, none = raw_agreement([(1, 1)] * 10), raw_agreement([(1, 2)] * 10)
    assert (all_alike.value, all_alike.high) == (1.0, 1.0)
    assert all_alike.low == pytest.approx(10 / (10 + 1.6449**2), abs=1e-3)
    assert none.low == 0.0


@pytest.mark.parametrize("pairs", [[], [(3, 3)], [(3, 3)] * 9])
def test_one_category_throughout_says_nothing(pairs: list[tuple[int, int]]) -> None:
    assert kappa(pairs) is None
    assert with_interval(pairs, weighted_kappa).words == "cannot be said"


@given(PAIRS)
@settings(max_examples=60, deadline=None)
def test_laws(pairs: list[tuple[int, int]]) -> None:
    """At most one; one exactly when all agree; the same whoever is named first; the interval holds the value."""
    for of in (kappa, weighted_kappa):
        value = of(pairs)
        if value is None:
            continue
        assert value <= 1
        assert (value == 1) == all(a == b for a, b in pairs)
        assert of([(b, a) for a, b in pairs]) == pytest.approx(value)
    share = raw_agreement(pairs)
    assert share.low is not None and share.high is not None and share.value is not None
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_an_interval_holds_its_value_and_is_the_same_every_time() -> None:
    pairs = table([[20, 5], [10, 15]])
    figure = with_interval(pairs, kappa)
    assert figure.low is not None and figure.high is not None and figure.value is not None
    assert figure.low < figure.value < figure.high
    assert with_interval(pairs, kappa) == figure


def test_more_items_narrow_the_interval() -> None:
    few, many = (with_interval(table([[2 * n, n], [n, 2 * n]]), kappa) for n in (2, 20))
    assert few.low is not None and few.high is not None and many.low is not None and many.high is not None
    assert many.high - many.low < few.high - few.low
