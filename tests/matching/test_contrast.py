"""Contrast: each value against the best of the other issues."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from harness.matching.contrast import margin, rivals


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=5))
def test_a_margin_is_the_lead_over_the_best_other(values: list[int]) -> None:
    column = np.array([values], dtype=float)
    expected = [v - max(w for j, w in enumerate(values) if j != i) for i, v in enumerate(values)]
    assert margin(column, 0.0)[0].tolist() == expected


def test_many_features_at_once_are_each_one_alone() -> None:
    table = np.array([[[1.0, 5.0], [3.0, 2.0], [2.0, 9.0]]])
    together = margin(table, np.zeros(2))
    for feature in range(2):
        assert (together[:, :, feature] == margin(table[:, :, feature], 0.0)).all()


def test_where_there_is_no_other_issue_a_usual_value_stands_in() -> None:
    assert rivals(np.array([[3.0]]), 0.2).tolist() == [[0.2]]
