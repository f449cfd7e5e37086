"""While the plan of one tenant is looked up, another tenant asks."""

from harness.proofs.locks import probe_locks, rival

from gateway.limiter import RateLimiter
from gateway.plans import Plan, PlanDirectory


def test_a_slow_lookup_holds_nobody_else_up():
    others = []

    def fetch(tenant):
        if tenant == "slow":
            others.append(rival(lambda: limiter.admit("bolt", "till-1").allowed))
        return Plan("basic", 1.0, 5)

    with probe_locks():
        limiter = RateLimiter(PlanDirectory(fetch, 300.0, lambda: 0.0), lambda: 0.0)
        limiter.admit("bolt", "till-1")
        limiter.admit("slow", "till-1")
    assert not others[0].waits, "lookup-in-lock: the lock is held during the plan lookup, and another tenant has to wait"
    assert others[0].result is True
