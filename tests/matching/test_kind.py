"""The kind of a remark comes from its words and manner; a label is a prior and never a verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.match import Case, CommentText, IssueText
from harness.domain.remark import Kind
from harness.matching.kind import grams, kind_beside, no_claim
from harness.matching.matcher import match_comments
from harness.matching.model import shipped_model

RUBRIC = load_classes(rubrics_dir())
ISSUE = IssueText("i", description="A row is read twice.")


def kinds(body: str) -> list[Kind]:
    return [r.kind for r in match_comments(Case((ISSUE,), (CommentText("c", body, "a.py", 3),)), RUBRIC).remarks]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("please rename `x` to `row_count`, the name says nothing", Kind.STYLE),
        ("missing docstring", Kind.STYLE),
        ("nice work, very readable!", Kind.PRAISE),
        ("this list grows without end when nobody reads it", Kind.CONSTRAINT),
        ("what happens here if two workers run at once?", Kind.CONSTRAINT),
        ("please rebase on main and add a changelog entry", Kind.OTHER),
        ("nitpick: this leaks the connection when the query raises", Kind.CONSTRAINT),
    ],
)
def test_kind(body: str, kind: Kind) -> None:
    assert kinds(body) == [kind]


@pytest.mark.parametrize(
    ("voices", "clear"),
    [((1.0, -1.0, 2.0, -2.0, -2.0), False), ((1.0, -1.0, 3.0, -2.0, -2.0), True), ((1.0, 3.0, 0.0, 0.0, 0.0), True)],
)
def test_what_clearly_speaks_as_something_else_is_no_claim(voices: tuple[float, ...], clear: bool) -> None:
    assert no_claim((*voices, 9.0, 9.0, 9.0)) is clear


def test_each_remark_of_a_comment_has_its_own_kind() -> None:
    found = kinds("- missing docstring on this function\n- two threads can both read the balance, one update is lost")
    assert found == [Kind.STYLE, Kind.CONSTRAINT]


def test_grams_are_words_and_neighbours() -> None:
    assert grams(["no", "race", "here"]) == {"no", "race", "here", "no race", "race here"}


def test_a_question_that_fits_an_issue_is_a_claim_and_one_that_fits_none_asks() -> None:
    """The same voices, held against a key that they fit and one that they do not."""
    voices = (2.0, 2.2, -1.0, -2.5, -2.0, -4.0, -3.0, -0.5)
    weights = shipped_model().kind_weights
    assert kind_beside(voices, 4.0, weights) is Kind.CONSTRAINT
    assert kind_beside(voices, -5.0, weights) is Kind.QUESTION


@given(st.lists(st.floats(-20, 20), min_size=8, max_size=8), st.floats(-20, 20))
def test_the_better_an_issue_fits_the_more_a_comment_is_a_claim(voices: list[float], best: float) -> None:
    weights = shipped_model().kind_weights
    if kind_beside(voices, best, weights) is Kind.CONSTRAINT:
        assert kind_beside(voices, best + 3, weights) is Kind.CONSTRAINT
