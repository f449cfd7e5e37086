"""How long the command line takes to say something, against an interpreter that does nothing.

    python benchmarks/startup.py [RUNS]

Runs the two alternately and prints the medians and the median of the ratios.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time


def seconds(*arguments: str) -> float:
    """Wall seconds of one interpreter with these arguments."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the comparison."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    pairs = [(seconds("-c", "pass"), seconds("-m", "harness", "--help")) for _ in range(runs)]
    bare, help_ = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(h / b for b, h in pairs)
    print(f"python -c pass      {bare * 1000:7.1f} ms")
    print(f"harness --help      {help_ * 1000:7.1f} ms   {ratio:.1f} times as long   (medians of {runs} pairs)")


if __name__ == "__main__":
    main()
