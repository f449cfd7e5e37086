import pytest
from stand_ins import House


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def test_a_silent_model_calls_once(house):
    house.train("ranker", price=[1.0, 2.0])
    house.ask("2026-11-20 12:00", "ranker", price=1.0)
    assert [house.night(f"2026-11-{day} 03:30") for day in (21, 22, 23)] == [0, 0, 0]
    assert house.pager.pages == ["No requests since yesterday: ranker"]


def test_a_check_that_fails_asks_for_another_run(house):
    house.train("ranker", price=[1.0, 2.0])
    house.pager.broken = True
    assert house.night("2026-11-21 03:30") == 1
    house.pager.broken = False
    assert house.night("2026-11-21 03:40") == 0
    assert len(house.pager.pages) == 1
