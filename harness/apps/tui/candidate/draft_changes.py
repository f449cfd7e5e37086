"""What changed in a draft, as the smallest events that the session log can hold. No Textual here."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.event import DraftChanged

_MOST_AT_ONCE = 400_000
"""Characters in one event: as JSON each may take twelve bytes, and a line of the log has its limit."""


def change_between(draft: str, old: str, new: str) -> DraftChanged | None:
    """The smallest single replacement that turns `old` into `new`; None where nothing changed."""
    if old == new:
        return None
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return DraftChanged(draft, start, len(old) - end - start, new[start : len(new) - end])


def in_parts(change: DraftChanged) -> Iterator[DraftChanged]:
    """The change as one event, or as several where it inserts more than a line of the log holds."""
    text, at, removed = change.inserted, change.at, change.removed
    yield DraftChanged(change.draft, at, removed, text[:_MOST_AT_ONCE])
    for start in range(_MOST_AT_ONCE, len(text), _MOST_AT_ONCE):
        yield DraftChanged(change.draft, at + start, 0, text[start : start + _MOST_AT_ONCE])


def _common(one: str, other: str) -> int:
    """How many characters the two begin with alike, by halving: a paste of megabytes must not slow the next key."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low
