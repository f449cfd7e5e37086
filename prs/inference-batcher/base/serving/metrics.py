"""Counters for the dashboard."""

from __future__ import annotations

from collections import Counter


class Metrics:
    """Named counters."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def increment(self, name: str, by: int = 1) -> None:
        """Count `by` more of `name`."""
        self._counts[name] += by

    def count(self, name: str) -> int:
        """How often `name` was counted so far."""
        return self._counts[name]
