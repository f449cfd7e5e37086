"""G7 in the diff: whoever reads the diff has the mistake before their eyes."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.diff import LineRange, changes_between
from harness.domain.edit import Tree
from harness.domain.fixture import Fixture
from harness.domain.issue import Place
from harness.domain.verification import Check, Gate
from harness.planting.compose import places_between
from harness.planting.forms import planted
from harness.steps.authoring.bench import Bench
from harness.steps.authoring.gates.claims import Plan

_CONTEXT = 3


def in_the_diff(fixture: Fixture, bench: Bench) -> list[Plan]:
    """The lines of each issue fall in hunks of the pull request in which it is planted.

    Where planting takes back all that the change did to a place, the diff shows nothing there. Other places of an issue may
    stand anywhere: the packet holds the unchanged files too.
    """

    def plan() -> Iterable[Check]:
        for issue in fixture.key.issues:
            head = planted(fixture, (issue,))
            own = places_between(fixture.clean_head, head, {edit.path for edit in issue.edits})
            outside = [str(place) for place in own if not _shown(fixture.base, head, place)]
            reason = f"the diff does not show {', '.join(outside)}" if outside else ""
            yield Check(Gate.IN_THE_DIFF, issue.id, "its lines can be seen in the diff", not outside, reason)

    return [plan]


def _shown(base: Tree, head: Tree, place: Place) -> bool:
    before = base.get(place.path, b"").decode("utf-8", "replace").split("\n")
    after = head[place.path].decode("utf-8", "replace").split("\n")
    return any(
        place.lines.overlaps(LineRange(max(c.head_start - _CONTEXT, 1), max(c.head_end - 1 + _CONTEXT, 1)))
        for c in changes_between(before, after)
    )
