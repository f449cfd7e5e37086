"""What the tests put in place of the world."""

from __future__ import annotations

import asyncio
import json
import selectors
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from serving.messages import Request
from serving.model import Vector
from serving.tokens import Tokens

T = TypeVar("T")


class _Leap(selectors.DefaultSelector):
    """Leaps to the next timer instead of waiting for it."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        found = super().select(0)
        if not found and timeout is None:
            raise RuntimeError("everybody waits and no timer runs")
        self.now += 0.0 if found else timeout or 0.0
        return found


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run `main` on a loop whose time passes only while everybody waits."""
    leap = _Leap()
    loop = asyncio.SelectorEventLoop(leap)
    loop.time = lambda: leap.now  # type: ignore[method-assign]
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(main)


class FakeModel:
    """The GPU process: takes `seconds` for a call, answers with the first token of each text, raises `fault`."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.fault: Exception | None = None
        self.calls: list[int] = []

    async def embed(self, texts: Sequence[Tokens]) -> list[Vector]:
        self.calls.append(len(texts))
        await asyncio.sleep(self.seconds)
        if self.fault is not None:
            raise self.fault
        return [[float(text[0])] for text in texts]


def post(*texts: str) -> Request:
    """A call of the endpoint."""
    return Request("POST", "/embed", json.dumps({"texts": texts}))
