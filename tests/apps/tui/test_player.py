"""Playing: a clock of its own that skips what is idle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.apps.tui.interviewer.player import FASTEST, SLOWEST, Player


def test_events_come_at_their_time_and_speed() -> None:
    player = Player([0.0, 1.0, 2.0, 3.0], speed=2.0, playing=True)
    assert not player.tick(0.4)
    assert player.tick(0.2)
    assert player.index == 1


def test_a_long_silence_is_left_out_and_counted() -> None:
    player = Player([0.0, 100.0, 101.0], speed=1.0, playing=True)
    assert not player.tick(0.5)
    assert player.tick(0.6)
    assert (player.index, round(player.skipped, 1)) == (1, 98.9)
    player.tick(0.1)
    assert player.skipped == 0.0


def test_the_end_stops_it() -> None:
    player = Player([0.0, 0.1], playing=True)
    player.tick(1.0)
    assert (player.at_end, player.playing) == (True, False)


@given(st.lists(st.floats(0, 500), max_size=30), st.lists(st.floats(0.01, 5), max_size=60), st.floats(0.1, 100))
def test_playing_never_goes_back_and_ends(gaps: list[float], ticks: list[float], factor: float) -> None:
    times, now = [], 0.0
    for gap in gaps:
        now += gap
        times.append(now)
    player = Player(times, playing=True)
    player.faster(factor)
    assert SLOWEST <= player.speed <= FASTEST
    seen = [player.index]
    for tick in ticks:
        player.tick(tick)
        seen.append(player.index)
    assert seen == sorted(seen)
    assert 0 <= player.index <= max(len(times) - 1, 0)
