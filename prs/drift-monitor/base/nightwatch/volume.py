"""Models that nobody asks any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from nightwatch.events import Event

SILENCE = 24 * 3600.0
"""Seconds without a request after which a model counts as silent."""


def silent_models(events: Iterable[Event], models: Collection[str], now: float) -> list[str]:
    """Those of `models` that were not asked for anything since yesterday."""
    asked = {event.model for event in events if event.time >= now - SILENCE}
    return sorted(set(models) - asked)
