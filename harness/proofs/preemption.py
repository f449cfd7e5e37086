"""One preemption: stop an operation before each of its lines in turn, and let another one run there.

The outcome must be one that some serial order gives too. Where it is not, the line lies in the window of a race. Most real
races need one such switch at most, and the search is complete for one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, TypeVar

from harness.proofs.findings import Finding, Findings
from harness.proofs.locks import Deadlock, Rival, probe_locks

W = TypeVar("W")
_MOST_LINES = 5_000


def one_preemption(
    make: Callable[[], W],
    first: Callable[[W], Any],
    second: Callable[[W], Any],
    outcome: Callable[[W, Any, Any], Any] | None = None,
    within: Sequence[str] = (".",),
) -> Findings:
    """Every line of `first` at which running `second` gives an outcome that neither serial order gives.

    `make` builds a fresh world, `outcome(world, result of first, result of second)` says what counts; without it, the two
    results and how often each occurs. Only lines of files below `within` are tried. An exception is a result too.
    """
    judge = outcome or (lambda world, one, other: sorted(map(repr, (one, other))))
    serial = [_serial(make, first, second, judge, swap) for swap in (False, True)]
    findings = Findings()
    roots = tuple(os.path.abspath(root) + os.sep for root in within)
    for number in range(1, _MOST_LINES):
        trial = _Trial(number, roots)
        got = trial.run(make, first, second, judge)
        if trial.place is None:
            return findings
        if got not in serial:
            wanted = " or ".join(dict.fromkeys(map(repr, serial)))
            findings.append(
                Finding(trial.place, f"a rival that runs here makes it {got!r}, one after the other {wanted}")
            )
    raise RuntimeError(f"the first operation has more than {_MOST_LINES} lines")


def _serial(
    make: Callable[[], W], first: Callable[[W], Any], second: Callable[[W], Any],
    judge: Callable[[W, Any, Any], Any], swap: bool,
) -> Any:  # fmt: skip
    with probe_locks():
        world = make()
        if swap:
            other = _result(second, world)
            return judge(world, _result(first, world), other)
        one = _result(first, world)
        return judge(world, one, _result(second, world))


def _result(operation: Callable[[W], Any], world: W) -> Any:
    try:
        return operation(world)
    except (Exception, Deadlock) as error:
        return Raised(f"{type(error).__name__}: {error}")


class Raised(str):
    """What an operation raised, as a result; as a text without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


class _Trial:
    """One run of the first operation, stopped before its n-th line."""

    def __init__(self, number: int, roots: tuple[str, ...]) -> None:
        self._left, self._roots = number, roots
        self._rival: Rival | None = None
        self._second: Callable[[], Any] = lambda: None
        self.place: str | None = None

    def run(
        self, make: Callable[[], W], first: Callable[[W], Any], second: Callable[[W], Any],
        judge: Callable[[W, Any, Any], Any],
    ) -> Any:  # fmt: skip
        """What the world looks like afterwards; `place` stays None where there is no such line."""
        with probe_locks():
            world = make()
            self._second = lambda: _result(second, world)
            before = sys.gettrace()
            sys.settrace(self._enter)
            try:
                one = _result(first, world)
            finally:
                sys.settrace(before)
            if self._rival is None:
                return None
            return judge(world, one, self._rival.finish().result)

    def _enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        if self._rival is not None or not frame.f_code.co_filename.startswith(self._roots):
            return None
        return self._line

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line" and self._rival is None:
            self._left -= 1
            if self._left == 0:
                self.place = f"{os.path.relpath(frame.f_code.co_filename)}:{frame.f_lineno}"
                sys.settrace(None)
                self._rival = Rival(self._second).start()
        return self._line
