"""Two requests in five have no value, or none has, for three days; the values that are there are as ever."""

import pytest
from stand_ins import House

SAMPLE = [float(number) for number in range(970)] + [None] * 30


@pytest.mark.parametrize(("share", "left_out"), [(0.4, False), (0.4, True), (1.0, False), (1.0, True)])
def test_values_that_are_gone_are_drift(tmp_path, share, left_out):
    house = House(tmp_path)
    house.train("ranker", rating=SAMPLE)
    for day in (18, 19, 20):
        house.lines.clear()
        for number in range(850):
            time = f"2026-11-{day} {number // 50 + 1:02}:{number % 50:02}"
            if number % 10 >= share * 10:
                house.ask(time, "ranker", rating=float(number % 970))
            elif left_out:
                house.ask(time, "ranker")
            else:
                house.ask(time, "ranker", rating=None)
        house.night(f"2026-11-{day + 1} 03:30")
    assert any("rating" in page for page in house.pager.pages), (
        f"dropped-missing: missing values are not compared, nobody is called with {share:.0%} of them missing"
    )
