"""What an event costs in the session log, against a plain write with fsync for each, side by side in one run.

    python benchmarks/event_log.py [EVENTS] [FOLDER]

Needs the harness installed, or PYTHONPATH=. in front. Prints latencies of `append` with and without the thread that syncs, bytes for each event, and how quickly a log is read.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from harness.adapters.clock import Clock
from harness.adapters.event_log import EventLog, Header, read_log
from harness.adapters.log_lines import START, encode
from harness.domain.event import DraftChanged, payload_of

HEADER = Header(1, "0" * 16, "benchmark", "1", "0" * 64, "0", "2026-01-01T00:00:00.000Z")
EVENT = DraftChanged("d1", 12, 0, "w")
READ = 100_000


def latencies(append: Callable[[], object], many: int) -> list[float]:
    """Sorted seconds of so many calls."""
    seconds = []
    for _ in range(many):
        start = time.perf_counter()
        append()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)


@contextmanager
def a_log(path: Path, syncing: bool) -> Iterator[EventLog]:
    """A log, whose thread syncs for real or not at all."""
    log = EventLog.create(path, HEADER, Clock())
    if not syncing:
        log._sync_file = lambda descriptor: None
    yield log
    log.close()


def plain(path: Path, many: int) -> list[float]:
    """The same event as bare JSON, with write and fsync each time."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def append() -> None:
        os.write(descriptor, json.dumps({"kind": EVENT.kind, "data": payload_of(EVENT)}).encode() + b"\n")
        os.fsync(descriptor)

    try:
        return latencies(append, many)
    finally:
        os.close(descriptor)


def show(name: str, seconds: list[float]) -> None:
    """One row: median, 99th of a hundred, worst."""
    p50, p99 = seconds[len(seconds) // 2], seconds[len(seconds) * 99 // 100]
    print(f"{name:34} p50 {p50 * 1e6:8.0f} µs   p99 {p99 * 1e6:8.0f} µs   max {seconds[-1] * 1e3:8.2f} ms")


def write_long_log(path: Path) -> None:
    """A log of `READ` events, without the cost of appending them one by one."""
    line, chain = encode({"kind": "session", **asdict(HEADER)}, START)
    with path.open("wb") as file:
        file.write(line)
        for seq in range(1, READ + 1):
            value = {"seq": seq, "at": HEADER.created, "mono": seq / 10, "run": 1, "kind": EVENT.kind}
            line, chain = encode(value | {"data": payload_of(EVENT)}, chain)
            file.write(line)


def main() -> None:
    """Print the comparison."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as name:
        folder = Path(name)
        with a_log(folder / "synced.log", True) as log:
            before = log.path.stat().st_size
            show("append, thread syncing", latencies(lambda: log.append(EVENT), many))
            size = (log.path.stat().st_size - before) / many
        with a_log(folder / "unsynced.log", False) as log:
            show("append, nothing synced", latencies(lambda: log.append(EVENT), many))
        show("plain JSON, fsync for each", plain(folder / "plain", many))
        write_long_log(folder / "long.log")
        start = time.perf_counter()
        assert len(read_log(folder / "long.log").records) == READ
        print(f"{size:.0f} bytes for an event; {READ:,} events read in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
