"""Searching the lines of documents: block after block, so that a search can be shown, followed and left at any time.

A hit is one number, so that a million of them are eight megabytes, and sorting the numbers gives the order of reading: a
removed line stands where its change stands in the new text, before the lines that took its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from harness.domain.diff import Changes, Side
from harness.domain.pull_request import ChangedFile, Document

LineTest = Callable[[str], object]
_BLOCK = 1_000
_SIDE = 1 << 31
_LINE = _SIDE - 1
_NESTED = re.compile(r"[+*}]\)*\)[+*{]|\([^()]*\|[^()]*\)[+*{]")


def hit_at(document: Document, side: Side, line: int) -> int:
    """The number of a line, whether it is a hit or not: greater for what is read later."""
    if side is Side.RIGHT:
        return (line << 32) | _SIDE | line
    assert isinstance(document, ChangedFile)
    base_starts, _, head_starts, _ = Changes.of(document.changes).columns()
    change = bisect_right(base_starts, line) - 1
    return ((head_starts[change] if change >= 0 else 0) << 32) | line


def place_of(hit: int) -> tuple[Side, int]:
    """The side and the line of a hit."""
    return (Side.RIGHT if hit & _SIDE else Side.LEFT), hit & _LINE


def hits_in(document: Document, test: LineTest, *, removed: bool = True) -> Iterator[list[int]]:
    """The hits in a document, in bunches that need not be full: all new lines, then those removed."""
    text = document.head if isinstance(document, ChangedFile) else document.text
    bunch: list[int] = []
    for number, line in enumerate(text.lines, 1):
        if test(line):
            bunch.append((number << 32) | _SIDE | number)
        if number % _BLOCK == 0:
            yield bunch
            bunch = []
    yield bunch
    if removed and isinstance(document, ChangedFile):
        for change in document.changes:
            lines = document.base.lines[change.base_start - 1 : change.base_end - 1]
            yield [(change.head_start << 32) | n for n, line in enumerate(lines, change.base_start) if test(line)]


def pattern_of(text: str) -> tuple[re.Pattern[str], str]:
    """What was typed as a pattern, and a remark where it could not be taken as a regular expression.

    Lower case means any case. A repetition of a repetition may take for ever and cannot be stopped; it is taken literally.
    """
    flags = 0 if any(c.isupper() for c in text) else re.IGNORECASE
    if _NESTED.search(text):
        return re.compile(re.escape(text), flags), "repeats a repetition, so it was searched for as plain text"
    try:
        return re.compile(text, flags), ""
    except (re.error, OverflowError, RecursionError):
        return re.compile(re.escape(text), flags), "is no regular expression, so it was searched for as plain text"
