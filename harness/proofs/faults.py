"""Every call in turn raises, every await in turn is cancelled: what is left behind?"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Callable, Coroutine, Generator
from typing import Any, TypeVar

from harness.proofs.findings import Finding, Findings
from harness.proofs.virtual_time import run

W = TypeVar("W")
_MOST = 2_000


class Faults:
    """Counts the calls of whatever is wrapped, and lets the n-th one raise."""

    def __init__(self, number: int, error: Callable[[], BaseException]) -> None:
        self.left, self._error, self.at = number, error, ""

    def wrap(self, thing: Any, name: str = "") -> Any:
        """The same thing, a function or an object with methods, whose calls are counted."""
        if callable(thing) and (inspect.isroutine(thing) or inspect.isfunction(thing) or inspect.ismethod(thing)):
            return self._wrapped(thing, name or getattr(thing, "__name__", "call"))
        return _Wrapped(thing, self)

    def _wrapped(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.at = name
                raise self._error()
            return function(*arguments, **named)

        return call


class _Wrapped:
    """An object whose methods are counted; everything else passes through."""

    def __init__(self, thing: Any, faults: Faults) -> None:
        object.__setattr__(self, "_thing", thing)
        object.__setattr__(self, "_faults", faults)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._thing, name)
        return self._faults._wrapped(value, name) if callable(value) and not name.startswith("__") else value

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._thing, name, value)

    def __enter__(self) -> Any:
        return self._thing.__enter__()

    def __exit__(self, *about: Any) -> Any:
        return self._thing.__exit__(*about)


def raise_at_every_call(
    make: Callable[[Faults], W],
    operation: Callable[[W], Any],
    problem: Callable[[W], str | None],
    error: Callable[[], BaseException] = lambda: OSError("injected"),
) -> Findings:
    """Run the operation again and again on a fresh world, letting its first, second, third … call of a wrapped
    collaborator raise; `problem` says in words what is wrong with the world afterwards, if anything.

    `make` wraps what may fail: `Pool(faults.wrap(connect))`. What the operation raises is its own affair.
    """
    findings = Findings()
    for number in range(1, _MOST):
        faults = Faults(number, error)
        world = make(faults)
        with contextlib.suppress(Exception):
            operation(world)
        if faults.left > 0:
            return findings
        if wrong := problem(world):
            findings.append(Finding(f"call {number} ({faults.at}) raises", wrong))
    raise RuntimeError(f"more than {_MOST} calls")


def cancel_at_every_await(
    make: Callable[[], W], operation: Callable[[W], Coroutine[Any, Any, Any]], problem: Callable[[W], str | None]
) -> Findings:
    """Run the operation again and again on a fresh world, cancelling it at its first, second, third … await;
    `problem` says in words what is wrong with the world afterwards, if anything. Time is virtual."""
    findings = Findings()
    for number in range(1, _MOST):
        world, at = run(_cancelled(make, operation, number))
        if at is None:
            return findings
        if wrong := problem(world):
            findings.append(Finding(f"await {number} (line {at}) is cancelled", wrong))
    raise RuntimeError(f"more than {_MOST} awaits")


async def _cancelled(
    make: Callable[[], W], operation: Callable[[W], Coroutine[Any, Any, Any]], number: int
) -> tuple[W, int | None]:
    world = make()
    driven = _Driven(operation(world), number)
    task = asyncio.ensure_future(_await(driven))
    await asyncio.gather(task, return_exceptions=True)
    for _ in range(20):  # what was cancelled may have started something that tidies up
        await asyncio.sleep(0)
    return world, driven.line


async def _await(driven: _Driven) -> Any:
    return await driven


class _Driven:
    """Steps a coroutine, and cancels its task when it suspends for the n-th time."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], number: int) -> None:
        self._coroutine, self._left = coroutine, number
        self.line: int | None = None

    def __await__(self) -> Generator[Any, Any, Any]:
        step: Callable[[], Any] = lambda: self._coroutine.send(None)  # noqa: E731
        while True:
            try:
                waited = step()
            except StopIteration as end:
                return end.value
            self._left -= 1
            if self._left == 0:
                self.line = _line_of(self._coroutine)
                task = asyncio.current_task()
                assert task is not None
                task.cancel()
            try:
                yield waited
                step = lambda: self._coroutine.send(None)  # noqa: E731
            except BaseException as error:
                thrown = error
                step = lambda: self._coroutine.throw(thrown)  # noqa: E731, B023


def _line_of(coroutine: Any) -> int:
    """Where the innermost coroutine of a chain is suspended."""
    line = 0
    while coroutine is not None and getattr(coroutine, "cr_frame", None) is not None:
        line = coroutine.cr_frame.f_lineno
        coroutine = coroutine.cr_await
    return line
