"""G7 in the diff: whoever reads the diff has the mistake, and every other place to speak of it, before their eyes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.domain.diff import LineRange, changes_between
from harness.domain.edit import Tree
from harness.domain.fixture import Fixture
from harness.domain.issue import Place, PlantedIssue
from harness.domain.places import resolve
from harness.domain.verification import Check, Gate
from harness.planting.compose import places_between
from harness.planting.forms import planted
from harness.steps.authoring.bench import Bench
from harness.steps.authoring.gates.claims import Plan

_CONTEXT = 3


def in_the_diff(fixture: Fixture, bench: Bench) -> list[Plan]:
    """The lines of each issue fall in hunks of the pull request, and its other places in files that belong to it."""

    def plan() -> Iterable[Check]:
        for issue in fixture.key.issues:
            outside = list(_outside(fixture, issue))
            reason = f"not to be seen in the diff: {', '.join(outside)}" if outside else ""
            yield Check(Gate.IN_THE_DIFF, issue.id, "every place can be seen in the diff", not outside, reason)

    return [plan]


def _outside(fixture: Fixture, issue: PlantedIssue) -> Iterator[str]:
    head = planted(fixture, (issue,))
    own = places_between(fixture.clean_head, head, {edit.path for edit in issue.edits})
    yield from (str(place) for place in own if not _shown(fixture.base, head, place))
    for name in issue.also_at:
        place = resolve(name, head)
        # Whole files travel in the packet, so a place in a changed file can be read and commented on.
        if place and fixture.base.get(place.path) == head[place.path]:
            yield str(place)


def _shown(base: Tree, head: Tree, place: Place) -> bool:
    before = base.get(place.path, b"").decode("utf-8", "replace").split("\n")
    after = head[place.path].decode("utf-8", "replace").split("\n")
    return any(
        place.lines.overlaps(LineRange(max(c.head_start - _CONTEXT, 1), max(c.head_end - 1 + _CONTEXT, 1)))
        for c in changes_between(before, after)
    )
