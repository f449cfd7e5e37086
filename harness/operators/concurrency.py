"""Locks unwrapped, split, narrowed, widened and swapped; awaits moved between check and act."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, Replacement, flat, gone, operator, put, swapped
from harness.operators.source import (
    Source,
    Statement,
    below,
    bound_by,
    called,
    dotted,
    expression,
    guards,
    has_word,
    instead,
    last,
    names_in,
    simple,
)

_LOCKS = "lock|mutex|rlock|guard|cond|condition"
_FLIGHTS = "inflight|flight|pending|loading|running|waiting"
_WRITES = {"append", "add", "pop", "clear", "remove", "discard", "update", "popleft", "appendleft", "extend"}


def _locked(source: Source) -> Iterator[tuple[cst.With, cst.IndentedBlock]]:
    """Each `with` that holds one lock and nothing else."""
    for node in source.nodes(cst.With):
        held = len(node.items) == 1 and node.items[0].asname is None and has_word(node.items[0].item, _LOCKS)
        if held and isinstance(node.body, cst.IndentedBlock) and source.block(node):
            yield node, node.body


@operator(
    "drop-lock", "race.state", "one-preemption", "Read and write are no longer one step.",
    ('''
import threading


class Stock:
    """What is on the shelves. Any thread may take. Every access holds the lock."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._lock = threading.Lock()

    def take(self, article: str, check) -> bool:
        with self._lock:
            left = self._counts[article]
            if not left or not check(article):
                return False
            self._counts[article] = left - 1
            return True
