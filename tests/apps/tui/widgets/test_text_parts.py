"""The parts a line is made of: shown text, colours, changed words, Markdown."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

import harness
from harness.apps.tui.widgets.changed_words import changed_words
from harness.apps.tui.widgets.highlight import Colours
from harness.apps.tui.widgets.line_painter import LinePainter
from harness.apps.tui.widgets.palette import DARK
from harness.apps.tui.widgets.prose import Prose
from harness.apps.tui.widgets.shown_text import shown_text, window_from, windows
from harness.domain.display import display

LINE = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\t \r日本e\u0301\x1b\u202e")), max_size=60).map(
    lambda text: text.replace("\n", "")
)
PYTHON = Path(str(harness.__file__)).parent.joinpath("domain/diff.py").read_text("utf-8").split("\n")[:100]
CALM = settings(deadline=None, max_examples=60)


@CALM
@given(LINE, st.booleans())
def test_shown_text_is_harmless_and_knows_where_each_character_went(line: str, whitespace: bool) -> None:
    """Nothing of it acts; places rise, end at the end, and a character that needs no change stands where it is said to."""
    shown = shown_text(line, whitespace=whitespace)
    assert display(shown.text) == shown.text
    places = [shown.place(column) for column in range(len(line) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(shown.text)
    assert all(shown.text[place] == c for c, place in zip(line, places, strict=False) if "!" <= c <= "~")
    assert not shown.narrow or cell_len(shown.text) == len(shown.text)


@CALM
@given(LINE, st.integers(4, 30), st.integers(0, 3))
def test_wrapped_pieces_are_the_line_and_fit(line: str, width: int, indent: int) -> None:
    """Put together they are the whole text; none is wider than the room, unless a single character is."""
    shown = shown_text(line)
    pieces = windows(shown, width, min(indent, width - 2), 1_000)
    assert "".join(shown.text[a:b] for a, b in pieces) == shown.text
    assert all(cell_len(shown.text[a:b]) <= width for a, b in pieces)


@CALM
@given(LINE, st.integers(0, 20), st.integers(2, 30))
def test_a_window_fits_the_room(line: str, shift: int, width: int) -> None:
    """However far one scrolls sideways."""
    shown = shown_text(line)
    first, last = window_from(shown, shift, width)
    assert cell_len(shown.text[first:last]) <= width


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), max_size=4)


@CALM
@given(LINE, SPANS, SPANS)
def test_painted_segments_are_the_window_of_the_text(
    line: str, tokens: list[list[int]], marks: list[list[int]]
) -> None:
    """Colours and marks cut the text into pieces and change none of it, however they overlap."""
    shown = shown_text(line)
    pieces = [(a, b, "Keyword") for a, b in sorted(tokens)]
    over = [(a, b, Style(bold=True)) for a, b in marks]
    segments = LinePainter(DARK).segments(shown, (0, len(shown.text)), pieces, over, Style())
    assert "".join(segment.text for segment in segments) == shown.text


WHOLE = Colours("a.py", PYTHON)
WHOLE.lex(1, len(PYTHON))


@CALM
@given(st.lists(st.tuples(st.integers(1, len(PYTHON)), st.integers(0, 30)), max_size=8))
def test_colours_are_the_same_in_whatever_order_lines_are_looked_at(looks: list[tuple[int, int]]) -> None:
    """Lexing by stretches gives what lexing the whole text gives, also inside strings of several lines."""
    parts = Colours("a.py", PYTHON)
    for first, more in looks:
        parts.lex(first, min(first + more, len(PYTHON)))
    looked_at = {n for first, more in looks for n in range(first, min(first + more, len(PYTHON)) + 1)}
    assert all(parts.of(n) == WHOLE.of(n) for n in looked_at)
    assert not any(parts.wants(n) for n in looked_at)


def test_a_name_without_a_lexer_stays_plain() -> None:
    """No colours, no error, and no second try."""
    colours = Colours("a.unheard-of", ["x", "y"])
    colours.lex(1, 2)
    assert not colours.wants(1)
    assert colours.of(1) == []


WORDS = st.lists(st.sampled_from(["a", "b", " ", "(", "long_name", "7"]), max_size=12).map("".join)


@CALM
@given(WORDS, WORDS)
def test_what_is_not_marked_as_changed_is_the_same_on_both_sides(old: str, new: str) -> None:
    """Taking the marked words out of both lines leaves one text."""
    left, right = changed_words(old, new)
    if left or right:
        assert _without(old, left) == _without(new, right)


def test_long_lines_are_compared_by_their_middles() -> None:
    """A hundred thousand characters with one change have one mark."""
    old = "x+" * 50_000
    assert changed_words(old, old[:70_000] + "!" + old[70_001:]) == (((70_000, 70_001),), ((70_000, 70_001),))


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def test_markdown_reads_as_it_is_meant_line_by_line() -> None:
    """Marks go, lines stay; what stands in a fence is left as it is."""
    source = ["# A **b**", "- one `two` *three*", "```", "- `raw`", "```", "> said", "a * b * c", "---"]
    shown = [Prose(source).line(n)[0] for n in range(1, len(source) + 1)]
    assert shown == ["A **b**", "• one two three", "```", "- `raw`", "```", "┃ said", "a * b * c", "─" * 40]
