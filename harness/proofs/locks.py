"""Locks that say when somebody must wait, so that no proof about threads has to be patient.

`probe_locks` puts them in the place of `threading.Lock` and `threading.RLock`. The subject must look these up when it makes
its locks (`threading.Lock()`); one that was made at import, or imported by name, is not seen.
"""

from __future__ import annotations

import _thread
import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

_GUARD = 20.0
"""Seconds after which a rival that neither ends nor waits for a lock is given up. No verdict depends on it."""


class Deadlock(BaseException):
    """Two threads wait for each other, or one for itself. No `except Exception` of the subject swallows it."""


class _Stopped(BaseException):
    """The prover itself cannot go on."""


class Rival:
    """An operation in a thread of its own. `waits` says that it must wait for a lock that another thread holds."""

    def __init__(self, operation: Callable[[], Any]) -> None:
        self._operation = operation
        self._settled = _thread.allocate_lock()
        self._settled.acquire()
        self._ended = _thread.allocate_lock()
        self._ended.acquire()
        self._open = True
        self.waits = False
        self.ended = False
        self.result: Any = None
        self.error: BaseException | None = None

    def start(self) -> Rival:
        """Run it until it ends or must wait."""
        _thread.start_new_thread(self._run, ())
        if not self._settled.acquire(timeout=_GUARD):
            raise _Stopped("the rival neither ended nor waits for a lock that can be seen")
        return self

    def finish(self) -> Rival:
        """Wait for its end, after whatever it waits for was let go."""
        if not self._ended.acquire(timeout=_GUARD):
            raise _Stopped("the rival did not end")
        self._ended.release()
        return self

    def _run(self) -> None:
        me = _thread.get_ident()
        _RIVALS[me] = self
        try:
            self.result = self._operation()
        except BaseException as error:
            self.error = error
        finally:
            _RIVALS.pop(me, None)
            self.ended = True
            self._settle()
            self._ended.release()

    def _settle(self) -> None:
        if self._open:
            self._open = False
            self._settled.release()

    def must_wait(self) -> None:
        """Told by a lock: the rival will not go on by itself."""
        self.waits = True
        self._settle()


_RIVALS: dict[int, Rival] = {}
_WAITING: dict[int, ProbeLock] = {}


def rival(operation: Callable[[], Any]) -> Rival:
    """Run an operation in another thread until it ends or must wait. Called from inside the first one's window."""
    return Rival(operation).start()


class ProbeLock:
    """Does as a lock does, and tells the rival when it must wait. A thread that waits for itself, or for one that waits for
    it, gets Deadlock."""

    def __init__(self, reentrant: bool = False) -> None:
        self._lock = _thread.allocate_lock()
        self._reentrant = reentrant
        self._owner: int | None = None
        self._depth = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """As `threading.Lock.acquire`."""
        me = _thread.get_ident()
        if self._owner == me and self._reentrant:
            self._depth += 1
            return True
        if not self._lock.acquire(False):
            if not blocking:
                return False
            if not self._wait(me, timeout):
                return False
        self._owner, self._depth = me, 1
        return True

    def _wait(self, me: int, timeout: float) -> bool:
        if self._owner == me:
            if timeout < 0:
                raise Deadlock("a thread waits for a lock that it holds itself")
            return self._lock.acquire(True, timeout)
        _WAITING[me] = self
        try:
            other = _WAITING.get(self._owner) if self._owner is not None else None
            if other is not None and other._owner == me:
                raise Deadlock("two threads wait for each other's lock")
            if me in _RIVALS:
                _RIVALS[me].must_wait()
            return self._lock.acquire(True, timeout)
        finally:
            _WAITING.pop(me, None)

    def release(self) -> None:
        """As `threading.Lock.release`."""
        if self._depth == 0:
            raise RuntimeError("release unlocked lock")
        self._depth -= 1
        if self._depth == 0:
            self._owner = None
            self._lock.release()

    def locked(self) -> bool:
        """As `threading.Lock.locked`."""
        return self._depth > 0

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


@contextlib.contextmanager
def probe_locks() -> Iterator[None]:
    """Every lock made inside is a ProbeLock."""
    kept = threading.Lock, threading.RLock
    threading.Lock = ProbeLock  # type: ignore[assignment]
    threading.RLock = _reentrant  # type: ignore[assignment]
    try:
        yield
    finally:
        threading.Lock, threading.RLock = kept


def _reentrant() -> ProbeLock:
    return ProbeLock(reentrant=True)
