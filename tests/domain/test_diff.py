"""Two texts and what lies between them."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from harness.domain.diff import Change, FileText, LineRange, changes_between, hunks
from harness.domain.pull_request import ChangedFile, FileStatus

LINES = st.lists(st.sampled_from(["a", "b", "  c", "", "    d", "e"]), max_size=14)


@given(LINES, LINES)
def test_applying_the_changes_to_the_base_gives_the_head(base: list[str], head: list[str]) -> None:
    """Whatever the two texts are, nothing outside the changes differs and nothing is lost."""
    rebuilt: list[str] = []
    position = 0
    for change in changes_between(base, head):
        rebuilt += base[position : change.base_start - 1]
        assert len(rebuilt) == change.head_start - 1
        rebuilt += head[change.head_start - 1 : change.head_end - 1]
        position = change.base_end - 1
    assert rebuilt + base[position:] == head


@given(LINES, LINES, st.integers(0, 4))
def test_hunks_hold_every_change_once_and_do_not_overlap(base: list[str], head: list[str], context: int) -> None:
    """Grouping loses no change, and two hunks never show the same line."""
    changes = changes_between(base, head)
    grouped = hunks(changes, len(base), len(head), context)
    assert tuple(c for h in grouped for c in h.changes) == changes
    for one, other in itertools.pairwise(grouped):
        assert one.base_end <= other.base_start
        assert one.head_end <= other.head_start
    for hunk in grouped:
        assert hunk.base_start >= 1
        assert hunk.base_end <= len(base) + 1
        assert hunk.head_end <= len(head) + 1


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_text_comes_back_byte_for_byte(text: str) -> None:
    """Splitting into lines loses no line feed, carriage return or exotic separator."""
    assert FileText.of(text).text() == text


def test_an_inserted_function_starts_at_its_own_first_line() -> None:
    """Where an insertion could slide, it begins at the line that is indented least."""
    base = ["def a():", "    return 1", "", "def c():", "    return 1"]
    head = ["def a():", "    return 1", "", "def b():", "    return 1", "", "def c():", "    return 1"]
    assert changes_between(base, head) == (Change(4, 4, 4, 7),)


def test_a_last_line_that_gains_its_line_feed_is_a_change() -> None:
    """`\\ No newline at end of file` counts."""
    file = ChangedFile.between("a.txt", "one\ntwo", "one\ntwo\n")
    assert (file.status, file.added, file.removed) == (FileStatus.MODIFIED, 1, 1)
    assert list(file.changes) == [Change(2, 3, 2, 3)]


def test_hunk_headers_are_those_of_unified_diffs() -> None:
    """An insertion into an empty file counts its old side from zero."""
    file = ChangedFile.between("a.txt", None, "one\n")
    assert [h.header for h in file.hunks()] == ["@@ -0,0 +1,1 @@"]


def test_distance_counts_lines_outside_the_range() -> None:
    """Inside is zero on both ends."""
    assert [LineRange(3, 5).distance(line) for line in (1, 3, 5, 6)] == [2, 0, 0, 1]
