"""Who earns what, by declared rules."""

from __future__ import annotations

from harness.domain.match import Decision, Match
from harness.domain.remark import Kind
from harness.matching.assignment import claims, mark_duplicates, ranked
from harness.matching.bands import Bands

BANDS = Bands(0.6, 0.2, 0.85)


def a_match(
    comment: str, level: int, probability: float = 0.9, facets: tuple[str, ...] = (), issue: str = "i"
) -> Match:
    return Match(comment, 0, issue, Kind.CONSTRAINT, probability, Decision.MATCH, level=level, facets=facets)


def test_equal_probabilities_go_to_the_issue_first_in_the_key() -> None:
    assert ranked([0.3, 0.7, 0.7]) == ((1, 0.7), (2, 0.7), (0, 0.3))


def test_a_comment_earns_its_likeliest_issue() -> None:
    assert claims(ranked([0.1, 0.8]), (0, 0), BANDS) == [(1, 0.8)]
    assert claims(ranked([0.1, 0.5]), (0, 0), BANDS) == []


def test_a_second_issue_needs_words_of_its_own_or_to_be_plain() -> None:
    assert [i for i, _ in claims(ranked([0.9, 0.8]), (1, 1), BANDS)] == [0]
    assert [i for i, _ in claims(ranked([0.9, 0.8]), (1, 2), BANDS)] == [0, 1]
    assert [i for i, _ in claims(ranked([0.9, 0.86]), (1, 1), BANDS)] == [0, 1]


def test_a_second_issue_with_words_of_its_own_needs_a_little_less_than_the_first() -> None:
    bands = Bands(0.7, 0.2, 0.85, second_from=0.6)
    assert [i for i, _ in claims(ranked([0.9, 0.65]), (1, 2), bands)] == [0, 1]
    assert [i for i, _ in claims(ranked([0.9, 0.55]), (1, 2), bands)] == [0]
    assert claims(ranked([0.65, 0.65]), (1, 2), bands) == []


def test_a_comment_never_earns_a_third_issue() -> None:
    assert len(claims(ranked([0.99, 0.98, 0.97]), (1, 2, 3), BANDS)) == 2


def test_the_deepest_then_likeliest_then_earliest_earns_the_issue() -> None:
    def order(*matches: Match) -> list[bool]:
        return [m.duplicate for m in mark_duplicates(matches)]

    assert order(a_match("a", 2), a_match("b", 3)) == [True, False]
    assert order(a_match("a", 2, 0.8), a_match("b", 2, 0.9)) == [True, False]
    assert order(a_match("a", 2), a_match("b", 2)) == [False, True]
    assert order(a_match("a", 2), a_match("b", 2, issue="j")) == [False, False]


def test_halves_add_up() -> None:
    """One names the defect, another says what comes of it: together they explain it."""
    names, effects = a_match("a", 2, 0.95, ("mechanism",)), a_match("b", 2, 0.9, ("consequence", "trigger"))
    best = mark_duplicates([names, effects])[0]
    assert (best.level, best.joint_level, best.joined_by) == (2, 3, ("b",))
    assert "together with b: level 3" in [e.why for e in best.evidence]


def test_a_second_remark_that_adds_nothing_changes_nothing() -> None:
    same = [a_match("a", 2, 0.95, ("mechanism",)), a_match("b", 2, 0.9, ("mechanism",))]
    assert mark_duplicates(same)[0].joint_level is None
    vague = [a_match("a", 2, 0.95, ("mechanism",)), a_match("b", 1, 0.9, ("consequence",))]
    assert mark_duplicates(vague)[0].joint_level is None
