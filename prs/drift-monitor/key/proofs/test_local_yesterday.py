"""The same four nights, on machines in several time zones: all of them must look at the same days."""

import sys

import pytest
from harness.proofs.clocks import in_zone

sys.path.insert(0, "tests")
from stand_ins import House

PRICES = [float(number) for number in range(100)]
HALIFAX = "AST4ADT,M3.2.0,M11.1.0"


@pytest.mark.parametrize("zone", ["UTC0", HALIFAX, "PST8", "JST-9"])
@pytest.mark.parametrize("hour", ["03:30", "20:30"])
def test_every_machine_looks_at_the_same_days(tmp_path, zone, hour):
    house = House(tmp_path)
    house.train("ranker", price=PRICES)
    for day, values in ((18, PRICES), (19, PRICES), (20, [7.0]), (21, [7.0]), (22, PRICES), (23, PRICES)):
        for number in range(600):
            time = f"2026-11-{day} {number // 30 + 2:02}:{number % 30:02}"
            house.ask(time, "ranker", price=values[number % len(values)])
    called = []
    with in_zone(zone):
        for day in (20, 21, 22, 23):
            before = len(house.pager.pages)
            house.night(f"2026-11-{day} {hour}")
            called += [day] * (len(house.pager.pages) > before)
    assert called == [22], (
        f"local-yesterday: which day is judged depends on the time zone of the machine, {zone} called on {called or 'no day'}"
    )
