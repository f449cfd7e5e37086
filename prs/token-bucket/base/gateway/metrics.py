"""Counters for the dashboard."""

from __future__ import annotations

import threading
from collections import Counter


class Metrics:
    """Named counters that any thread may raise."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def increment(self, name: str) -> None:
        """Count one more of `name`."""
        with self._lock:
            self._counts[name] += 1

    def count(self, name: str) -> int:
        """How often `name` was counted so far."""
        with self._lock:
            return self._counts[name]
