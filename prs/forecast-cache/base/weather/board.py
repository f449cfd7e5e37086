"""What a visitor reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Hour:
    """The forecast for one hour of today."""

    hour: int
    degrees: float


HoursOf = Callable[[str], list[Hour]]
"""Gives the coming hours in a city, the current one first."""


class Board:
    """Writes the page for a city."""

    def __init__(self, hours_of: HoursOf) -> None:
        self._hours_of = hours_of

    def page(self, city: str) -> str:
        """The weather in `city`: now, and the coldest and the warmest hour to come."""
        hours = self._hours_of(city)
        now = hours[0]
        hours.sort(key=lambda hour: hour.degrees)
        coldest, warmest = hours[0], hours[-1]
        return "\n".join(
            [
                f"{city}, now: {now.degrees:.0f} degrees",
                f"coldest at {coldest.hour}:00 with {coldest.degrees:.0f}",
                f"warmest at {warmest.hour}:00 with {warmest.degrees:.0f}",
            ]
        )
