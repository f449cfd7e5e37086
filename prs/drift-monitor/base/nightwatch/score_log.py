"""The requests of the last three days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nightwatch.events import Event, parse


@dataclass(frozen=True)
class ScoreLog:
    """A file with one event on each line, more or less in the order of time. The gateways write it, others cut it."""

    path: Path

    def read(self) -> Iterator[Event]:
        """All events that are there, one at a time."""
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                yield parse(line)
