"""Searching lines: every hit once, in the order of reading."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.domain.diff import Side
from harness.domain.pull_request import ChangedFile
from harness.domain.search import hit_at, hits_in, pattern_of, place_of

LINES = st.lists(st.sampled_from(["a", "b", "ab", "c"]), max_size=25)


@settings(deadline=None)
@given(LINES, LINES)
def test_every_line_that_matches_is_found_once_and_in_the_order_of_reading(base: list[str], head: list[str]) -> None:
    """All new lines, and of the old ones those removed, which come before what took their place."""
    file = ChangedFile.between("f", "".join(f"{x}\n" for x in base), "".join(f"{x}\n" for x in head))
    hits = sorted(hit for bunch in hits_in(file, lambda line: "a" in line) for hit in bunch)
    places = [place_of(hit) for hit in hits]
    removed = [n for c in file.changes for n in range(c.base_start, c.base_end)]
    assert [n for side, n in places if side is Side.RIGHT] == [n for n, line in enumerate(head, 1) if "a" in line]
    assert [n for side, n in places if side is Side.LEFT] == [n for n in removed if "a" in base[n - 1]]
    assert [hit_at(file, *place) for place in places] == hits
    for change in file.changes:
        old = [i for i, p in enumerate(places) if p[0] is Side.LEFT and change.base_start <= p[1] < change.base_end]
        new = [i for i, p in enumerate(places) if p[0] is Side.RIGHT and p[1] >= change.head_start]
        assert not old or not new or max(old) < min(new)


def test_lower_case_means_any_case() -> None:
    """As people know it from their editors."""
    assert pattern_of("cache")[0].search("Cache")
    assert not pattern_of("Cache")[0].search("cache")


def test_what_is_no_pattern_or_could_hang_is_taken_literally() -> None:
    """With a remark that says so."""
    for text in ("f(", "[", "(a+)+$", "(a|aa)*b", "((x*))*y", "(?P<a>x+)+"):
        pattern, remark = pattern_of(text)
        assert remark
        assert pattern.search(f"-{text}-")
    for text in ("a+b", r"def \w+\(", "(a|b)c", "x{3}"):
        assert pattern_of(text)[1] == ""
