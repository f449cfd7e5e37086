"""Relations between results that hold whatever the right result is: permute, split, join, ask twice.

Each function gives the first case in which the relation is broken, in words, or None.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import Any, TypeVar

T = TypeVar("T")
_MOST_ORDERS = 120


def orders_of(items: Sequence[T]) -> Iterator[list[T]]:
    """All orders of a few items; of more of them, turns, swaps of neighbours and the reverse."""
    if len(items) <= 5:
        yield from map(list, permutations(items))
        return
    yield list(reversed(items))
    for at in range(1, min(len(items), _MOST_ORDERS)):
        yield [*items[at:], *items[:at]]
        yield [*items[: at - 1], items[at], items[at - 1], *items[at + 1 :]]


def permuted(function: Callable[[list[T]], Any], items: Sequence[T]) -> str | None:
    """An order of the items in which the result is another one."""
    wanted = function(list(items))
    for order in orders_of(items):
        if (got := function(list(order))) != wanted:
            return f"{order!r} gives {got!r}, {list(items)!r} gives {wanted!r}"
    return None


def split(feed: Callable[[Sequence[Sequence[T]]], Any], items: Sequence[T]) -> str | None:
    """A way to cut the input into parts in which the result is another one. `feed` takes the parts one after the other."""
    wanted = feed([items])
    cuts = [[items[:at], items[at:]] for at in range(1, len(items))]
    cuts += [[items[at : at + size] for at in range(0, len(items), size)] for size in range(1, len(items))]
    for parts in cuts:
        if (got := feed(parts)) != wanted:
            return f"{parts!r} gives {got!r}, whole it gives {wanted!r}"
    return None


def joined(
    function: Callable[[list[T]], Any], join: Callable[[Any, Any], Any], one: list[T], other: list[T]
) -> str | None:
    """Whether the result for both inputs together is not what the two results joined give."""
    wanted, got = join(function(list(one)), function(list(other))), function([*one, *other])
    return None if got == wanted else f"together {got!r}, one by one {wanted!r}"


def held_twice(get: Callable[[], Any], use: Callable[[Any], object]) -> str | None:
    """Whether using what was handed out first changes what is handed out next, or what somebody else still holds."""
    first = get()
    wanted = copy.deepcopy(first)
    held = get()
    use(first)
    if held != wanted:
        return f"what another one holds became {held!r}, it was {wanted!r}"
    again = get()
    return None if again == wanted else f"the next one gets {again!r}, the first one got {wanted!r}"
