"""Remembers how test runs ended, outside any fixture, so that nothing unchanged is run twice.

A key says everything a run depends on; the caller makes it. What ended by a limit or was stopped is never kept: it may end
otherwise on a calmer machine.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from harness.domain.test_run import TestCase, TestRun

_KEPT_FOR = 60 * 86400
_TABLE = "CREATE TABLE IF NOT EXISTS runs (key TEXT PRIMARY KEY, run TEXT NOT NULL, used INTEGER NOT NULL)"


class RunCache:
    """A file of remembered runs; without a path, a memory of this process alone."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._base = self._open(path)

    def _open(self, path: Path | None) -> sqlite3.Connection:
        if path is not None:
            for _ in range(2):
                try:
                    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    return self._ready(sqlite3.connect(path, timeout=10.0, check_same_thread=False))
                except sqlite3.DatabaseError:
                    path.unlink(missing_ok=True)  # a damaged memory is no memory; nothing of it is needed
                except OSError:
                    break
        return self._ready(sqlite3.connect(":memory:", check_same_thread=False))

    def _ready(self, base: sqlite3.Connection) -> sqlite3.Connection:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=OFF")
        base.execute(_TABLE)
        base.execute("DELETE FROM runs WHERE used < ?", (int(time.time()) - _KEPT_FOR,))
        base.commit()
        return base

    def get(self, key: str) -> TestRun | None:
        """The run that is remembered under this key."""
        with contextlib.suppress(ValueError, KeyError, TypeError):
            if value := self.recall(key):
                cases = tuple(TestCase(*case) for case in value["cases"])
                covered = tuple((path, tuple(lines)) for path, lines in value["covered"])
                return TestRun(cases, value["seconds"], "", covered)
        return None

    def put(self, key: str, run: TestRun) -> None:
        """Remember a run that came to its end."""
        if not run.broken:
            cases = [[c.name, c.outcome, c.message] for c in run.cases]
            self.remember(key, {"cases": cases, "seconds": run.seconds, "covered": run.covered})

    def recall(self, key: str) -> Any:
        """What JSON is remembered under this key; None for nothing."""
        with self._lock, contextlib.suppress(sqlite3.Error, ValueError):
            row = self._base.execute("SELECT run FROM runs WHERE key = ?", (key,)).fetchone()
            return json.loads(row[0]) if row else None

    def remember(self, key: str, value: Any) -> None:
        """Remember what can be said in JSON."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            row = (key, json.dumps(value), int(time.time()))
            self._base.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", row)
            self._base.commit()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()
