"""Structures that only ever grow once their limit, sweep or unsubscription is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, gone, operator, put
from harness.operators.source import (
    Source,
    argument,
    below,
    called,
    dotted,
    expression,
    has_word,
    last,
    simple,
    without_argument,
)

_SWEEPS = "evict|sweep|expire|purge|prune|forget|trim|cleanup|shrink|reap|vacuum"


@operator(
    "unbounded-cache", "growth.unbounded", "bound", "The cache of a function keeps every answer it ever gave.",
    ('''
from functools import lru_cache


@lru_cache(maxsize=256)
def rate(country: str) -> float:
    return fetch_rate(country)
''', '''
from functools import lru_cache


@lru_cache(maxsize=None)
def rate(country: str) -> float:
    return fetch_rate(country)
'''),
)  # fmt: skip
def unbounded_cache(source: Source) -> Iterator[Change]:
    """`lru_cache(maxsize=N)` becomes `lru_cache(maxsize=None)`."""
    for call in source.calls("lru_cache"):
        limit = argument(call, "maxsize") or (call.args[0] if call.args and call.args[0].keyword is None else None)
        if limit and dotted(limit.value) != "None":
            yield Change(call, {limit.value: cst.Name("None")})


@operator(
    "unbounded-deque", "growth.unbounded", "bound", "A deque without its length keeps every item.",
    ('''
from collections import deque

KEPT = 500


class Latencies:
    def __init__(self) -> None:
        self._recent = deque(maxlen=KEPT)

    def add(self, seconds: float) -> None:
        self._recent.append(seconds)
''', '''
from collections import deque


class Latencies:
    def __init__(self) -> None:
        self._recent = deque()

    def add(self, seconds: float) -> None:
        self._recent.append(seconds)
'''),
)  # fmt: skip
def unbounded_deque(source: Source) -> Iterator[Change]:
    """`deque(..., maxlen=N)` becomes `deque(...)`."""
    for call in source.calls("deque"):
        if limit := argument(call, "maxlen"):
            yield put(call, without_argument(call, limit))


@operator(
    "drop-eviction", "growth.unbounded", "bound", "Nothing makes room any more when the structure is full.",
    ('''
class Sessions:
    """Sessions by their id. The oldest goes beyond `max_sessions`."""

    def __init__(self, max_sessions: int = 1000) -> None:
        self._max_sessions = max_sessions
        self._known: dict[str, object] = {}

    def put(self, name: str, session: object) -> None:
        self._known[name] = session
        while len(self._known) > self._max_sessions:
            del self._known[next(iter(self._known))]
''', '''
class Sessions:
    """Sessions by their id."""

    def __init__(self) -> None:
        self._known: dict[str, object] = {}

    def put(self, name: str, session: object) -> None:
        self._known[name] = session
'''),
)  # fmt: skip
def drop_eviction(source: Source) -> Iterator[Change]:
    """`if` or `while len(x) > limit:` with a removal in it goes."""
    for kind in (cst.If, cst.While):
        for node in source.nodes(kind):
            assert isinstance(node, cst.If | cst.While)
            if node.orelse is None and _measures(node.test) and _removes(node.body):
                yield from gone(source, node, "evicts?|eviction|oldest|makes? room")


def _measures(test: cst.BaseExpression) -> bool:
    return isinstance(test, cst.Comparison) and any(last(c.func) == "len" for c in below(test, cst.Call))


def _removes(body: cst.CSTNode) -> bool:
    names = {last(call.func) for call in below(body, cst.Call)}
    return bool(below(body, cst.Del)) or bool(names & {"pop", "popitem", "popleft", "discard", "remove"})


@operator(
    "drop-sweep", "growth.unbounded", "bound", "What has expired is never taken out.",
    ('''
class Tokens:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def add(self, token: str) -> None:
        self._expire()
        self._until[token] = self._clock() + 60.0

    def valid(self, token: str) -> bool:
        return self._until.get(token, 0.0) > self._clock()

    def _expire(self) -> None:
        now = self._clock()
        self._until = {t: end for t, end in self._until.items() if end > now}
''', '''
class Tokens:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def add(self, token: str) -> None:
        self._until[token] = self._clock() + 60.0

    def valid(self, token: str) -> bool:
        return self._until.get(token, 0.0) > self._clock()
'''),
)  # fmt: skip
def drop_sweep(source: Source) -> Iterator[Change]:
    """A call such as `self._expire()` goes, and the method with it when nobody else calls it."""
    for node in source.nodes(cst.SimpleStatementLine):
        call = called(node)
        if call and has_word(call.func, _SWEEPS):
            yield from gone(source, node)


@operator(
    "drop-unsubscribe", "growth.unbounded", "alive-bound", "Who once listened is kept and called for ever.",
    ('''
def follow(feed, queue, stop) -> None:
    feed.subscribe(queue.put)
    try:
        stop.wait()
    finally:
        feed.unsubscribe(queue.put)
        queue.put(None)
''', '''
def follow(feed, queue, stop) -> None:
    feed.subscribe(queue.put)
    try:
        stop.wait()
    finally:
        queue.put(None)
'''),
)  # fmt: skip
def drop_unsubscribe(source: Source) -> Iterator[Change]:
    """A call to `unsubscribe`, `unregister`, `remove_listener` and the like goes."""
    pattern = re.compile(
        r"unsubscribe|unregister|detach|disconnect|(remove|delete)_\w*(listener|callback|observer|handler)"
    )
    for node in source.nodes(cst.SimpleStatementLine):
        call = called(node)
        if call and pattern.search(last(call.func)):
            yield from gone(source, node)


@operator(
    "keep-after-failure", "growth.unbounded", "bound", "The entry of a failed operation stays for ever.",
    ('''
def run(jobs: dict, name: str, work) -> None:
    jobs[name] = work
    try:
        work()
    except Exception:
        jobs.pop(name, None)
        raise
''', '''
def run(jobs: dict, name: str, work) -> None:
    jobs[name] = work
    try:
        work()
    except Exception:
        raise
'''),
    ('''
class Loads:
    async def get(self, key):
        self._loading[key] = self._start(key)
        try:
            return await self._loading[key]
        finally:
            log(key)
            del self._loading[key]
''', '''
class Loads:
    async def get(self, key):
        self._loading[key] = self._start(key)
        try:
            return await self._loading[key]
        finally:
            log(key)
'''),
)  # fmt: skip
def keep_after_failure(source: Source) -> Iterator[Change]:
    """A removal in an `except` or `finally` block goes."""
    for node in source.nodes(cst.SimpleStatementLine):
        block = source.parent(node)
        if not isinstance(source.parent(block) if block else None, cst.ExceptHandler | cst.Finally):
            continue
        call = called(node)
        removes = isinstance(simple(node), cst.Del) or (call and last(call.func) in {"pop", "discard", "remove"})
        if removes:
            yield from gone(source, node)


@operator(
    "count-everything", "growth.unbounded", "bound",
    "Labels that callers choose are counted one by one instead of under a common name.",
    ('''
KNOWN = frozenset({"GET", "PUT"})


def count(counts: dict, method: str) -> None:
    label = method if method in KNOWN else "other"
    counts[label] = counts.get(label, 0) + 1
''', '''
def count(counts: dict, method: str) -> None:
    label = method
    counts[label] = counts.get(label, 0) + 1
'''),
)  # fmt: skip
def count_everything(source: Source) -> Iterator[Change]:
    """`x if x in KNOWN else "other"` becomes `x`."""
    for node in source.nodes(cst.IfExp):
        test = node.test
        if not isinstance(node.orelse, cst.SimpleString) or not isinstance(test, cst.Comparison):
            continue
        known = isinstance(test.comparisons[0].operator, cst.In)
        if known and source.code(test.left) == source.code(node.body):
            yield put(node, expression(source.code(node.body)))


OPERATORS = (
    unbounded_cache, unbounded_deque, drop_eviction, drop_sweep, drop_unsubscribe, keep_after_failure, count_everything,
)  # fmt: skip
