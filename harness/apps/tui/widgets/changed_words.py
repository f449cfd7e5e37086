"""Which words of a changed line differ from the line it took the place of."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

_LONGEST = 1_000
_WORDS = re.compile(r"\w+|\s+|.", re.DOTALL)
_LEAST_ALIKE = 0.4
Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=2_000)
def changed_words(old: str, new: str) -> tuple[Spans, Spans]:
    """The columns of both lines that differ, by words; nothing where the two have little in common."""
    if max(len(old), len(new)) > _LONGEST:
        return _middles(old, new)
    theirs, ours = _WORDS.findall(old), _WORDS.findall(new)
    start = 0
    while start < min(len(theirs), len(ours)) and theirs[start] == ours[start]:
        start += 1
    end = 0
    while end < min(len(theirs), len(ours)) - start and theirs[-1 - end] == ours[-1 - end]:
        end += 1
    middle, other = theirs[start : len(theirs) - end], ours[start : len(ours) - end]
    matcher = SequenceMatcher(None, middle, other, autojunk=False)
    opcodes = matcher.get_opcodes() if middle and other else [("replace", 0, len(middle), 0, len(other))]
    alike = sum(map(len, theirs[:start])) + (sum(map(len, theirs[len(theirs) - end :])) if end else 0)
    alike += sum(sum(map(len, middle[i:j])) for tag, i, j, _, _ in opcodes if tag == "equal")
    if alike * 2 < _LEAST_ALIKE * (len(old) + len(new)):
        return (), ()
    changed = [(i + start, j + start, k + start, m + start) for tag, i, j, k, m in opcodes if tag != "equal"]
    left, right = _columns(theirs), _columns(ours)
    return (
        tuple((left[i], left[j]) for i, j, _, _ in changed if j > i),
        tuple((right[k], right[m]) for _, _, k, m in changed if m > k),
    )


def _middles(old: str, new: str) -> tuple[Spans, Spans]:
    """What lies between the common beginning and the common end of two long lines."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    if (start + end) * 2 < _LEAST_ALIKE * (len(old) + len(new)):
        return (), ()
    left, right = (start, len(old) - end), (start, len(new) - end)
    return ((left,) if left[0] < left[1] else ()), ((right,) if right[0] < right[1] else ())


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _columns(words: list[str]) -> list[int]:
    columns = [0]
    for word in words:
        columns.append(columns[-1] + len(word))
    return columns
