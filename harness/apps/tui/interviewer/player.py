"""Playing a review: a clock of its own that runs at a speed and skips what is idle. Pure; no Textual here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

SLOWEST, FASTEST = 1.0, 16.0
IDLE_GAP = 4.0
"""Working seconds without an event that are not worth sitting through."""
_SHOWN_OF_GAP = 1.0


@dataclass(slots=True)
class Player:
    """`index` is the record last shown, `position` the working second that playing has reached."""

    times: Sequence[float]
    index: int = 0
    position: float = 0.0
    speed: float = 4.0
    playing: bool = False
    skipped: float = 0.0
    """Working seconds that the last tick left out."""

    def go(self, index: int) -> None:
        """Show this record; playing goes on from there."""
        self.index = max(0, min(index, len(self.times) - 1))
        self.position = self.times[self.index] if self.times else 0.0
        self.skipped = 0.0

    def faster(self, factor: float) -> None:
        """Change the speed within its bounds."""
        self.speed = max(SLOWEST, min(FASTEST, self.speed * factor))

    @property
    def at_end(self) -> bool:
        """Whether the last record is shown."""
        return self.index >= len(self.times) - 1

    def tick(self, seconds: float) -> bool:
        """Let real time pass; whether another record is shown. At the end playing stops."""
        before, self.skipped = self.index, 0.0
        self.position += seconds * self.speed
        if not self.at_end:
            here, ahead = self.times[self.index], self.times[self.index + 1]
            if ahead - here > IDLE_GAP and here + _SHOWN_OF_GAP <= self.position < ahead:
                self.skipped = ahead - self.position
                self.position = ahead
        self.index = max(bisect_right(self.times, self.position) - 1, self.index)
        if self.at_end:
            self.playing = False
        return self.index != before
