"""Two requests of one client, one token left: a rival runs before every line of the first."""

from harness.proofs.preemption import one_preemption

from gateway.limiter import RateLimiter
from gateway.plans import Plan, PlanDirectory


def one_token_left():
    plan = Plan("basic", 1.0, 2)
    limiter = RateLimiter(PlanDirectory(lambda tenant: plan, 300.0, lambda: 0.0), lambda: 0.0)
    limiter.admit("acme", "till-1")
    return limiter


def ask(limiter):
    return limiter.admit("acme", "till-1").allowed


def test_one_token_admits_one_request():
    found = one_preemption(one_token_left, ask, ask, lambda limiter, one, other: [one, other].count(True))
    assert not found, f"stale-level: one token admits two, because the level is read before the lock is held; {found}"
