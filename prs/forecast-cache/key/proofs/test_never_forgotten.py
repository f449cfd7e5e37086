"""Visitors type ever new names; the forecasts still in memory at the end are counted."""

import gc
import weakref

from weather.board import Hour
from weather.cache import ForecastCache

NAMES = 5_000
BOUND = 4_000


def test_memory_does_not_grow_with_every_name_ever_typed():
    time, seen = [0.0], []

    def fetch(city):
        hour = Hour(9, 12.0)
        seen.append(weakref.ref(hour))
        return [hour]

    # A name per second: an hour later nobody needs the forecast of the first one.
    def clock():
        return time[0]

    cache = ForecastCache(fetch, clock, lambda seconds: None)
    for number in range(NAMES):
        time[0] += 1.0
        cache.hours(f"city {number}")
    gc.collect()
    alive = sum(hour() is not None for hour in seen)
    assert alive <= BOUND, f"never-forgotten: old forecasts stay in memory for good, {alive} of {NAMES}"
