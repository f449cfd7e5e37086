"""One request that a model answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

_DECODER = json.JSONDecoder(parse_constant=lambda name: None)


@dataclass(frozen=True)
class Event:
    """What the gateway writes down when a model has answered."""

    time: float
    """When the request came, in seconds since 1970."""
    model: str
    segment: str
    """Where it came from, in the words of the caller: a shop, an app, a campaign."""
    features: Mapping[str, float | None]
    """What the model was given. What could not be had is null or is not there."""


def parse(line: str) -> Event:
    """The event on one line of the log; NaN counts as null. Raises ValueError."""
    entry = _DECODER.decode(line)
    try:
        return Event(float(entry["time"]), entry["model"], entry["segment"], entry["features"])
    except (KeyError, TypeError) as fault:
        raise ValueError(f"not an event: {line[:80]!r}") from fault
