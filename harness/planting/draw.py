"""Drawing from a seed, the same on every machine and in every Python version.

The `random` module promises no stable sequence of choices across versions, and the built-in hash is salted per process. So
numbers come from SHA-256 over what is being drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def number(below: int, *labels: str) -> int:
    """A number in `range(below)` that depends on the labels alone. The bias is below one in 2**200."""
    if below < 1:
        raise ValueError("nothing to draw from")
    text = "\x1f".join(("harness-draw-1", *labels))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), "big") % below


def shuffled(items: Sequence[T], *labels: str) -> tuple[T, ...]:
    """The items in an order that depends on the labels alone (Fisher–Yates)."""
    pool = list(items)
    for last in range(len(pool) - 1, 0, -1):
        other = number(last + 1, *labels, str(last))
        pool[last], pool[other] = pool[other], pool[last]
    return tuple(pool)
