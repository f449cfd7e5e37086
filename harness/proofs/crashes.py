"""The process dies before and after every write, and starts again: nothing may be lost, and nothing may happen twice."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, TypeVar

from harness.proofs.findings import Finding, Findings

D = TypeVar("D")
_MOST = 2_000


class Crash(BaseException):
    """The process is gone. No `except Exception` of the subject swallows it; its `finally` blocks must not repair either."""


class _Mortal:
    """What outlives the process, reached through calls of which one is the last."""

    def __init__(self, thing: Any, step: Callable[[str], Callable[[], None]]) -> None:
        self._thing, self._step = thing, step

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._thing, name)
        if not callable(value):
            return value

        def call(*arguments: Any, **named: Any) -> Any:
            after = self._step(name)
            result = value(*arguments, **named)
            after()
            return result

        return call


def crash_at_every_write(
    make: Callable[[], D],
    operation: Callable[[Any], Any],
    restart: Callable[[D], Any],
    problem: Callable[[D], str | None],
) -> Findings:
    """Run `operation` on what is durable again and again, dying before or after its first, second, third … call;
    `restart` is what the process does when it comes up again; `problem` says what is wrong afterwards, if anything.

    `make` builds what is durable: a store, a queue, a folder. After the crash nothing reaches it until the restart.
    """
    findings = Findings()
    for number in range(1, _MOST):
        for moment in ("before", "after"):
            durable = make()
            countdown = _Countdown(number, moment)
            with contextlib.suppress(Crash):
                operation(_Mortal(durable, countdown.step))
            if not countdown.dead:
                return findings
            restart(durable)
            if wrong := problem(durable):
                findings.append(Finding(f"the process dies {moment} write {number} ({countdown.at})", wrong))
    raise RuntimeError(f"more than {_MOST} writes")


class _Countdown:
    def __init__(self, number: int, moment: str) -> None:
        self._left, self._moment = number, moment
        self.dead, self.at = False, ""

    def step(self, name: str) -> Callable[[], None]:
        """Count a call; die before it, or give back what dies after it."""
        if self.dead:
            raise Crash
        self._left -= 1
        if self._left == 0:
            self.at = name
            if self._moment == "before":
                self._die()
            return self._die
        return lambda: None

    def _die(self) -> None:
        self.dead = True
        raise Crash
