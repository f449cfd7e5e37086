"""A buggy and a fixed subject for each prover. A case tells whether its prover finds something.

Used by the tests, and by `benchmarks/provers.py` in a hundred fresh processes each.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
import tracemalloc
from collections import deque
from collections.abc import Callable
from typing import Any

from harness.proofs import (
    clocks,
    counting,
    crashes,
    faults,
    gates,
    locks,
    metamorphic,
    preemption,
    spread,
    virtual_time,
)
from harness.proofs.differential import difference


class Quota:
    """Admits up to `limit`; the buggy one looks before it holds the lock."""

    def __init__(self, buggy: bool, limit: int = 1, store: Callable[[], None] = lambda: None) -> None:
        self.buggy, self.limit, self.used, self.store = buggy, limit, 0, store
        self.lock = threading.Lock()

    def admit(self) -> bool:
        if self.buggy:
            room = self.used < self.limit
            self.store()
            with self.lock:
                if room:
                    self.used += 1
                return room
        with self.lock:
            room = self.used < self.limit
            self.store()
            if room:
                self.used += 1
            return room


def one_preemption(buggy: bool) -> bool:
    found = preemption.one_preemption(
        lambda: Quota(buggy), Quota.admit, Quota.admit, within=(__file__[: __file__.rindex("/")],)
    )
    return bool(found)


def rival_in_window(buggy: bool) -> bool:
    rivals: list[locks.Rival] = []

    def store() -> None:
        if not rivals:
            rivals.append(locks.Rival(lambda: quota.admit()))
            rivals[0].start()

    with locks.probe_locks():
        quota = Quota(buggy, store=store)
    first = quota.admit()
    second = rivals[0].finish().result
    assert rivals[0].waits is not buggy
    return bool(first and second)


class Accounts:
    """Moves money between two accounts; the buggy one takes the locks in the order of its arguments."""

    def __init__(self, buggy: bool) -> None:
        self.buggy, self.locks = buggy, [threading.Lock(), threading.Lock()]

    def move(self, source: int, target: int) -> str:
        one, other = (source, target) if self.buggy else sorted((source, target))
        with self.locks[one]:
            second = self.locks[other]
            with second:
                return "moved"


def deadlock(buggy: bool) -> bool:
    within = (__file__[: __file__.rindex("/")],)
    found = preemption.one_preemption(
        lambda: Accounts(buggy), lambda a: a.move(0, 1), lambda a: a.move(1, 0), within=within
    )
    return bool(found)


def gate(buggy: bool) -> bool:
    """A list of waiting things is emptied after the await instead of before: what arrives meanwhile is lost."""

    async def main() -> list[int]:
        stop, pending, done = gates.Gate(), [1], []

        async def flush() -> None:
            batch = list(pending)
            if not buggy:
                pending.clear()
            await stop.passing()
            done.extend(batch)
            if buggy:
                pending.clear()

        task = asyncio.ensure_future(flush())
        await stop.reached()
        pending.append(2)
        stop.open()
        await task
        await flush()
        return done

    return virtual_time.run(main()) != [1, 2]


def hang(buggy: bool) -> bool:
    async def call() -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(None if buggy else 30):
                await asyncio.Event().wait()

    async def main() -> bool:
        return await virtual_time.ends(call())

    return not virtual_time.run(main())


def endless_retry(buggy: bool) -> bool:
    clock = virtual_time.VirtualClock()

    def ask() -> None:
        attempts = 0
        while buggy or attempts < 3:
            attempts += 1
            clock.sleep(0.5)
        raise TimeoutError

    return virtual_time.still_going(ask)


class Pool:
    """Lends slots; the buggy borrower gives one back only where all goes well."""

    def __init__(self) -> None:
        self.lent = 0

    def lend(self) -> None:
        self.lent += 1

    def give_back(self) -> None:
        self.lent -= 1

    def problem(self) -> str | None:
        return f"{self.lent} slots are never given back" if self.lent else None


def raises(buggy: bool) -> bool:
    def use(world: tuple[Pool, Callable[[], None]]) -> None:
        pool, work = world
        work()
        pool.lend()
        if buggy:
            work()
            pool.give_back()
            return
        try:
            work()
        finally:
            pool.give_back()

    found = faults.raise_at_every_call(lambda f: (Pool(), f.wrap(lambda: None, "work")), use, lambda w: w[0].problem())
    assert [f.where for f in found] in ([], ["call 2 (work) raises"])
    return bool(found)


def cancels(buggy: bool) -> bool:
    async def use(pool: Pool) -> None:
        await asyncio.sleep(0)
        pool.lend()
        if buggy:
            await asyncio.sleep(1)
            await asyncio.sleep(0)
            pool.give_back()
            return
        try:
            await asyncio.sleep(1)
            await asyncio.sleep(0)
        finally:
            pool.give_back()

    found = faults.cancel_at_every_await(Pool, use, Pool.problem)
    assert len(found) == (2 if buggy else 0)
    return bool(found)


class Cache:
    """Remembers values; the buggy one for good."""

    def __init__(self, buggy: bool) -> None:
        self.buggy, self.known = buggy, {}  # type: ignore[var-annotated]

    def get(self, key: int) -> Value:
        value = self.known.pop(key, None) or Value()
        self.known[key] = value
        if not self.buggy and len(self.known) > 100:
            del self.known[next(iter(self.known))]
        return value


class Value:
    """Something to be kept alive."""


def bound(buggy: bool) -> bool:
    cache = Cache(buggy)
    for number in range(1_000):
        cache.get(number)
    size, path = counting.largest_container(cache)
    assert path == "Cache.known"
    return size > 200


def alive_bound(buggy: bool) -> bool:
    cache = Cache(buggy)
    for number in range(1_000):
        cache.get(number)
    return counting.alive(Value) > 200


def high_water(buggy: bool) -> bool:
    waiting: deque[int] = deque()

    def push(number: int) -> None:
        if not buggy and len(waiting) >= 50:
            raise OverflowError
        waiting.append(number)

    return counting.high_water(push, lambda: len(waiting), 1_000) > 50


def high_water_async(buggy: bool) -> bool:
    async def main() -> int:
        parked, places = gates.Gate(), asyncio.Semaphore(10)

        async def call(number: int) -> None:
            if not buggy and places.locked():
                raise OverflowError
            async with places if not buggy else contextlib.nullcontext():
                await parked.passing()

        return await counting.high_water_async(call, 200)

    return virtual_time.run(main()) > 10


def slope(buggy: bool) -> bool:
    def queries(rows: int) -> int:
        return 1 + rows if buggy else 2

    return counting.slope(queries) > 2


def peak(buggy: bool) -> bool:
    chunks, size = [b"x" * 1000] * 1_000, 1_000_000

    def total() -> int:
        if buggy:
            return len(b"".join(chunks))
        return sum(len(chunk) for chunk in chunks)

    assert not tracemalloc.is_tracing()
    return counting.peak_ratio(total, size) > 0.5


class Ledger:
    """Durable: what was paid, and which orders are still to be paid."""

    def __init__(self) -> None:
        self.todo, self.paid = {"a": 3, "b": 4}, {}  # type: ignore[var-annotated]

    def pay(self, order: str, amount: int) -> None:
        self.paid[order] = [*self.paid.get(order, []), amount]

    def pay_once(self, order: str, amount: int) -> None:
        self.paid.setdefault(order, [amount])

    def forget(self, order: str) -> None:
        self.todo.pop(order, None)

    def problem(self) -> str | None:
        wrong = [order for order in ("a", "b") if len(self.paid.get(order, [])) != 1]
        return f"paid twice or never: {', '.join(wrong)}" if wrong else None


def crash(buggy: bool) -> bool:
    def settle(ledger: Any) -> None:
        for order, amount in list(ledger.todo.items()):
            (ledger.pay if buggy else ledger.pay_once)(order, amount)
            ledger.forget(order)

    return bool(crashes.crash_at_every_write(Ledger, settle, settle, Ledger.problem))


def lost(buggy: bool) -> bool:
    """Acknowledged before the effect: a crash in between loses the order."""

    def settle(ledger: Any) -> None:
        for order, amount in list(ledger.todo.items()):
            if buggy:
                ledger.forget(order)
            ledger.pay_once(order, amount)
            ledger.forget(order)

    return bool(crashes.crash_at_every_write(Ledger, settle, settle, Ledger.problem))


def clock_step(buggy: bool) -> bool:
    both = clocks.Clocks()
    now = both.wall if buggy else both.monotonic
    until = now() + 60
    both.set_wall(-3600)
    both.advance(61)
    return now() < until


def zone(buggy: bool) -> bool:
    """A night in which the clocks go forward, counted in local hours or in real ones."""
    with clocks.in_zone("CET-1CEST,M3.5.0,M10.5.0/3"):
        start, end = time.mktime((2024, 3, 31, 0, 0, 0, 0, 0, -1)), time.mktime((2024, 3, 31, 6, 0, 0, 0, 0, -1))
        hours = time.localtime(end).tm_hour - time.localtime(start).tm_hour if buggy else (end - start) / 3600
    return hours != 5


def seeds(buggy: bool) -> bool:
    order = "list" if buggy else "sorted"
    return spread.differing(f"print({order}({{'alpha', 'beta', 'gamma', 'delta'}}))") > 1


class Bucket:
    """A token bucket; the buggy one does not cap the refill."""

    def __init__(self, buggy: bool) -> None:
        self.buggy, self.tokens = buggy, 3

    def take(self, many: int) -> bool:
        if self.tokens < many:
            return False
        self.tokens -= many
        return True

    def wait(self, seconds: int) -> None:
        self.tokens = self.tokens + seconds if self.buggy else min(self.tokens + seconds, 3)


def differential(buggy: bool) -> bool:
    from hypothesis import strategies as st

    operations = {"take": (st.integers(1, 5),), "wait": (st.integers(1, 10),)}
    found = difference(lambda: Bucket(buggy), lambda: Bucket(False), operations)
    if found is not None:
        assert str(found) == "wait(1), take(4): True instead of False"
    return found is not None


def permuted(buggy: bool) -> bool:
    return metamorphic.permuted(lambda items: sorted(items, key=len if buggy else None), ["b", "a", "cc"]) is not None  # type: ignore[arg-type]


def split(buggy: bool) -> bool:
    """Searching chunk by chunk misses what lies across two of them."""

    def feed(parts: Any) -> int:
        return sum(part.count("ab") for part in parts) if buggy else "".join(parts).count("ab")

    return metamorphic.split(feed, "xabxab") is not None


def joined(buggy: bool) -> bool:
    def mean(items: list[int]) -> tuple[int, int]:
        return (sum(items), len(items)) if not buggy else (max(items), len(items))

    return metamorphic.joined(mean, lambda a, b: (a[0] + b[0], a[1] + b[1]), [1, 2], [3]) is not None


def held_twice(buggy: bool) -> bool:
    kept = [3, 1, 2]
    return metamorphic.held_twice(lambda: kept if buggy else list(kept), lambda got: got.sort()) is not None


CASES: dict[str, Callable[[bool], bool]] = {
    function.__name__: function
    for function in (
        one_preemption, rival_in_window, deadlock, gate, hang, endless_retry, raises, cancels, bound, alive_bound,
        high_water, high_water_async, slope, peak, crash, lost, clock_step, zone, seeds, differential, permuted, split,
        joined, held_twice,
    )
}  # fmt: skip
