"""Levels rest on facets that were found, and say which one is missing."""

from __future__ import annotations

import pytest
from review_case import matches

from harness.domain.match import Match
from harness.matching.levels import FACETS, earned_and_missing, level_at


def earned(body: str) -> Match:
    return matches(body, "app/account.py", 12)[0]


def test_deeper_comments_reach_deeper_levels() -> None:
    bodies = [
        "thread safety?",
        "reading and writing the balance is not one step",
        "reading and writing the balance is not one step, so when two withdrawals run at the same time one of them is lost",
        "reading and writing the balance is not one step, so when two withdrawals run at the same time one of them is lost. "
        "Hold the lock around both steps.",
    ]
    levels = [earned(body).level or 0 for body in bodies]
    assert levels == sorted(levels)
    assert levels[1:] == [2, 3, 4]


def test_a_fix_without_a_reason_is_no_explanation() -> None:
    found = earned("hold the lock around both steps")
    assert (found.level or 0) <= 2


def test_the_facets_shown_are_found_in_the_comment() -> None:
    body = "two withdrawals at the same time both read the old balance, so one is lost. Hold the lock around both."
    found = earned(body)
    assert {"trigger", "consequence", "remedy"} <= set(found.facets)
    for evidence in found.evidence:
        if evidence.facet in FACETS and evidence.span:
            start, end = evidence.span
            assert body[start:end].split()[0] in evidence.why


def test_what_is_missing_is_named() -> None:
    found = earned("reading and writing the balance is not one step")
    assert found.missing == ("a consequence with its trigger or bound",)
    assert any("missing for 3" in e.why for e in found.evidence)


@pytest.mark.parametrize(("depth", "level"), [(0.0, 1), (1.7, 2), (2.7, 3), (3.9, 4)])
def test_level_at(depth: float, level: int) -> None:
    assert level_at(depth, (1.6, 2.5, 3.4)) == level


def test_a_facet_that_was_not_found_is_never_earned() -> None:
    assert earned_and_missing(4, ()) == (("place or worry",), ())
