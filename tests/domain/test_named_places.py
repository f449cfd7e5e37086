"""Finding a place by its name."""

from __future__ import annotations

from harness.domain.diff import LineRange
from harness.domain.places import enclosing_symbol, find_symbol, find_text

SOURCE = "class A:\n    @property\n    def b(self):\n        return 1\n\n\ndef c():\n    return 2\n"


def test_symbols_hold_their_decorators():
    assert find_symbol(SOURCE, "A.b") == LineRange(2, 4)
    assert find_symbol(SOURCE, "c") == LineRange(7, 8)
    assert find_symbol(SOURCE, "b") is None


def test_text_must_stand_on_one_line():
    assert find_text(SOURCE, "return 2") == LineRange(8, 8)
    assert find_text(SOURCE, "return") is None


def test_the_innermost_symbol_around_a_line():
    assert enclosing_symbol(SOURCE, 4) == "A.b"
    assert enclosing_symbol(SOURCE, 6) is None
