"""What may stand in one variant together."""

from __future__ import annotations

from itertools import combinations

from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue

_DOCUMENTS = (".md", ".rst", ".txt")


def admissible_sets(fixture: Fixture, count: int) -> tuple[tuple[str, ...], ...]:
    """Every set of `count` issues that may stand in one variant, as sorted ids in sorted order.

    No two of a class, none that excludes another, and no two whose edits overlap.
    """
    issues = sorted(fixture.key.issues, key=lambda issue: issue.id)
    apart = {(a.id, b.id) for a, b in combinations(issues, 2) if why_apart(a, b)}
    return tuple(
        ids
        for ids in combinations([i.id for i in issues], count)
        if not any(pair in apart for pair in combinations(ids, 2))
    )


def why_apart(one: PlantedIssue, other: PlantedIssue) -> str | None:
    """Why two issues cannot stand in one variant; None where they can."""
    if one.defect_class == other.defect_class:
        return f"both are of the class {one.defect_class}"
    if other.id in one.excludes or one.id in other.excludes:
        return "one excludes the other"
    for a in one.edits:
        for b in other.edits:
            if not a.meets(b):
                return f"both change {a.path} near line {max(a.start, b.start)}"
    return None


def is_test(path: str) -> bool:
    """Whether a file holds tests or belongs to them."""
    parts = path.split("/")
    return "tests" in parts[:-1] or parts[-1].startswith("test_")


def is_source(path: str) -> bool:
    """Whether a file is neither of the tests nor a document."""
    return not is_test(path) and not path.endswith(_DOCUMENTS)
