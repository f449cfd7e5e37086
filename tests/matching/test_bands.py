"""Bands: probabilities rise with the score, and decisions follow from them alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.match import Decision
from harness.matching.bands import Bands
from harness.matching.model import shipped_model


@given(st.lists(st.floats(-20, 20), max_size=6), st.booleans())
def test_a_higher_score_is_never_less_likely(scores: list[float], whole: bool) -> None:
    found = shipped_model().curve.probabilities(sorted(scores), whole)
    assert found == sorted(found)
    assert all(0 <= p <= 1 for p in found)


@pytest.mark.parametrize(("p", "decision"), [(0.7, Decision.MATCH), (0.69, Decision.LOOK), (0.19, Decision.NONE)])
def test_decisions(p: float, decision: Decision) -> None:
    assert Bands(0.7, 0.2).decision(p) is decision


def test_the_shipped_bands_leave_room_for_a_person() -> None:
    bands = shipped_model().bands
    assert 0 < bands.look_from < bands.match_from < 1
