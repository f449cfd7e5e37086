"""While the plan of one tenant is looked up, another tenant asks."""

import threading

from gateway.limiter import RateLimiter
from gateway.plans import Plan, PlanDirectory


class MustWait(Exception):
    """A lock is held by another thread."""


class ProbeLock:
    """Does as a lock does, reentrant for its owner, but says MustWait where a lock would wait."""

    def __init__(self):
        self._owner, self._depth = None, 0

    def acquire(self, blocking=True, timeout=-1):
        if self._owner not in (None, threading.get_ident()):
            raise MustWait
        self._owner = threading.get_ident()
        self._depth += 1
        return True

    def release(self):
        self._depth -= 1
        if self._depth == 0:
            self._owner = None

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *fault):
        self.release()


def test_a_slow_lookup_holds_nobody_else_up(monkeypatch):
    seen = []

    def fetch(tenant):
        if tenant == "slow":
            rival = threading.Thread(target=ask_for_the_other_tenant)
            rival.start()
            rival.join()
        return Plan("basic", 1.0, 5)

    def ask_for_the_other_tenant():
        try:
            seen.append(limiter.admit("bolt", "till-1").allowed)
        except MustWait:
            seen.append("had to wait")

    with monkeypatch.context() as patch:
        patch.setattr(threading, "Lock", ProbeLock)
        patch.setattr(threading, "RLock", ProbeLock)
        limiter = RateLimiter(PlanDirectory(fetch, 300.0, lambda: 0.0), lambda: 0.0)
        limiter.admit("bolt", "till-1")
    limiter.admit("slow", "till-1")
    assert seen == [True], (
        f"lookup-in-lock: the lock is held during the plan lookup, another tenant meanwhile: {seen[0]}"
    )