''', '''
class Stock:
    """What is on the shelves. Any thread may take."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts

    def take(self, article: str, check) -> bool:
        left = self._counts[article]
        if not left or not check(article):
            return False
        self._counts[article] = left - 1
        return True
'''),
)  # fmt: skip
def drop_lock(source: Source) -> Iterator[Change]:
    """The `with` around a lock goes, its body stays."""
    for node, body in _locked(source):
        yield flat(node, list(body.body), "locks?|locked")


@operator(
    "split-lock", "race.state", "one-preemption", "The lock is given back between reading and writing.",
    ('''
class Account:
    def draw(self, amount: int) -> None:
        with self._lock:
            balance = self._load()
            self._store(balance - amount)
''', '''
class Account:
    def draw(self, amount: int) -> None:
        with self._lock:
            balance = self._load()
        with self._lock:
            self._store(balance - amount)
'''),
    omission=False,
)  # fmt: skip
def split_lock(source: Source) -> Iterator[Change]:
    """A locked block becomes two: what is read first, and the rest."""
    for node, body in _locked(source):
        first = body.body[0]
        if len(body.body) < 2 or not isinstance(simple(first), cst.Assign) or not bound_by(first):
            continue
        one = node.with_changes(body=body.with_changes(body=[first]))
        two = node.with_changes(body=body.with_changes(body=body.body[1:]), leading_lines=[])
        yield Change(node, {node: cst.FlattenSentinel([one, two])})


@operator(
    "read-before-lock", "race.state", "one-preemption", "The value is read before the lock is taken.",
    ('''
class Account:
    def draw(self, amount: int) -> None:
        with self._lock:
            balance = self._load()
            self._store(balance - amount)
''', '''
class Account:
    def draw(self, amount: int) -> None:
        balance = self._load()
        with self._lock:
            self._store(balance - amount)
'''),
)  # fmt: skip
def read_before_lock(source: Source) -> Iterator[Change]:
    """The first statement of a locked block, a read, moves in front of the lock."""
    for node, body in _locked(source):
        first = body.body[0]
        if len(body.body) < 2 or not isinstance(simple(first), cst.Assign) or not bound_by(first):
            continue
        yield flat(node, [first, node.with_changes(body=body.with_changes(body=body.body[1:]), leading_lines=[])])


@operator(
    "write-after-lock", "race.state", "one-preemption", "The write happens when the lock is already given back.",
    ('''
class Ledger:
    def close(self, day: str) -> int:
        with self._lock:
            total = sum(self._open[day])
            self._closed[day] = total
        return total
''', '''
class Ledger:
    def close(self, day: str) -> int:
        with self._lock:
            total = sum(self._open[day])
        self._closed[day] = total
        return total
'''),
    omission=False,
)  # fmt: skip
def write_after_lock(source: Source) -> Iterator[Change]:
    """The last statement of a locked block, a write, moves behind it."""
    for node, body in _locked(source):
        final = body.body[-1]
        if len(body.body) > 1 and _writes(final):
            rest = node.with_changes(body=body.with_changes(body=body.body[:-1]))
            yield Change(node, {node: cst.FlattenSentinel([rest, final.with_changes(leading_lines=[])])})


def _writes(statement: cst.CSTNode) -> bool:
    """Whether a statement writes to what others see: an attribute, an item, a collection of an object."""
    small, call = simple(statement), called(statement)
    if isinstance(small, cst.Assign):
        targets = [t.target for t in small.targets]
    else:
        targets = [small.target] if isinstance(small, cst.AugAssign | cst.AnnAssign) else []
    shared = any(isinstance(t, cst.Attribute | cst.Subscript) for t in targets)
    return shared or isinstance(small, cst.Del) or bool(call and last(call.func) in _WRITES and dotted(call.func))


@operator(
    "call-under-lock", "race.blocking", "one-preemption", "Everybody waits for the lock while one call is under way.",
    ('''
class Limits:
    def admit(self, tenant: str) -> bool:
        plan = self._accounts.plan_of(tenant)
        with self._lock:
            self._used[tenant] = self._used.get(tenant, 0) + 1
            return self._used[tenant] <= plan.limit
''', '''
class Limits:
    def admit(self, tenant: str) -> bool:
        with self._lock:
            plan = self._accounts.plan_of(tenant)
            self._used[tenant] = self._used.get(tenant, 0) + 1
            return self._used[tenant] <= plan.limit
'''),
    omission=False,
)  # fmt: skip
def call_under_lock(source: Source) -> Iterator[Change]:
    """The statement before a locked block, a call, moves into it."""
    for node, body in _locked(source):
        before = source.following(node, -1)
        calls = below(before, cst.Call) if before is not None and simple(before) else []
        if before is None or not any(isinstance(call.func, cst.Attribute) for call in calls):
            continue
        if below(before, cst.Await) and not node.asynchronous:
            continue
        blank = [line for line in before.leading_lines if line.comment is None]
        inner = before.with_changes(leading_lines=[line for line in before.leading_lines if line.comment])
        locked = node.with_changes(
            body=body.with_changes(body=[inner, *body.body]), leading_lines=[*blank, *node.leading_lines]
        )
        yield Change(before, {before: cst.RemoveFromParent(), node: locked})


@operator(
    "swap-locks", "race.blocking", "one-preemption", "Two paths take the same locks in opposite order.",
    ('''
def move(source, target, amount: int) -> None:
    with source.lock, target.lock:
        source.balance -= amount
        target.balance += amount
''', '''
def move(source, target, amount: int) -> None:
    with target.lock, source.lock:
        source.balance -= amount
        target.balance += amount
'''),
    omission=False,
)  # fmt: skip
def swap_locks(source: Source) -> Iterator[Change]:
    """`with a, b:` becomes `with b, a:`."""
    for node in source.nodes(cst.With):
        if len(node.items) == 2 and all(has_word(item.item, _LOCKS) for item in node.items):
            first, second = node.items
            items = [first.with_changes(item=second.item), second.with_changes(item=first.item)]
            yield put(node, node.with_changes(items=items))


@operator(
    "block-the-loop", "race.blocking", "virtual-time", "The event loop stands still while a thread's work is done in it.",
    ('''
import asyncio


async def digest(model, text: str) -> bytes:
    return await asyncio.to_thread(model.encode, text)
''', '''
async def digest(model, text: str) -> bytes:
    return model.encode(text)
'''),
    ('''
async def digest(loop, model, text: str) -> bytes:
    return await loop.run_in_executor(None, model.encode, text)
''', '''
async def digest(loop, model, text: str) -> bytes:
    return model.encode(text)
'''),
)  # fmt: skip
def block_the_loop(source: Source) -> Iterator[Change]:
    """`await asyncio.to_thread(f, x)` becomes `f(x)`."""
    for node in source.nodes(cst.Await):
        call = node.expression
        if not isinstance(call, cst.Call) or last(call.func) not in {"to_thread", "run_in_executor"}:
            continue
        args = list(call.args)[1 if last(call.func) == "run_in_executor" else 0 :]
        if args and args[0].star == "" and isinstance(args[0].value, cst.Name | cst.Attribute):
            given = ", ".join(source.code(a).rstrip(", ") for a in args[1:])
            yield put(node, instead(source, node, expression(f"{source.code(args[0].value)}({given})")), "thread")


@operator(
    "act-after-await", "race.state", "gate", "Another task gets in between the check and the act.",
    ('''
class Batcher:
    async def flush(self) -> None:
        batch = list(self._waiting)
        self._waiting.clear()
        await self._run(batch)
''', '''
class Batcher:
    async def flush(self) -> None:
        batch = list(self._waiting)
        await self._run(batch)
        self._waiting.clear()
'''),
    omission=False,
)  # fmt: skip
def act_after_await(source: Source) -> Iterator[Change]:
    """A write to shared state moves behind the await that follows it."""
    for node in source.nodes(cst.SimpleStatementLine):
        after = source.following(node)
        if not isinstance(after, cst.SimpleStatementLine) or not _writes(node) or below(node, cst.Await):
            continue
        if not below(after, cst.Await) or isinstance(simple(after), cst.Return):
            continue
        if bound_by(node) & names_in(after) or bound_by(after) & names_in(node):
            continue
        yield swapped(source, node, after, node)


@operator(
    "drop-single-flight", "race.state", "gate", "Two callers start the same work twice.",
    ('''
import asyncio


class Cache:
    async def get(self, key: str) -> bytes:
        running = self._loading.get(key)
        if running is not None:
            return await running
        task = self._loading[key] = asyncio.ensure_future(self._load(key))
        return await task
''', '''
import asyncio


class Cache:
    async def get(self, key: str) -> bytes:
        task = self._loading[key] = asyncio.ensure_future(self._load(key))
        return await task
'''),
)  # fmt: skip
def drop_single_flight(source: Source) -> Iterator[Change]:
    """The early return for work that is under way already goes."""
    for node in guards(source):
        final = simple(node.body.body[-1])
        if not isinstance(final, cst.Return) or not any(has_word(n, _FLIGHTS) for n in below(node.test, cst.Name)):
            continue
        for change in gone(source, node, "once|under way|in flight"):
            replaced: dict[cst.CSTNode, Replacement] = dict(change.replaced)
            before = source.following(node, -1)
            small = simple(before)
            # `x = self._loading.get(k)` is read for this check alone.
            if before is not None and isinstance(small, cst.Assign) and _only_for(source, before, node):
                replaced[before] = cst.RemoveFromParent()
            yield Change(node, replaced, change.words)


def _only_for(source: Source, before: Statement, node: cst.If) -> bool:
    names = bound_by(before)
    function = source.function(node)
    if function is None or not names:
        return False
    outside = [n for n in below(function.body, cst.Name) if n.value in names]
    inside = [n for s in (before, node) for n in below(s, cst.Name) if n.value in names]
    return len(outside) == len(inside)


@operator(
    "drop-version-check", "race.state", "rival-in-window", "Whoever writes last wins, whatever was written meanwhile.",
    ('''
def save(store, document) -> None:
    stored = store.get(document.id)
    if stored.version != document.version:
        raise Conflict(document.id)
    store.put(document.next_version())
''', '''
def save(store, document) -> None:
    store.put(document.next_version())
'''),
)  # fmt: skip
def drop_version_check(source: Source) -> Iterator[Change]:
    """The refusal of a stale version goes."""
    for node in guards(source):
        words = "version|revision|generation|etag|epoch|lease|fence"
        compared = isinstance(node.test, cst.Comparison) and len(node.test.comparisons) == 1
        if compared and any(has_word(n, words) for n in below(node.test, cst.Name)):
            yield from gone(source, node, "conflicts?|stale")


OPERATORS = (
    drop_lock, split_lock, read_before_lock, write_after_lock, call_under_lock, swap_locks, block_the_loop,
    act_after_await, drop_single_flight, drop_version_check,
)  # fmt: skip
