"""Where a review comes from, and how far it can be trusted to be what was handed in.

A whole chain shows that nothing was lost or changed by accident. It proves no honesty: whoever owns a log can write it
anew. Only a digest that somebody else heard at the time anchors it. So there are marks for what is missing, and no mark
says that a log was verified.
"""

from __future__ import annotations

from dataclasses import dataclass

INCOMPLETE, NOT_ANCHORED, NOT_LOGGED = "incomplete", "not anchored", "no log"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The source of a review. `heard` says that the log's digest is the one that the candidate read out."""

    source: str = "session log"
    logged: bool = True
    """Whether there is a record of reading and of time; a review from elsewhere has none."""
    complete: bool = True
    edited: bool = False
    """Whether the log is broken in the middle, as no power cut leaves it."""
    heard: bool = False

    @property
    def anchored(self) -> bool:
        """Whether somebody else knows how the log ended when it was handed in."""
        return self.heard and self.logged and self.complete

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands on every report of it, in one or two words each."""
        found = []
        if not self.logged:
            found.append(NOT_LOGGED)
        if self.edited:
            found.append("edited or damaged")
        elif not self.complete:
            found.append(INCOMPLETE)
        if not self.anchored:
            found.append(NOT_ANCHORED)
        return tuple(found)

    @property
    def standing(self) -> str:
        """The same in one line, also where all is well."""
        first = "edited or damaged" if self.edited else "complete" if self.complete else INCOMPLETE
        return f"{first}, {'digest as read out' if self.anchored else NOT_ANCHORED}"

    @property
    def words(self) -> str:
        """The same in a sentence."""
        if not self.logged:
            return f"Taken from {self.source}: what was read, in which order and when is not known."
        if not self.complete:
            return "Graded as far as the log goes. Its digest cannot be compared with what was handed in."
        if self.anchored:
            return "The digest is the one that was read aloud when the review was handed in."
        return "Nobody has compared the digest with the one that the candidate saw (--digest)."
