"""The kind of a remark comes from its words and manner; a label is a prior and never a verdict."""

from __future__ import annotations

import pytest

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.match import Case, CommentText, IssueText
from harness.domain.remark import Kind
from harness.matching.kind import grams
from harness.matching.matcher import match_comments

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


def test_each_remark_of_a_comment_has_its_own_kind() -> None:
    found = kinds("- missing docstring on this function\n- two threads can both read the balance, one update is lost")
    assert found == [Kind.STYLE, Kind.CONSTRAINT]


def test_grams_are_words_and_neighbours() -> None:
    assert grams(["no", "race", "here"]) == {"no", "race", "here", "no race", "race here"}
