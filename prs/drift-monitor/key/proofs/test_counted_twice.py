"""A single day of drift, and the scheduler runs the checks of that night more than once."""

import pytest
from stand_ins import House

PRICES = [float(number) for number in range(100)]
DAYS = {18: PRICES, 19: PRICES, 20: [7.0], 21: PRICES}


@pytest.mark.parametrize("runs", [2, 3])
def test_another_run_is_not_another_day(tmp_path, runs):
    house = House(tmp_path)
    house.train("ranker", price=PRICES)
    for day in (20, 21, 22):
        house.lines.clear()
        for before in (day - 2, day - 1):
            for number in range(520):
                values = DAYS[before]
                house.ask(
                    f"2026-11-{before} {number // 26 + 2:02}:{number % 26:02}",
                    "ranker",
                    price=values[number % len(values)],
                )
        for run in range(runs):
            house.night(f"2026-11-{day} 05:{30 + 5 * run}")
    assert not house.pager.pages, (
        f"counted-twice: another run counts the same day again, one day of drift called after {runs} runs in a night"
    )
