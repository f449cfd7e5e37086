"""Clocks that leap: what would take an hour takes no time, and what would never end is found out."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
HOUR = 3600.0


class StillGoing(BaseException):
    """It goes on beyond its limit. No `except Exception` of the subject swallows it."""


class Stuck(BaseException):
    """Everybody waits, and nothing will ever wake them."""


class VirtualClock:
    """A clock for code without threads: call it for the time, hand `sleep` to whoever wants to wait.

    Whoever sleeps beyond `limit` virtual seconds, or asks for the time more often than `looks`, gets StillGoing.
    """

    def __init__(self, start: float = 0.0, limit: float = HOUR, looks: int = 100_000) -> None:
        self.now = start
        self._end, self._looks = start + limit, looks
        self.naps: list[float] = []
        """How long each sleep was: the schedule of retries, for one."""

    def __call__(self) -> float:
        self._looks -= 1
        if self._looks < 0:
            raise StillGoing("the time was asked for without end")
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.naps.append(seconds)
        self.advance(max(seconds, 0.0))
        if len(self.naps) > 100_000:
            raise StillGoing("it sleeps without end")

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self.now += seconds
        if self.now > self._end:
            raise StillGoing(f"it still goes on after {self.now:g} virtual seconds")


def still_going(operation: Callable[[], Any]) -> bool:
    """Whether an operation on a VirtualClock runs beyond its limit. An ordinary exception is an end too."""
    try:
        operation()
    except StillGoing:
        return True
    except Exception:
        return False
    return False


class _Leap(selectors.DefaultSelector):
    """Leaps to the next timer instead of waiting for it."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        found = super().select(0)
        if not found and timeout is None:
            raise Stuck("everybody waits and no timer runs")
        self.now += 0.0 if found else timeout or 0.0
        return found


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a loop whose time passes only while everybody waits. Raises Stuck where nobody can go on."""
    leap = _Leap()
    loop = asyncio.SelectorEventLoop(leap)
    loop.time = lambda: leap.now  # type: ignore[method-assign]
    task = loop.create_task(main)
    try:
        return loop.run_until_complete(task)
    finally:
        _end(loop)


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel what is left, without waiting for what will not end."""
    for task in asyncio.all_tasks(loop):
        task.cancel()
    try:
        loop.run_until_complete(asyncio.sleep(0))
        loop.run_until_complete(loop.shutdown_asyncgens())
    except Stuck:
        pass
    finally:
        for task in asyncio.all_tasks(loop):
            task._log_destroy_pending = False  # type: ignore[attr-defined]
        loop.close()


async def ends(awaitable: Coroutine[Any, Any, Any], within: float = HOUR) -> bool:
    """Whether it ends, however, within so many virtual seconds. It is cancelled afterwards."""
    task = asyncio.ensure_future(awaitable)
    await asyncio.wait([task], timeout=within)
    done = task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return done
