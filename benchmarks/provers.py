"""How often each prover is right in fresh processes, at rest and with every core busy, and how long it takes.

    python benchmarks/provers.py [REPEATS] [--loaded]

Each repeat is a new interpreter that runs one case on its buggy or its fixed subject. `--loaded` keeps as many processes busy
as there are cores meanwhile.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
_ONE = """
import sys, time
sys.path[:0] = [{tests!r}, {root!r}]
from proofs.cases import CASES
began = time.perf_counter()
found = CASES[{name!r}]({buggy})
print(found, (time.perf_counter() - began) * 1000)
"""


def once(name: str, buggy: bool) -> tuple[bool, float]:
    """One case in a fresh process: whether it was right, and its milliseconds."""
    code = _ONE.format(tests=str(TESTS), root=str(TESTS.parent), name=name, buggy=buggy)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    found, _, took = done.stdout.partition(" ")
    return found == str(buggy), float(took or "nan")


def main() -> None:
    """Run every case on both subjects and print a row for each."""
    sys.path[:0] = [str(TESTS)]
    from proofs.cases import CASES

    repeats = next((int(a) for a in sys.argv[1:] if a.isdigit()), 100)
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(_cores())]
    try:
        right = 0
        for name in CASES:
            rows = {buggy: [once(name, buggy) for _ in range(repeats)] for buggy in (True, False)}
            counts = {buggy: sum(ok for ok, _ in row) for buggy, row in rows.items()}
            times = {buggy: statistics.median(took for _, took in row) for buggy, row in rows.items()}
            right += sum(counts.values())
            print(
                f"{name:18} buggy {counts[True]}/{repeats} {times[True]:7.1f} ms   "
                f"fixed {counts[False]}/{repeats} {times[False]:7.1f} ms"
            )
        print(f"right: {right} of {2 * repeats * len(CASES)}")
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if "--loaded" in sys.argv else 0


if __name__ == "__main__":
    main()
