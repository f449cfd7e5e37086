"""Two requests of one client, one token left: a rival runs at every step of the first at which a thread may stop."""

import threading

from gateway.limiter import RateLimiter
from gateway.plans import Plan, PlanDirectory


class MustWait(Exception):
    """A lock is held by another thread."""


class Steps:
    """Counts the places at which the first request may be stopped, and runs `rival` at one of them."""

    def __init__(self):
        self.left, self.rival, self.owner = 0, None, None

    def arm(self, number, rival):
        self.left, self.rival, self.owner = number, rival, threading.get_ident()

    def pass_one(self):
        if self.rival is None or threading.get_ident() != self.owner:
            return
        self.left -= 1
        if self.left == 0:
            rival, self.rival = self.rival, None
            rival()


class ProbeLock:
    """Does as a lock does, reentrant for its owner, but says MustWait where a lock would wait."""

    def __init__(self, steps):
        self._steps, self._owner, self._depth = steps, None, 0

    def acquire(self, blocking=True, timeout=-1):
        self._steps.pass_one()
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


def admitted_of_two(stop, monkeypatch):
    """How many of two requests get the last token when the first is stopped at its step `stop`; None: no such step."""
    steps, plan = Steps(), Plan("basic", 1.0, 2)

    def clock():
        steps.pass_one()
        return 0.0

    with monkeypatch.context() as patch:
        patch.setattr(threading, "Lock", lambda: ProbeLock(steps))
        patch.setattr(threading, "RLock", lambda: ProbeLock(steps))
        limiter = RateLimiter(PlanDirectory(lambda tenant: plan, 300.0, clock), clock)
        limiter.admit("acme", "till-1")

    answers, waiting = [], []

    def ask():
        try:
            answers.append(limiter.admit("acme", "till-1").allowed)
        except MustWait:
            waiting.append(True)

    def rival():
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()

    steps.arm(stop, rival)
    ask()
    if steps.rival is not None:
        return None
    for _ in list(waiting):
        ask()
    return sum(answers)


def test_one_token_admits_one_request(monkeypatch):
    for stop in range(1, 50):
        admitted = admitted_of_two(stop, monkeypatch)
        if admitted is None:
            break
        assert admitted == 1, (
            f"stale-level: one token admits {admitted} requests, because the level is read before the lock is held"
        )
    assert stop > 1, "the first request has no step at which it could be stopped"
