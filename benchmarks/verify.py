"""How long it takes to prove a fixture, and whether it comes out the same every time.

    python benchmarks/verify.py [FIXTURE] [REPEATS]

Prints seconds (median), test runs, runs per second, and how many of the repeats made identical claims.
"""

from __future__ import annotations

import statistics
import sys

from harness.adapters.fixtures import find_fixture
from harness.steps.authoring.verify import verify


def main() -> None:
    """Verify a fixture several times and compare the outcomes."""
    name = sys.argv[1] if len(sys.argv) > 1 else "token-bucket"
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    outcomes = [verify(find_fixture(name)) for _ in range(repeats)]
    seconds = statistics.median(o.seconds for o in outcomes)
    same = sum(o.checks == outcomes[0].checks for o in outcomes)
    proven = "proven" if outcomes[0].proven else "NOT proven"
    print(
        f"{name}: {proven}, {outcomes[0].runs} test runs, {seconds:.1f} s (median), {outcomes[0].runs / seconds:.1f} runs/s"
    )
    print(f"identical outcomes: {same} of {repeats}")


if __name__ == "__main__":
    main()
