"""Whether an estimate follows from what is assumed: only what reads plainly is recomputed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.coherence import recompute
from harness.domain.estimate import Estimate, estimate_form, read_estimate


def form(estimate: str, assumed: str, unit: str) -> str:
    return estimate_form(unit).replace("): ", f"): {estimate}").replace("Assumed: ", f"Assumed: {assumed}")


@pytest.mark.parametrize(
    ("text", "unit", "value", "coherent"),
    [
        ("1M clients x 400 B = 400 MB, 80 %: 200–900 MB", "MB", 400, True),
        ("1,000,000 clients * 400 bytes each = 40 MB", "MB", 400, False),
        ("6000 texts x 1.5 = 9000 requests", "requests", 9000, True),
        (form("400", "1 million clients, 400 bytes each", "MB"), "MB", 400, True),
        (form("9000", "texts = 6,000; times each = 1.5", "requests"), "requests", 9000, True),
        (form("380", "1 million clients, 400 bytes each", "MB"), "MB", 400, True),
        (form("350", "1 million clients, 400 bytes each", "MB"), "MB", 400, False),
    ],
)
def test_a_product_with_units_is_recomputed(text: str, unit: str, value: float, coherent: bool) -> None:
    estimate = read_estimate(text, unit)
    assert estimate is not None
    again = recompute(text, unit, estimate)
    assert again is not None
    assert (again.value, again.coherent) == (pytest.approx(value), coherent)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("about 400 MB", "MB"),
        ("32 texts / 17 ms x 2 = 1800", "texts per second"),  # a quotient of measures
        ("1k users × 3 kB + 4 MB = 7 MB", "MB"),  # a sum
        ("2 x 3 h in 400 MB", "MB"),  # hours give no megabytes
        (form("400", "bucket 300 bytes, entry 100 bytes", "MB"), "MB"),  # two sizes: no product
        (form("400", "one process", "MB"), "MB"),
    ],
)
def test_what_does_not_read_plainly_is_left_to_people(text: str, unit: str) -> None:
    assert recompute(text, unit, read_estimate(text, unit) or Estimate(1)) is None


@given(st.text("0123456789 .,x×*=kMB\nAsumed:", max_size=120), st.sampled_from(["MB", "s", "requests", None]))
def test_no_text_breaks_it(text: str, unit: str | None) -> None:
    again = recompute(text, unit, Estimate(5))
    assert again is None or again.value > 0
