"""Clocks as they are in life: the wall clock is set, the monotonic one is not, and zones differ."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator


class Clocks:
    """Two clocks that go on together; only the wall clock can be set. Hand out `wall` and `monotonic`."""

    def __init__(self, wall: float = 1_700_000_000.0, monotonic: float = 50.0) -> None:
        self._wall, self._monotonic = wall, monotonic

    def wall(self) -> float:
        """Seconds since 1970, as far as anybody knows."""
        return self._wall

    def monotonic(self) -> float:
        """Seconds since some moment; it never goes back."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Time passes, on both."""
        self._wall += seconds
        self._monotonic += seconds

    def set_wall(self, by: float) -> None:
        """Somebody sets the wall clock; no time passes."""
        self._wall += by


@contextlib.contextmanager
def in_zone(name: str) -> Iterator[None]:
    """The local time zone is another one. A rule such as `CET-1CEST,M3.5.0,M10.5.0/3` needs no zone files."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
