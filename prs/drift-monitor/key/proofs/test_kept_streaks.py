"""Every week other segments come, once each; half of them have drifted that day. What is remembered of them is counted."""

import json
from datetime import date, timedelta

from stand_ins import FakePager

from nightwatch.alerts import Alerts
from nightwatch.states import StateFile
from nightwatch.windows import Series

WEEKS, SEGMENTS = 30, 100


def test_segments_that_are_gone_are_forgotten(tmp_path):
    state, pager = StateFile(tmp_path / "drift.json"), FakePager()
    for week in range(WEEKS):
        scores = {
            Series("ranker", "price", f"campaign-{week}-{number}"): 0.5 if number % 2 else 0.05
            for number in range(SEGMENTS)
        }
        Alerts(state, pager).record(date(2026, 1, 5) + timedelta(weeks=week), scores)
    kept = json.dumps(state.load()).count("campaign-")
    assert kept <= WEEKS * SEGMENTS // 3, (
        f"kept-streaks: every segment that was ever seen is remembered, {kept} of {WEEKS * SEGMENTS} after thirty weeks"
    )
