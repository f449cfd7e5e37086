"""The pager cannot be reached in the night in which it is needed; from the next night on it can. The drift goes on."""

import pytest
from stand_ins import House

PRICES = [float(number) for number in range(100)]


@pytest.mark.parametrize("runs", [1, 3])
def test_a_call_that_failed_is_made_up_for(tmp_path, runs):
    house = House(tmp_path)
    house.train("ranker", price=PRICES)
    for day in range(18, 25):
        house.lines.clear()
        for number in range(520):
            house.ask(f"2026-11-{day} {number // 26 + 2:02}:{number % 26:02}", "ranker", price=7.0)
        house.pager.broken = day < 20
        for run in range(runs):
            if house.night(f"2026-11-{day + 1} 05:{30 + 5 * run}") == 0:
                break
    assert house.pager.pages, (
        "lost-page: a call that could not be made is never made again, nobody heard of a week of drift"
    )
