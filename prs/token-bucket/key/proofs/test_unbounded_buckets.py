"""Many clients come once each; the buckets that are alive afterwards are counted."""

import gc

from gateway.buckets import TokenBucket
from gateway.limiter import RateLimiter
from gateway.plans import Plan, PlanDirectory

CLIENTS = 25_000
BOUND = 20_000


def test_the_number_of_buckets_stays_under_a_bound():
    now = [0.0]
    clock = lambda: now[0]  # noqa: E731
    limiter = RateLimiter(PlanDirectory(lambda tenant: Plan("basic", 1.0, 5), 300.0, clock), clock)
    for number in range(CLIENTS):
        # A second passes before each one, so that forgetting by age is as good as forgetting by number.
        now[0] += 1.0
        limiter.admit("acme", f"client-{number}")
    gc.collect()
    alive = sum(isinstance(thing, TokenBucket) for thing in gc.get_objects())
    assert alive <= BOUND, (
        f"unbounded-buckets: the limiter keeps a bucket for every client it has ever seen, {alive} of {CLIENTS}"
    )
