"""A client whose bucket is empty keeps asking, then waits as long as it was told."""

import pytest

from gateway.buckets import TokenBucket
from gateway.plans import Plan


@pytest.mark.parametrize("refusals", [1, 2, 30])
def test_a_refused_request_costs_nothing(refusals):
    now, plan = [0.0], Plan("basic", 1.0, 3)
    bucket = TokenBucket(plan, lambda: now[0])
    while bucket.take(plan).allowed:
        pass
    for _ in range(refusals - 1):
        bucket.take(plan)
    now[0] += 1.5
    assert bucket.take(plan).allowed, (
        f"charged-refusals: refused requests are charged too, after {refusals} of them the client has to wait longer"
    )
