"""Cuts a comment into remarks: list items, paragraphs and sentences; and sentences into clauses for a closer look.

A Conventional Comments label in front, with its decorations, is taken off. Quoted lines (`> …`) are somebody else's
words and no remark. A fenced block of code stays in one piece.
"""

from __future__ import annotations

import re
from functools import lru_cache

from harness.domain.match import CommentText
from harness.domain.remark import Remark
from harness.matching.polarity import sounds_negated

Span = tuple[int, int]
MOST_PARTS = 10
_LABEL = re.compile(
    r"\s*\**(praise|nit(?:pick)?|suggestion|issue|todo|question|thought|chore|note|typo|polish|quibble|blocking|minor|"
    r"optional)\**\s*(?:\(([\w ,-]+)\))?\**\s*:\**\s*",
    re.I,
)
_ITEM = re.compile(
    r"(?:^|\n)[ \t]*(?:[-*•+]|\(?\d{1,2}[.)]|\(?[a-h]\))[ \t]+|\n[ \t]*\n|\n(?=also\b)|\s\((?:\d|[a-h])\)\s+", re.I
)
_SENTENCE = re.compile(r"(?<=[.!?。！？])[\"')\]]*\s+(?=\S)|(?<=[。！？])|\n")
_CLAUSE = re.compile(r"\s*[;:]\s+|,?\s+(?:and|but|plus|also|y|e|und)\s+|,\s+|\s+(?:->|=>|→|--|—|–)\s+", re.I)
_QUOTED = re.compile(r"(?m)^[ \t]*>.*(?:\n|$)")
_FENCE = re.compile(r"```.*?(?:```|\Z)", re.S)


def label_of(body: str) -> tuple[str | None, int]:
    """The Conventional Comments label in front of a comment, and where the rest begins."""
    found = _LABEL.match(body)
    if not found:
        return None, 0
    name = found.group(1).lower()
    return ("nitpick" if name == "nit" else name), found.end()


def label_given(comment: CommentText) -> str | None:
    """The label of a comment: the one chosen beside its text, or the one in front of it."""
    return comment.label or label_of(comment.body)[0]


def decorations_of(body: str) -> tuple[str, ...]:
    """What stands in brackets behind the label, such as `non-blocking`."""
    found = _LABEL.match(body)
    return tuple(part.strip().lower() for part in (found.group(2) or "").split(",") if part.strip()) if found else ()


def remarks_of(comment: CommentText) -> tuple[Remark, ...]:
    """The remarks of a comment, each with its span in the body; list items and paragraphs first, else sentences."""
    label = label_given(comment)
    return tuple(_remark(comment, i, span, label) for i, span in enumerate(sentences_of(comment.body)))


def blocks_of(body: str) -> list[Span]:
    """The list items and paragraphs of a body."""
    return _pieces(body, label_of(body)[1], len(body), _ITEM)


@lru_cache(maxsize=512)
def sentences_of(body: str) -> tuple[Span, ...]:
    """The sentences of all list items and paragraphs, in order."""
    return tuple(span for block in blocks_of(body) for span in _pieces(body, *block, _SENTENCE))


def clauses_of(body: str) -> list[Span]:
    """The parts of at least four words into which commas, semicolons and `and` divide the sentences."""
    parts = [part for span in sentences_of(body) for part in _pieces(body, *span, _CLAUSE)]
    return [part for part in parts if body.count(" ", *part) >= 3]


def parts_of(body: str) -> tuple[Span, ...]:
    """The whole comment first, then its list items and paragraphs, sentences and clauses; at most MOST_PARTS."""
    start = label_of(body)[1]
    whole = (start if body[start:].strip() else 0, len(body))
    return tuple(dict.fromkeys([whole, *blocks_of(body), *sentences_of(body), *clauses_of(body)]))[:MOST_PARTS]


def _pieces(body: str, start: int, end: int, cut: re.Pattern[str]) -> list[Span]:
    silent = [found.span() for found in _QUOTED.finditer(body)] if ">" in body else []
    fences = [found.span() for found in _FENCE.finditer(body)] if "```" in body else []
    edges = [start]
    for a, b in sorted([*(f.span() for f in cut.finditer(body, start, end)), *silent]):
        if edges[-1] <= a and a >= start and b <= end and not any(f[0] <= a < f[1] for f in fences):
            edges += [a, b]
    edges.append(end)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [span for span in (_trimmed(body, a, b) for a, b in pairs) if span[0] < span[1]]


def _trimmed(body: str, start: int, end: int) -> Span:
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return start, end


def _remark(comment: CommentText, index: int, span: Span, label: str | None) -> Remark:
    text = comment.body[span[0] : span[1]]
    return Remark(comment.id, index, span, text, label=label, negated=sounds_negated(text), asked="?" in text)
