"""Edits on the clean head: any set that can meet gives one result."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.edit import Edit, edit_text, edit_tree, split_lines

TEXT = "".join(f"line {n}\n" for n in range(1, 9))


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    spans = st.tuples(st.integers(1, 9), st.integers(0, 3))
    made = [
        Edit("f", start, min(start + length, 9), tuple(f"new {n}.{k}\n" for k in range(draw(st.integers(0, 2)))))
        for n, (start, length) in enumerate(draw(st.lists(spans, max_size=4)))
    ]
    return [e for e in made if e.lines or e.end > e.start]


@given(edits())
def test_the_order_of_edits_never_matters(some: list[Edit]) -> None:
    """Either the set can meet, and every order gives the same text, or every order refuses."""
    if all(a.meets(b) for a, b in combinations(some, 2)):
        assert len({edit_text(TEXT, order) for order in permutations(some)}) == 1
    else:
        for order in permutations(some):
            with pytest.raises(ValueError, match="overlap"):
                edit_text(TEXT, order)


@given(edits())
def test_meeting_goes_both_ways(some: list[Edit]) -> None:
    """If one can meet the other, the other can meet the one."""
    assert all(a.meets(b) == b.meets(a) for a, b in combinations(some, 2))


@given(st.text(max_size=60))
def test_lines_join_to_the_text(text: str) -> None:
    """Only a line feed ends a line."""
    assert "".join(split_lines(text)) == text


def test_one_edit_can_be_taken_back_out() -> None:
    """What the others did stays when one is left out."""
    first, second = Edit("f", 2, 3, ("two\n",)), Edit("f", 5, 7, ())
    assert edit_text(TEXT, [first]) == TEXT.replace("line 2", "two")
    assert edit_text(TEXT, [first, second]) == TEXT.replace("line 2", "two").replace("line 5\nline 6\n", "")


def test_a_tree_keeps_its_other_files() -> None:
    """Files without edits come through untouched, whatever their bytes are."""
    tree = {"f": TEXT.encode(), "image.png": b"\x89PNG\xff"}
    assert edit_tree(tree, [Edit("f", 1, 2, ())]) == {
        "f": TEXT.removeprefix("line 1\n").encode(),
        "image.png": b"\x89PNG\xff",
    }
