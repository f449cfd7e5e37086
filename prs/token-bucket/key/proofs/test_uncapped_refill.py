"""A client is idle for an hour and then asks as often as it can."""

import pytest

from gateway.buckets import TokenBucket
from gateway.plans import Plan


@pytest.mark.parametrize(("rate", "burst"), [(1.0, 5), (0.5, 1), (20.0, 40)])
def test_an_idle_hour_is_worth_one_burst(rate, burst):
    now, plan = [0.0], Plan("basic", rate, burst)
    bucket = TokenBucket(plan, lambda: now[0])
    bucket.take(plan)
    now[0] += 3600.0
    admitted = sum(bucket.take(plan).allowed for _ in range(burst + 50))
    assert admitted == burst, (
        f"uncapped-refill: tokens pile up beyond the burst, {admitted} requests at once with a burst of {burst}"
    )
