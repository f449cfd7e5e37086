"""Proofs by counting: exact numbers, the same on every machine, where a clock or the size of the process would waver."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import tracemalloc
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

_CONTAINERS = (dict, list, set, frozenset, deque, Mapping)


def largest_container(root: object) -> tuple[int, str]:
    """The size of the largest container that hangs on an object, however deep, and its path from there."""
    best, seen = (0, "nothing"), {id(root)}
    waiting: list[tuple[object, str]] = [(root, type(root).__name__)]
    while waiting:
        thing, path = waiting.pop()
        if isinstance(thing, _CONTAINERS) and len(thing) > best[0]:
            best = (len(thing), path)
        for child, name in _below(thing):
            if id(child) not in seen:
                seen.add(id(child))
                waiting.append((child, path + name))
    return best


def _below(thing: object) -> Iterable[tuple[object, str]]:
    if isinstance(thing, str | bytes | bytearray | int | float | type):
        return
    for name, value in getattr(thing, "__dict__", {}).items():
        yield value, f".{name}"
    for kind in type(thing).__mro__:
        for name in getattr(kind, "__slots__", ()):
            if hasattr(thing, name):
                yield getattr(thing, name), f".{name}"
    if isinstance(thing, Mapping):
        for value in list(thing.values()):
            yield value, "[…]"
    elif isinstance(thing, list | tuple | set | frozenset | deque):
        for value in list(thing):
            yield value, "[…]"


def alive(kind: type) -> int:
    """How many objects of a type are alive after a collection, whoever holds them."""
    gc.collect()
    return sum(type(thing) is kind for thing in gc.get_objects())


def high_water(push: Callable[[int], object], depth: Callable[[], int], times: int) -> int:
    """The greatest depth while `times` things are pushed and nobody takes any; a push that raises was refused."""
    most = depth()
    for number in range(times):
        with contextlib.suppress(Exception):
            push(number)
        most = max(most, depth())
    return most


async def high_water_async(call: Callable[[int], Coroutine[Any, Any, Any]], times: int, turns: int = 50) -> int:
    """How many of `times` calls wait at once while their peer is parked; those that were refused have ended."""
    tasks = [asyncio.ensure_future(call(number)) for number in range(times)]
    for _ in range(turns):
        await asyncio.sleep(0)
    waiting = sum(not task.done() for task in tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return waiting


def slope(count: Callable[[int], int], small: int = 10, factor: int = 10) -> float:
    """By what the count grows when the size grows by `factor`: about 1 for a constant, `factor` for a loop."""
    return count(small * factor) / max(count(small), 1)


def peak_ratio(operation: Callable[[], object], size: int) -> float:
    """The peak of memory that an operation takes, in proportion to the size of its input in bytes."""
    gc.collect()
    tracemalloc.start()
    try:
        operation()
        return tracemalloc.get_traced_memory()[1] / size
    finally:
        tracemalloc.stop()
