"""Many clients come once each; the buckets that are alive afterwards are counted."""

from harness.proofs.counting import alive
from harness.proofs.virtual_time import VirtualClock

from gateway.buckets import TokenBucket
from gateway.limiter import RateLimiter
from gateway.plans import Plan, PlanDirectory

CLIENTS = 25_000
BOUND = 20_000


def test_the_number_of_buckets_stays_under_a_bound():
    clock = VirtualClock(limit=CLIENTS, looks=100 * CLIENTS)
    limiter = RateLimiter(PlanDirectory(lambda tenant: Plan("basic", 1.0, 5), 300.0, clock), clock)
    for number in range(CLIENTS):
        # A second passes before each one, so that forgetting by age is as good as forgetting by number.
        clock.advance(1.0)
        limiter.admit("acme", f"client-{number}")
    kept = alive(TokenBucket)
    assert kept <= BOUND, (
        f"unbounded-buckets: the limiter keeps a bucket for every client it has ever seen, {kept} of {CLIENTS}"
    )
