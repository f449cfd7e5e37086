"""How many operator suggestions survive the visible tests of each shipped fixture, and how long one planting takes.

    python benchmarks/operators.py [SLUG ...]

Runs are not remembered from earlier times. Planting is timed alone, best of three passes.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from harness.adapters.fixtures import load_fixture
from harness.adapters.locations import fixtures_dir
from harness.domain.suggestion import Fate, Suggestion
from harness.operators.catalogue import OPERATORS
from harness.operators.planting import plantings
from harness.steps.authoring.suggest import Wanted, suggest


def main(slugs: list[str]) -> None:
    """Print one line for each fixture, and one for all of them by class."""
    folders = sorted(p.parent for p in fixtures_dir().glob("*/pr.yaml"))
    everything: list[Suggestion] = []
    for folder in folders:
        if slugs and folder.name not in slugs:
            continue
        began = time.perf_counter()
        found = suggest(folder, Wanted())
        seconds = time.perf_counter() - began
        hidden = sum(s.fate is Fate.HIDDEN for s in found)
        print(
            f"{folder.name}: {len(found)} places, {hidden} hidden ({hidden / max(len(found), 1):.0%}), "
            f"{sum(s.fate is Fate.UNTESTED for s in found)} come to by no test, "
            f"{sum(s.fate is Fate.BROKEN for s in found)} without outcome; {seconds:.1f} s; "
            f"{_per_planting(folder):.0f} ms a planting"
        )
        everything += found
    classes = Counter(s.defect_class for s in everything)
    hidden_of = Counter(s.defect_class for s in everything if s.fate is Fate.HIDDEN)
    print(
        f"all: {sum(hidden_of.values())} of {len(everything)} hidden; {len({s.operator for s in everything})} operators fit"
    )
    print("hidden by class: " + ", ".join(f"{c} {hidden_of[c]}/{n}" for c, n in sorted(classes.items())))


def _per_planting(folder) -> float:  # type: ignore[no-untyped-def]
    fixture = load_fixture(folder)
    head = fixture.clean_head
    paths = [p for p in sorted(head) if p.endswith(".py") and fixture.base.get(p) != head[p] and "tests" not in p]
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        many = sum(1 for _ in plantings(head, OPERATORS, paths))
        best = min(best, (time.perf_counter() - began) / max(many, 1))
    return best * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
