"""How long a replay takes to open, how long a seek takes, and what it costs in memory, on a long review.

python benchmarks/replay.py [EVENTS]

Prints the time to read and to open the log, p50 and p99 of seeking to random events (state alone, then state and a
screen of 120x40 drawn), and the memory that the opened review takes.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from harness.adapters.event_log import FORMAT, Header, read_log
from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.log_lines import START, encode
from harness.adapters.packets import packet_bytes
from harness.domain import event as ev
from harness.domain.comment import Anchor
from harness.domain.diff import LineRange, Side
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.replay import Film

FIXTURE, SEED = "forecast-cache", "demo"
WORDS = (
    "who",
    "ever",
    "deletes",
    "from",
    "this",
    "dict",
    "every",
    "new",
    "place",
    "stays",
    "so",
    "it",
    "grows",
    "until",
)


def a_long_review(path: Path, events: int) -> None:
    """Write the log of somebody who types and scrolls without end: mostly keystrokes and lines on the screen."""
    pull_request = pull_request_of(compose(load_fixture(find_fixture(FIXTURE)), SEED))
    _, digest = packet_bytes(pull_request, FIXTURE, SEED)
    header = Header(FORMAT, "bench0001", FIXTURE, SEED, digest, "bench", "2026-01-01T00:00:00.000Z")
    line, chain = encode({"kind": "session", **asdict(header)}, START)
    with path.open("wb") as file:
        file.write(line)
        for seq, event in enumerate(_events([f.path for f in pull_request.files], events), 1):
            at = f"2026-01-01T{seq // 36000 % 24:02d}:{seq // 600 % 60:02d}:{seq // 10 % 60:02d}.{seq % 10}00Z"
            value = {"seq": seq, "at": at, "mono": seq / 10, "run": 1, "kind": event.kind, "data": ev.payload_of(event)}
            line, chain = encode(value, chain)
            file.write(line)


def _events(paths: list[str], count: int) -> Iterator[ev.Event]:
    chance = random.Random(7)
    yield ev.Opened("bench", 120, 40)
    yield ev.Started()
    made, sent = 0, 2
    while sent < count - 1:
        path, top = chance.choice(paths), chance.randint(1, 20)
        anchor = Anchor(path, Side.RIGHT, top + 5)
        burst: list[ev.Event] = [ev.FileViewed(path)]
        burst += [
            ev.LinesShown(path, LineRange(1, 9), LineRange(top + i, top + 30 + i), Side.RIGHT, top + i)
            for i in range(8)
        ]
        made += 1
        burst.append(ev.DraftOpened(f"d{made}", anchor))
        text = " ".join(chance.choices(WORDS, k=30))
        burst += [ev.DraftChanged(f"d{made}", i, 0, c) for i, c in enumerate(text)]
        if made <= 40:
            burst.append(ev.CommentAdded(f"c{made}", anchor, text, f"d{made}"))
        else:
            burst.append(ev.DraftDiscarded(f"d{made}"))
        burst = burst[: count - 1 - sent]
        sent += len(burst)
        yield from burst
    yield ev.Submitted()


def resident() -> float:
    """Resident memory now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def timed(call: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def spread(times: list[float]) -> str:
    """p50, p99 and the longest, in milliseconds."""
    ordered = sorted(times)
    return f"p50 {statistics.median(ordered):.1f} ms, p99 {ordered[int(len(ordered) * 0.99) - 1]:.1f} ms, max {ordered[-1]:.1f} ms"


async def on_the_screen(path: Path, rounds: int) -> tuple[float, list[float], list[float]]:
    """Milliseconds from the file to the first picture, and of seeks up to the picture: by the clock, and of processor."""
    from harness.apps.cli.opening import opening
    from harness.apps.tui.interviewer.app import ReplayApp
    from harness.steps.interview.assess import assess

    start = time.perf_counter()
    with opening(path):
        assessment = assess(path, FIXTURE)
    app = ReplayApp(assessment)
    chance = random.Random(3)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        opened = (time.perf_counter() - start) * 1000
        seeks, worked = [], []
        for _ in range(rounds):
            before, busy = time.perf_counter(), time.process_time()
            app.go_to_record(chance.randrange(len(app.records)))
            await pilot.pause()
            seeks.append((time.perf_counter() - before) * 1000)
            worked.append((time.process_time() - busy) * 1000)
    return opened, seeks, worked


def without_a_screen(path: Path, events: int) -> None:
    """Reading, snapshots and states, with what they hold in memory."""
    before, start = resident(), time.perf_counter()
    log = read_log(path)
    read = time.perf_counter() - start
    held = resident() - before
    print(f"read: {read:.2f} s, {held:.0f} MB held ({held * 1e6 / events:.0f} bytes an event)")
    start = time.perf_counter()
    film = Film(log.records)
    print(f"snapshots: {time.perf_counter() - start:.2f} s, {resident() - before - held:.0f} MB more")
    chance = random.Random(5)
    print(
        "seek, state alone:", spread([timed(lambda: film.state_after(chance.randrange(events))) for _ in range(2000)])
    )


def main() -> None:
    """Print the figures."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "long.session.jsonl"
        a_long_review(path, events)
        print(f"{events:,} events, {path.stat().st_size / 1e6:.1f} MB")
        without_a_screen(path, events)
        opened, drawn, worked = asyncio.run(on_the_screen(path, 200))
        print(f"file to first picture: {opened / 1000:.2f} s")
        print(f"seek, screen drawn: {spread(drawn)}")
        print(f"  of it processor time: {spread(worked)}")
        print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
