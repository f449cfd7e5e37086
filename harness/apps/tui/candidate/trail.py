"""Where the reader came from: back and forward, as in a browser."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.domain.diff import Side

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a document, by the document's name."""

    name: str
    side: Side = Side.RIGHT
    line: int = 1


@dataclass(slots=True)
class Trail:
    """Places behind and ahead."""

    behind: list[Place] = field(default_factory=list)
    ahead: list[Place] = field(default_factory=list)

    def leave(self, place: Place) -> None:
        """Note the place that a jump leaves; what was ahead is forgotten."""
        if not self.behind or self.behind[-1] != place:
            self.behind.append(place)
            del self.behind[:-_LONGEST]
        self.ahead.clear()

    def back(self, here: Place) -> Place | None:
        """The place before the last jump; None where there is none."""
        return _turn(self.behind, self.ahead, here)

    def forward(self, here: Place) -> Place | None:
        """The place that was left by going back."""
        return _turn(self.ahead, self.behind, here)


def _turn(source: list[Place], target: list[Place], here: Place) -> Place | None:
    while source:
        place = source.pop()
        if place != here:
            target.append(here)
            return place
    return None
