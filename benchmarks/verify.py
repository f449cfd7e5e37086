"""How long it takes to prove a fixture, cold and warm, and whether it comes out the same every time.

    python benchmarks/verify.py [FIXTURE] [REPEATS]

Prints seconds (median of the cold ones; one warm), test runs, runs per second, and how many of the repeats made identical claims.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from harness.adapters.fixtures import find_fixture
from harness.steps.authoring.verify import Options, verify


def main() -> None:
    """Verify a fixture several times and compare the outcomes."""
    name = sys.argv[1] if len(sys.argv) > 1 else "token-bucket"
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    folder = find_fixture(name)
    with tempfile.TemporaryDirectory() as place:
        options = Options(cache=Path(place) / "runs.sqlite", fresh=True)
        outcomes = [verify(folder, options) for _ in range(repeats)]
        warm = verify(folder, Options(cache=options.cache))
    first = outcomes[0]
    seconds = statistics.median(o.seconds for o in outcomes)
    print(f"{name}: {'every claim holds' if first.holds else 'NOT proven'}, {first.runs} test runs")
    print(f"cold: {seconds:.1f} s (median of {repeats}), {first.runs / seconds:.1f} runs/s")
    print(f"warm: {warm.seconds:.2f} s, {warm.remembered} of {warm.runs} runs remembered")
    print(f"identical outcomes: {sum(o.checks == first.checks for o in outcomes)} of {repeats}")


if __name__ == "__main__":
    main()
