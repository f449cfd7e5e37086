"""Requests every quarter of an hour for a week, those at midnight too: the days together have each of them once."""

from datetime import date, timedelta

from stand_ins import at

from nightwatch.events import Event
from nightwatch.windows import values_of

FIRST = at("2026-01-12 00:00")
EVENTS = [Event(FIRST + 900.0 * number, "ranker", "web", {"price": float(number)}) for number in range(7 * 96)]


def test_each_request_belongs_to_one_day():
    days = [date(2026, 1, 10) + timedelta(days=number) for number in range(12)]
    seen = [
        value for day in days for values in values_of(day, EVENTS, {"ranker": ["price"]}).values() for value in values
    ]
    twice = sorted({value for value in seen if seen.count(value) > 1})
    assert len(set(seen)) == len(EVENTS), "requests belong to no day"
    assert not twice, f"shared-midnight: a request at midnight counts on two days, {len(twice)} of {len(EVENTS)} did"
