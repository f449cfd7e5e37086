"""Visitors type ever new names; the forecasts still in memory at the end are counted."""

from harness.proofs.counting import alive
from harness.proofs.virtual_time import VirtualClock

from weather.board import Hour
from weather.cache import ForecastCache

NAMES = 5_000
BOUND = 4_000


def test_memory_does_not_grow_with_every_name_ever_typed():
    clock = VirtualClock(limit=NAMES)
    cache = ForecastCache(lambda city: [Hour(9, 12.0)], clock, clock.sleep)
    for number in range(NAMES):
        # A name per second: an hour later nobody needs the forecast of the first one.
        clock.advance(1.0)
        cache.hours(f"city {number}")
    kept = alive(Hour)
    assert kept <= BOUND, f"never-forgotten: old forecasts stay in memory for good, {kept} of {NAMES}"
