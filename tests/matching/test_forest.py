"""Forests as tables give what walking the trees gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from harness.matching.forest import Forest, forest_of, logistic

ARRAYS = {
    "f.feature": np.array([[0, 1, 0], [1, 0, 0]]),
    "f.cut": np.array([[0.5, 2.0, np.inf], [1.0, np.inf, np.inf]]),
    "f.value": np.array([[1.0, 2.0, 4.0, 0.0], [8.0, 0.0, 16.0, 0.0]]),
}


def walked(row: list[float]) -> float:
    first = (1.0 if row[1] <= 2.0 else 2.0) if row[0] <= 0.5 else 4.0
    return first + (8.0 if row[1] <= 1.0 else 16.0)


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=1, max_size=6))
def test_values(rows: list[tuple[float, float]]) -> None:
    found = forest_of(ARRAYS, "f").values(np.array(rows))
    assert found.tolist() == [walked(list(row)) for row in rows]


def test_no_rows_and_no_trees() -> None:
    assert forest_of(ARRAYS, "f").values(np.zeros((0, 2))).shape == (0,)
    empty = Forest(1, np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    assert empty.values(np.zeros((2, 2))).tolist() == [0.0, 0.0]


def test_logistic_stays_between_nought_and_one() -> None:
    assert 0 <= logistic(-1e9) < 0.5 < logistic(1e9) <= 1
