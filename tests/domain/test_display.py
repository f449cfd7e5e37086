"""Nothing from outside acts on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.display import display, display_lines


@given(st.text(st.characters(), max_size=80))
def test_no_control_format_or_surrogate_character_is_left(text: str) -> None:
    """Whatever comes in, what goes out can only be drawn."""
    kept = {unicodedata.category(c) for c in display(text)}
    assert not kept & {"Cc", "Cs", "Zl", "Zp"}
    assert not [c for c in display(text) if unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI"}]


@given(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\u034f\u115f\u1160\u3164\uffa0")))
def test_ordinary_text_is_left_alone(text: str) -> None:
    """Letters, digits and signs of any script pass unchanged."""
    visible = "".join(c for c in text if not 0x17B4 <= ord(c) <= 0x180F and ord(c) < 0xE0000)
    assert display(visible) == visible


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\x9bb", "a<U+009B>b"),
        ("\u202eabc", "<U+202E>abc"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("\x7f\r\n\t", "␡␍␊␉"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_acting_characters_show_as_marks(raw: str, shown: str) -> None:
    """The reader sees that something was there, and what."""
    assert display(raw) == shown


def test_lines_keep_their_layout() -> None:
    """Tabs and line feeds are layout; a carriage return is not."""
    assert display_lines("a\tb\r\nc\x1b") == "a\tb␍\nc␛"
