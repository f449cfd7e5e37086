import pytest

from nightwatch.events import Event, parse


def test_a_line_of_the_log():
    line = '{"time": 12, "model": "ranker", "segment": "web", "features": {"price": 3.5, "age": null}}'
    assert parse(line) == Event(12.0, "ranker", "web", {"price": 3.5, "age": None})


def test_not_a_number_is_no_value():
    line = '{"time": 12, "model": "ranker", "segment": "web", "features": {"price": NaN}}'
    assert parse(line).features == {"price": None}


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"time": null}'])
def test_what_is_no_event(line):
    with pytest.raises(ValueError):
        parse(line)
