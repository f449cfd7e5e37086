"""Working time: how long a candidate had worked when each event happened."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.event import Paused, Record, Resumed


def working_times(records: Iterable[Record]) -> list[float]:
    """Seconds of work up to each record.

    Inside a run the monotonic clock counts; time between runs and time spent paused does not. Never decreases.
    """
    times: list[float] = []
    worked, last, paused = 0.0, None, False
    for record in records:
        same_run = last is not None and last.run == record.run
        if same_run and last is not None and not paused:
            worked += max(record.mono - last.mono, 0.0)
        if not same_run:
            paused = False
        if isinstance(record.event, Paused):
            paused = True
        elif isinstance(record.event, Resumed):
            paused = False
        times.append(worked)
        last = record
    return times
