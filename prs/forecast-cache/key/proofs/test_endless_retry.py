"""The weather service stays too busy for good."""

from harness.proofs.virtual_time import VirtualClock, still_going

from weather.cache import ForecastCache


def test_the_visitor_gets_an_error_in_the_end():
    clock = VirtualClock(limit=3600.0)

    def fetch(city):
        clock.advance(1.0)
        raise TimeoutError("too busy")

    cache = ForecastCache(fetch, clock, clock.sleep)
    assert not still_going(lambda: cache.hours("Oslo")), "endless-retry: asking never stops, an hour and no end"
