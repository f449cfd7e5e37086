"""A place where a defect could be planted, and whether the visible tests would miss it there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What the visible tests make of it."""

    HIDDEN = "hidden"
    """They stay green: good material, if a proof can show what it does."""
    UNTESTED = "untested"
    """They stay green because none of them comes there, so "nothing tests this" would be the answer."""
    CAUGHT = "caught"
    """One of them goes red."""
    BROKEN = "broken"
    """There is no outcome to speak of: it hangs, or nothing can be imported."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one operator would do at one place of the clean head."""

    operator: str
    defect_class: str
    family: str
    selector: str
    path: str
    line: int
    """Of the guard, in the clean head."""
    summary: str
    diff: str
    """From the clean head to the planted one, as a unified diff of three lines of context."""
    left: tuple[str, ...]
    """What stays behind although nobody reads it any more."""
    fate: Fate
    reason: str = ""
    """The tests that go red, or why there is no outcome."""
