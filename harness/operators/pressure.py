"""Nothing pushes back, and retries multiply the load."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, Replacement, flat, operator, put
from harness.operators.source import (
    Source,
    argument,
    below,
    dotted,
    expression,
    instead,
    last,
    positional,
    without_argument,
)


@operator(
    "unbounded-queue", "fail.pressure", "high-water", "The queue takes whatever comes, however slow its reader is.",
    ('''
import asyncio

DEPTH = 64


class Intake:
    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=DEPTH)

    async def put(self, item: bytes) -> None:
        await self._queue.put(item)
''', '''
import asyncio


class Intake:
    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()

    async def put(self, item: bytes) -> None:
        await self._queue.put(item)
'''),
)  # fmt: skip
def unbounded_queue(source: Source) -> Iterator[Change]:
    """`Queue(maxsize=N)` becomes `Queue()`."""
    for call in source.calls("Queue", "LifoQueue", "PriorityQueue"):
        limit = argument(call, "maxsize") or next(iter(positional(call)), None)
        if limit:
            yield put(call, without_argument(call, limit), "bounded|full")


@operator(
    "drop-semaphore", "fail.pressure", "high-water", "Any number of calls are under way at once.",
    ('''
import asyncio


class Client:
    def __init__(self, fetch, at_once: int = 8) -> None:
        self._fetch = fetch
        self._slots = asyncio.Semaphore(at_once)

    async def get(self, url: str) -> bytes:
        async with self._slots:
            return await self._fetch(url)
''', '''
class Client:
    def __init__(self, fetch) -> None:
        self._fetch = fetch

    async def get(self, url: str) -> bytes:
        return await self._fetch(url)
'''),
)  # fmt: skip
def drop_semaphore(source: Source) -> Iterator[Change]:
    """The `with` around a semaphore goes, its body stays."""
    held = {
        source.code(target)
        for call in source.calls("Semaphore", "BoundedSemaphore")
        for target in _targets(source, call)
    }
    for node in source.nodes(cst.With):
        if len(node.items) != 1 or source.code(node.items[0].item) not in held:
            continue
        if isinstance(node.body, cst.IndentedBlock) and source.block(node):
            yield flat(node, list(node.body.body), "semaphore|at once|slots?")


def _targets(source: Source, call: cst.Call) -> list[cst.BaseExpression]:
    around = source.parent(call)
    if isinstance(around, cst.Assign):
        return [target.target for target in around.targets]
    return [around.target] if isinstance(around, cst.AnnAssign) else []


@operator(
    "retry-without-end", "fail.pressure", "schedule", "What fails is tried again for ever.",
    ('''
ATTEMPTS = 4


def send(transport, message, sleep) -> None:
    for _ in range(ATTEMPTS):
        try:
            return transport.send(message)
        except ConnectionError:
            sleep(0.5)
    raise ConnectionError("the peer did not answer")
''', '''
def send(transport, message, sleep) -> None:
    while True:
        try:
            return transport.send(message)
        except ConnectionError:
            sleep(0.5)
'''),
    omission=False,
)  # fmt: skip
def retry_without_end(source: Source) -> Iterator[Change]:
    """`for _ in range(N):` around a `try` becomes `while True:`, and what stood after the loop goes."""
    for loop in source.nodes(cst.For):
        found = source.block(loop)
        if loop.orelse or loop.asynchronous or not found or not isinstance(loop.iter, cst.Call):
            continue
        tries = [s for s in loop.body.body if isinstance(s, cst.Try)]
        unused = isinstance(loop.target, cst.Name) and not _reads(loop.body, str(loop.target.value))
        ends = any(below(t.body, cst.Return) or below(t.body, cst.Break) for t in tries)
        if last(loop.iter.func) != "range" or not unused or not ends or _breaks(loop):
            continue
        new = cst.While(cst.Name("True"), loop.body, leading_lines=loop.leading_lines)
        replaced: dict[cst.CSTNode, Replacement] = {loop: new}
        replaced |= {after: cst.RemoveFromParent() for after in found[0][found[1] + 1 :]}
        yield Change(loop, replaced, "attempts?|times")


def _reads(node: cst.CSTNode, name: str) -> bool:
    return any(n.value == name for n in below(node, cst.Name))


def _breaks(loop: cst.For) -> bool:
    return bool(below(loop.body, cst.Break))


@operator(
    "drop-jitter", "fail.pressure", "schedule", "All clients come back at the same moment.",
    ('''
import random


def pause(attempt: int) -> float:
    return min(30.0, 0.1 * 2**attempt) * random.uniform(0.5, 1.5)
''', '''
def pause(attempt: int) -> float:
    return min(30.0, 0.1 * 2**attempt)
'''),
)  # fmt: skip
def drop_jitter(source: Source) -> Iterator[Change]:
    """A factor or summand drawn at random goes."""
    drawn = {"uniform", "random", "randint", "triangular", "gauss"}
    for node in source.nodes(cst.BinaryOperation):
        if not isinstance(node.operator, cst.Multiply | cst.Add):
            continue
        for random, other in ((node.right, node.left), (node.left, node.right)):
            if isinstance(random, cst.Call) and last(random.func) in drawn and not _calls(other, drawn):
                yield put(node, instead(source, node, other), "jitter|random|spread")
                break


def _calls(node: cst.CSTNode, names: set[str]) -> bool:
    return any(last(call.func) in names for call in below(node, cst.Call))


@operator(
    "uncapped-backoff", "fail.pressure", "schedule", "The pause doubles without end.",
    ('''
LONGEST = 60.0


def pause(attempt: int) -> float:
    return min(LONGEST, 0.5 * 2**attempt)
''', '''
def pause(attempt: int) -> float:
    return 0.5 * 2**attempt
'''),
)  # fmt: skip
def uncapped_backoff(source: Source) -> Iterator[Change]:
    """`min(cap, base * 2 ** n)` becomes `base * 2 ** n`."""
    for call in source.calls("min"):
        powers = [arg for arg in call.args if _doubles(arg.value)]
        if dotted(call.func) == "min" and len(call.args) == 2 and len(powers) == 1:
            yield put(call, instead(source, call, expression(source.code(powers[0].value))), "capped|at most")


def _doubles(node: cst.CSTNode) -> bool:
    return any(isinstance(op.operator, cst.Power | cst.LeftShift) for op in below(node, cst.BinaryOperation))


OPERATORS = (unbounded_queue, drop_semaphore, retry_without_end, drop_jitter, uncapped_backoff)
