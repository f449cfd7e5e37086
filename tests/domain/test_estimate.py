"""Estimates read from prose, and how far off they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.estimate import Estimate, estimate_form, judge_estimate, read_estimate


@pytest.mark.parametrize(
    ("text", "unit", "value", "low", "high"),
    [
        ("about 400 MB", "MB", 400, None, None),
        ("1M clients x 400 B = 400 MB, 80 %: 200–900 MB", "MB", 400, 200, 900),
        ("0.4 GB, between 0.2 and 0.9 GB", "MB", 400, 200, 900),
        ("maybe 20 GB", "MB", 20_000, None, None),
        ("9,000 requests", "requests", 9000, None, None),
        ("somewhere between 6k and 14k", "requests", 9165.15, 6000, 14000),
        ("10k", "requests", 10_000, None, None),
        ("1,5 GB", "MB", 1500, None, None),
        ("two seconds", "s", None, None, None),
        ("no idea", "MB", None, None, None),
        ("500 ms, from 100 to 900 ms", "s", 0.5, 0.1, 0.9),
        ("1 million × 400 bytes ≈ 400 MB plus 2 users", "MB", 400, None, None),
    ],
)
def test_amounts_are_read_in_the_unit_that_was_asked_for(
    text: str, unit: str, value: float | None, low: float | None, high: float | None
) -> None:
    found = read_estimate(text, unit)
    if value is None:
        assert found is None
    else:
        assert found is not None
        assert found.value == pytest.approx(value, rel=1e-4)
        assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high)) if low else found.low is None


@given(st.text(max_size=200), st.sampled_from(["MB", "s", "requests", None]))
def test_no_text_breaks_the_reading(text: str, unit: str | None) -> None:
    found = read_estimate(text, unit)
    if found:
        judged = judge_estimate(found, (200, 800))
        assert 0 <= judged.grade <= 4 and judged.error >= 0


@pytest.mark.parametrize(
    ("value", "grade"), [(400, 4), (200, 4), (1600, 4), (2400, 3), (8000, 2), (20, 2), (80_000, 1), (1e6, 0)]
)
def test_the_grade_falls_with_the_factor(value: float, grade: int) -> None:
    """Within two of the range 4, three 3, ten 2, a hundred 1."""
    assert judge_estimate(Estimate(value), (200, 800)).grade == grade


def test_an_interval_pays_for_width_and_more_for_missing() -> None:
    wide, narrow, wrong = (
        judge_estimate(Estimate(400, *interval), (200, 800)) for interval in ((40, 4000), (300, 600), (4000, 8000))
    )
    assert wide.interval_score == 2.0
    assert narrow.interval_score == pytest.approx(0.3, abs=0.01)
    assert wrong.interval_score == pytest.approx(0.3 + 10 * 0.699, abs=0.02)
    assert (wide.covers, wrong.covers, wrong.coherent) == (True, False, False)


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        ("300", "200 to 500", Estimate(300, 200, 500)),
        ("0.3 GB", "0.2 GB - 500", Estimate(300, 200, 500)),
        ("about 300 MB", "", Estimate(300)),
        ("300", "500 to 200 MB", Estimate(300, 200, 500)),
        ("300", "300", Estimate(300)),
    ],
)
def test_the_form_of_the_editor_is_read_by_its_parts(value: str, interval: str, expected: Estimate) -> None:
    """A bare number is in the prompt's unit, and numbers among the assumptions are neither value nor interval."""
    form = estimate_form("MB").replace(": \nRange", f": {value}\nRange").replace("to: \n", f"to: {interval}\n")
    assert read_estimate(form.replace("Assumed: ", "Assumed: a bucket takes 300 bytes, 1 to 2 kB"), "MB") == expected


def test_a_form_that_was_not_filled_in_states_nothing() -> None:
    """And one whose first line has no number is read like any text."""
    assert read_estimate(estimate_form("MB"), "MB") is None
