"""Cuts a comment into remarks: list items, paragraphs and sentences."""

from __future__ import annotations

import re

from harness.domain.match import CommentText
from harness.domain.remark import Remark

_LABEL = re.compile(
    r"\s*\**(praise|nit|nitpick|suggestion|issue|todo|question|thought|chore|note|typo|polish|quibble)\**"
    r"\s*(?:\([\w ,-]+\))?\**\s*:\**\s*", re.I)  # fmt: skip
_ITEM = re.compile(r"(?:^|\n)[ \t]*(?:[-*•+]|\d+[.)])[ \t]+|\n[ \t]*\n|\n(?=also\b)", re.I)
_SENTENCE = re.compile(r"(?<=[.!?。！？])[\"')\]]*\s+(?=\S)|(?<=[。！？])|\n")
_NEGATED = re.compile(
    r"\b(no (race|problem|issue|leak|bug|danger|concern)s?\b|never ?mind|(is|are|that'?s|it'?s|looks|"
    r"seems) (fine|ok|okay|safe|good)\b"
    r"|(?:^|[.,;] )(fine|ok|good)[.!]?$|can(no|')t happen|not a (problem|bug|leak|race)|nothing is lost|all good"
    r"|(was|were) (afraid|worried|about to)|i (checked|wondered|verified|double.?checked)|^checked\b|"
    r"so it'?s? (fine|ok|covered)|no, )", re.I)  # fmt: skip


def label_of(body: str) -> tuple[str | None, int]:
    """The Conventional Comments label in front of a comment, and where the rest begins."""
    found = _LABEL.match(body)
    return (found.group(1).lower(), found.end()) if found else (None, 0)


def label_given(comment: CommentText) -> str | None:
    """The label of a comment: the one chosen beside its text, or the one in front of it."""
    return comment.label or label_of(comment.body)[0]


def sounds_negated(text: str) -> bool:
    """Whether the text says that something is not a problem, or answers its own doubt."""
    return bool(_NEGATED.search(text.strip()))


def remarks_of(comment: CommentText) -> tuple[Remark, ...]:
    """The remarks of a comment, each with its span in the body; list items and paragraphs first, else sentences."""
    label, start = label_given(comment), label_of(comment.body)[1]
    blocks = _pieces(comment.body, start, _ITEM)
    spans = [span for block in blocks for span in _pieces(comment.body[: block[1]], block[0], _SENTENCE)]
    return tuple(_remark(comment, i, span, label) for i, span in enumerate(spans))


def blocks_of(body: str) -> list[tuple[int, int]]:
    """The list items and paragraphs of a body."""
    return _pieces(body, label_of(body)[1], _ITEM)


def _pieces(body: str, start: int, cut: re.Pattern[str]) -> list[tuple[int, int]]:
    edges = [start]
    for found in cut.finditer(body, start):
        edges += [found.start(), found.end()]
    edges.append(len(body))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [span for span in (_trimmed(body, a, b) for a, b in pairs) if span[0] < span[1]]


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return start, end


def _remark(comment: CommentText, index: int, span: tuple[int, int], label: str | None) -> Remark:
    text = comment.body[span[0] : span[1]]
    return Remark(comment.id, index, span, text, label=label, negated=sounds_negated(text), asked="?" in text)
