"""G3 steady: the same verdict every time, in fresh processes with other hash seeds, memory layouts and orders."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.verification import Check, Gate
from harness.steps.authoring.bench import Bench

ENOUGH = 20
"""So many runs of each are asked for before a fixture counts as steady."""


def steady(bench: Bench, repeats: int) -> Iterator[Check]:
    """Repeat every run until there are `repeats` of each, and say which did not end alike."""
    differing: dict[str, str] = {}
    count = 0
    for number in range(1, repeats):
        pairs = bench.repeat(number)
        count = len(pairs)
        for name, first, again in pairs:
            if first.verdict != again.verdict:
                differing.setdefault(name, f"time {number + 1} of {repeats}: {again.verdict}, before: {first.verdict}")
    for name, reason in differing.items():
        yield Check(Gate.STEADY, name, f"identical {repeats} times", False, f"flaky, {reason}")
    same = count - len(differing)
    shown = f"{same} of {count} runs identical {repeats} times" if repeats > 1 else ""
    enough = repeats >= ENOUGH
    if not differing:
        reason = "" if enough else f"{ENOUGH} times are asked for: use --repeat {ENOUGH}"
        yield Check(Gate.STEADY, "all runs", f"identical {ENOUGH} times", True if enough else None, reason, shown)
