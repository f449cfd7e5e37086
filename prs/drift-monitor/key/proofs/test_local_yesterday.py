"""The same three nights, on machines in several time zones: all of them must look at the same days."""

import pytest
from harness.proofs.clocks import in_zone
from stand_ins import House

PRICES = [float(number) for number in range(100)]
HALIFAX = "AST4ADT,M3.2.0,M11.1.0"


def asked_on(folder, day, values):
    """The lines of a day of the log."""
    folder.mkdir()
    house = House(folder)
    for number in range(520):
        house.ask(f"2026-11-{day} {number // 26 + 2:02}:{number % 26:02}", "ranker", price=values[number % len(values)])
    return house.lines


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    folder = tmp_path_factory.mktemp("days")
    days = {18: PRICES, 19: PRICES, 20: [7.0], 21: [7.0], 22: PRICES, 23: PRICES}
    return {day: asked_on(folder / str(day), day, values) for day, values in days.items()}


@pytest.mark.parametrize("zone", ["UTC0", HALIFAX, "JST-9"])
@pytest.mark.parametrize("hour", ["03:30", "20:30"])
def test_every_machine_looks_at_the_same_days(tmp_path, days, zone, hour):
    house = House(tmp_path)
    house.train("ranker", price=PRICES)
    called = []
    with in_zone(zone):
        for day in (21, 22, 23):
            # The days that any clock can mean; in the evening it is tomorrow already in the east.
            last = day if hour > "12" else day - 1
            house.lines = days[last - 1] + days[last]
            before = len(house.pager.pages)
            house.night(f"2026-11-{day} {hour}")
            called += [day] * (len(house.pager.pages) > before)
    assert called == [22], (
        f"local-yesterday: which day is judged depends on the time zone of the machine, {zone} called on {called or 'no day'}"
    )
