"""Two visitors ask for one city within ten minutes."""

from weather.board import Board, Hour
from weather.cache import ForecastCache


def test_the_second_visitor_reads_what_the_first_one_read():
    day = [Hour(9, 12.0), Hour(14, 21.0), Hour(22, 8.0)]
    cache = ForecastCache(lambda city: list(day), lambda: 0.0, lambda seconds: None)
    board = Board(cache.hours)
    first, second = board.page("Oslo"), board.page("Oslo")
    assert first == second, f"shared-list: the page sorts the list in the cache, the second visitor reads {second!r}"
