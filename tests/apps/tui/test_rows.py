"""The rows of a document: what stands where, before anything is drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.apps.tui.widgets.rows import Mode, RowKind, diff_rows
from harness.domain.comment import Anchor, Comment
from harness.domain.diff import Side
from harness.domain.pull_request import ChangedFile

BASE = "".join(f"line {n}\n" for n in range(1, 41))
HEAD = BASE.replace("line 20\n", "line twenty\nand more\n")
FILE = ChangedFile.between("a.txt", BASE, HEAD)
LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=25)


@given(LINES, LINES, st.sampled_from(Mode))
def test_unfolded_rows_show_every_line_of_both_sides_once(base: list[str], head: list[str], mode: Mode) -> None:
    """Nothing of either text is lost or shown twice, in both layouts."""
    file = ChangedFile.between("f", "\n".join(base) + "\n", "\n".join(head) + "\n")
    table = diff_rows(file, mode=mode, unfolded=frozenset({-1}))
    assert [r.base for r in table.rows if r.base] == list(range(1, len(file.base.lines) + 1))
    assert [r.head for r in table.rows if r.head] == list(range(1, len(file.head.lines) + 1))


def test_lines_far_from_a_change_are_folded_and_counted() -> None:
    """A fold says how many lines it stands for, and opening it shows them."""
    table = diff_rows(FILE)
    folds = [r for r in table.rows if r.kind is RowKind.FOLD]
    assert [f.hidden for f in folds] == [16, 17]
    opened = diff_rows(FILE, unfolded=frozenset({folds[0].fold}))
    assert opened.row_of(Side.RIGHT, 1) == 0


def test_a_comment_stands_under_the_last_line_of_its_range() -> None:
    """The text is right below what it is about, on the side it is about."""
    comment = Comment("c1", Anchor("a.txt", Side.LEFT, 20, 19), "why?")
    table = diff_rows(FILE, [comment])
    first, name = table.comment_rows[0]
    assert name == "c1"
    assert table.rows[first - 1].base == 20
    assert "lines 19–20 (old side)" in table.rows[first].text


def test_a_comment_on_a_folded_line_opens_the_fold() -> None:
    """A comment is never hidden."""
    table = diff_rows(FILE, [Comment("c1", Anchor("a.txt", Side.RIGHT, 3), "here")])
    assert table.row_of(Side.RIGHT, 3) is not None


def test_hostile_text_in_a_comment_is_made_visible() -> None:
    """No control character of a comment reaches a row."""
    table = diff_rows(FILE, [Comment("c1", Anchor("a.txt"), "\x1b]52;c;x\x07 [/] \u202e")])
    text = "".join(r.text for r in table.rows)
    assert "\x1b" not in text
    assert "␛]52;c;x␇ [/] <U+202E>" in text


def test_side_by_side_pairs_old_and_new_lines() -> None:
    """What replaced a line stands beside it."""
    table = diff_rows(FILE, mode=Mode.SPLIT)
    changed = [(r.base, r.head) for r in table.rows if r.kind is RowKind.CHANGED]
    assert changed == [(20, 20), (None, 21)]


def test_motions_find_the_runs_of_changed_lines() -> None:
    """Next and previous change, and nothing beyond the ends."""
    table = diff_rows(FILE)
    start = table.next_start(0)
    assert start is not None
    assert table.rows[start].base == 20
    assert table.next_start(start) is None
    assert table.previous_start(len(table)) == start
