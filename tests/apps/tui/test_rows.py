"""The rows of a document: what stands where, before anything is drawn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.apps.tui.widgets.row_table import RowTable
from harness.apps.tui.widgets.rows import CHANGED_KINDS, Mode, RowKind
from harness.apps.tui.widgets.shape import shape_of
from harness.domain.comment import Anchor, Comment
from harness.domain.diff import FileText, Side
from harness.domain.pull_request import ChangedFile, TreeFile

BASE = "".join(f"line {n}\n" for n in range(1, 41))
HEAD = BASE.replace("line 20\n", "line twenty\nand more\n")
FILE = ChangedFile.between("a.txt", BASE, HEAD)
LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=40)
CALM = settings(deadline=None, max_examples=60)
WINDOWS = st.dictionaries(
    st.integers(0, 8), st.lists(st.tuples(st.integers(-5, 30), st.integers(0, 40)).map(sorted), max_size=3)
)
PLACES = st.lists(st.tuples(st.sampled_from(Side), st.integers(1, 45), st.integers(0, 6)), max_size=6)


def table_of(file: ChangedFile = FILE, **options: object) -> RowTable:
    return RowTable(shape_of(file), **options)  # type: ignore[arg-type]


def changed_file(base: list[str], head: list[str]) -> ChangedFile:
    return ChangedFile.between("f", "".join(f"{x}\n" for x in base), "".join(f"{x}\n" for x in head))


@st.composite
def tables(draw: st.DrawFn) -> RowTable:
    """Any table: any two texts, either layout, with folds opened anywhere and comments anywhere."""
    file = changed_file(draw(LINES), draw(LINES))
    comments = [
        Comment(f"c{n}", Anchor("f", side, line, max(line - back, 1)), "x\ny")
        for n, (side, line, back) in enumerate(draw(PLACES))
    ]
    windows = {gap: [(a, b) for a, b in parts] for gap, parts in draw(WINDOWS).items()}
    whole, mode = draw(st.booleans()), draw(st.sampled_from(Mode))
    return table_of(file, mode=mode, whole=whole, opened=windows, comments=comments)


@CALM
@given(LINES, LINES, st.sampled_from(Mode))
def test_the_whole_file_shows_every_line_of_both_sides_once(base: list[str], head: list[str], mode: Mode) -> None:
    """Nothing of either text is lost or shown twice, in both layouts."""
    table = table_of(changed_file(base, head), mode=mode, whole=True)
    assert [r.base for r in table.rows if r.base] == list(range(1, len(base) + 1))
    assert [r.head for r in table.rows if r.head] == list(range(1, len(head) + 1))


@CALM
@given(tables())
def test_rows_and_lines_find_each_other(table: RowTable) -> None:
    """A row's line is found at that row, and a line's row shows that line: the two are inverse to each other."""
    rows = list(table.rows)
    assert len(rows) == len(table)
    shown = {(Side.LEFT, row.base): n for n, row in enumerate(rows) if row.base}
    shown |= {(Side.RIGHT, row.head): n for n, row in enumerate(rows) if row.head}
    for side in Side:
        for line in range(1, 45):
            assert table.row_of(side, line) == shown.get((side, line))
    assert [table.row(n) for n in range(len(rows))] == rows


@CALM
@given(tables())
def test_shown_and_folded_lines_together_are_all_lines(table: RowTable) -> None:
    """A fold counts exactly what it hides, hides no changed line, and is never there for a single line."""
    rows = list(table.rows)
    hidden = sum(row.hidden for row in rows if row.kind is RowKind.FOLD)
    assert sum(1 for row in rows if row.head) + hidden == table._shape.head_count
    assert sum(1 for row in rows if row.base) + hidden == table._shape.base_count
    assert all(row.hidden > 1 for row in rows if row.kind is RowKind.FOLD)


@CALM
@given(tables())
def test_every_comment_is_in_sight_below_its_last_line(table: RowTable) -> None:
    """Folds never hide one, and several on one line stand in the order in which they were made."""
    rows = list(table.rows)
    found = [(n, row.comment) for n, row in enumerate(rows) if row.text.startswith("╭")]
    assert table.comment_rows == found
    for at, name in found:
        above = at
        while above >= 0 and rows[above].comment:
            above -= 1
        numbers = [int(str(rows[n].comment)[1:]) for n in range(above + 1, at + 1)]
        assert numbers == sorted(numbers), name


@CALM
@given(tables(), st.integers(-1, 90))
def test_motions_find_the_nearest_change(table: RowTable, row: int) -> None:
    """Next and previous change are those that a walk over all rows would find."""
    starts = list(table.starts)
    kinds = [r.kind in CHANGED_KINDS for r in table.rows]
    assert all(kinds[start] for start in starts)
    assert table.next_start(row) == next((s for s in starts if s > row), None)
    assert table.previous_start(row) == next((s for s in reversed(starts) if s < row), None)


@CALM
@given(tables(), st.integers(0, 60), st.integers(0, 40))
def test_a_stretch_of_rows_is_a_slice_of_all(table: RowTable, top: int, height: int) -> None:
    """Drawing a screen works out its own rows only, and they are the right ones."""
    assert list(table.between(top, top + height)) == list(table.rows)[top : top + height]


@CALM
@given(tables(), st.sampled_from(Side), st.integers(1, 50))
def test_a_hidden_line_can_be_brought_out(table: RowTable, side: Side, line: int) -> None:
    """The window that `fold_of` names shows the line; a shown line needs none."""
    fold = table.fold_of(side, line)
    assert 0 <= table.nearest_row(side, line) <= max(len(table) - 1, 0)
    if fold is None:
        return
    assert table.row(table.nearest_row(side, line)).kind is RowKind.FOLD
    gap, window = fold
    opened = RowTable(table._shape, mode=table._mode, opened={gap: [window]})
    assert opened.row_of(side, line) is not None


def test_lines_far_from_a_change_are_folded_and_counted() -> None:
    """A fold says how many lines it stands for and where the text goes on."""
    folds = [(r.hidden, r.below) for r in table_of().rows if r.kind is RowKind.FOLD]
    assert folds == [(16, 17), (17, 42)]


def test_a_comment_stands_under_the_last_line_of_its_range() -> None:
    """The text is right below what it is about, on the side it is about."""
    table = table_of(comments=[Comment("c1", Anchor("a.txt", Side.LEFT, 20, 19), "why?")])
    first, name = table.comment_rows[0]
    assert name == "c1"
    assert table.row(first - 1).base == 20
    assert "lines 19–20 (old side)" in table.row(first).text


def test_a_comment_on_a_line_that_does_not_exist_stands_at_the_top() -> None:
    """A log from elsewhere may name one; it is shown all the same."""
    table = table_of(comments=[Comment("c1", Anchor("a.txt", Side.RIGHT, 9_999), "here")])
    assert table.comment_rows == [(0, "c1")]


def test_hostile_text_in_a_comment_is_made_visible() -> None:
    """No control character of a comment reaches a row."""
    table = table_of(comments=[Comment("c1", Anchor("a.txt"), "\x1b]52;c;x\x07 [/] \u202e")])
    text = "".join(r.text for r in table.rows)
    assert "\x1b" not in text
    assert "␛]52;c;x␇ [/] <U+202E>" in text


def test_side_by_side_pairs_old_and_new_lines() -> None:
    """What replaced a line stands beside it."""
    changed = [(r.base, r.head) for r in table_of(mode=Mode.SPLIT).rows if r.kind is RowKind.CHANGED]
    assert changed == [(20, 20), (None, 21)]


def test_a_document_with_one_side_is_shown_whole() -> None:
    """Nothing of an artefact is folded."""
    table = RowTable(shape_of(TreeFile("a", FileText.of("x\n" * 500))))
    assert [(r.base, r.head) for r in table.rows] == [(None, n) for n in range(1, 501)]


def test_a_million_lines_take_no_million_rows() -> None:
    """A table of an added file is two bands, and its last row is found at once."""
    file = ChangedFile.between("big", None, "x\n" * 1_000_000)
    table = table_of(file)
    assert len(table) == 1_000_000
    assert table.row(999_999).head == 1_000_000
    assert table.row_of(Side.RIGHT, 500_000) == 499_999
