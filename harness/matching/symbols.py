"""Functions in the text of a file, found by their outlines alone, so that any language's code will do."""

from __future__ import annotations

import re
from functools import lru_cache

_OPENERS = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?:export|default|public|private|protected|internal|static|final|abstract|override|async|"
    r"inline|virtual|const|unsafe|pub(?:\([^)]*\))?|suspend|open)\s+)*"
    r"(?:(?:def|func|fn|function|fun|sub|proc|method)\s+(?:\([^)]*\)\s*)?(?:self\.)?(?P<word>\w+)"
    r"|(?:const|let|var)\s+(?P<arrow>\w+)\s*=\s*(?:async\s*)?\(?[^=;]*=>"
    r"|(?!(?:if|for|while|switch|catch|return|else|new|throw)\b)[\w<>\[\],.&*: ]*?\b(?P<typed>\w+)\s*\([^;{}]*\)\s*"
    r"(?:const\s*)?(?:throws [\w., ]+)?\{\s*$)"
)


@lru_cache(maxsize=64)
def _functions(text: str) -> tuple[tuple[int, int, str], ...]:
    """The functions of a text as (first line, last line, name); a function ends where the indent comes back."""
    lines = text.split("\n")
    found = []
    for number, line in enumerate(lines, start=1):
        opened = _OPENERS.match(line) if len(line) < 400 else None
        if opened:
            name = opened["word"] or opened["arrow"] or opened["typed"]
            found.append((number, _last_line(lines, number, len(opened["indent"])), name))
    return tuple(found)


def _last_line(lines: list[str], first: int, indent: int) -> int:
    last = first
    for number in range(first + 1, len(lines) + 1):
        line = lines[number - 1]
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        if depth <= indent and line.strip()[0] not in ")}]":
            return last
        last = number
        if depth <= indent and line.strip()[0] == "}":
            return last
    return last


def symbol_at(text: str, line: int) -> str | None:
    """The innermost function around a line, or None."""
    around = [(first, name) for first, last, name in _functions(text) if first <= line <= last]
    return max(around)[1] if around else None


def called_at(text: str, line: int, name: str) -> bool:
    """Whether a line calls a function of this name."""
    lines = text.split("\n")
    return 0 < line <= len(lines) and re.search(rf"\b{re.escape(name)}\s*\(", lines[line - 1]) is not None
