"""The weather service stays too busy for good."""

from weather.cache import ForecastCache

MANY = 5_000


class StillAsking(BaseException):
    """Ends what would not end by itself."""


def test_the_visitor_gets_an_error_in_the_end():
    time, asked = [0.0], []

    def fetch(city):
        asked.append(city)
        if len(asked) > MANY:
            raise StillAsking
        time[0] += 1.0
        raise TimeoutError("too busy")

    def sleep(seconds):
        time[0] += seconds

    cache = ForecastCache(fetch, lambda: time[0], sleep)
    try:
        outcome = cache.hours("Oslo")
    except StillAsking:
        outcome = "still asking"
    except Exception:
        outcome = "an error"
    assert outcome != "still asking", f"endless-retry: asking never stops, {MANY} attempts and no end"
