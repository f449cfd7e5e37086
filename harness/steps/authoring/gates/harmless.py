"""G9 decoys proven, G10 blemishes neutral: what looks wrong and is right, and what looks wrong and does no harm."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.edit import edit_tree
from harness.domain.fixture import Fixture
from harness.domain.issue import Decoy
from harness.domain.verification import Check, Gate
from harness.steps.authoring.bench import Bench
from harness.steps.authoring.gates.claims import Plan, green, tree_plan


def decoys(fixture: Fixture, bench: Bench) -> list[Plan]:
    """The test that a decoy names is green as it stands, and red under the naive correction."""
    return [_decoy(fixture, bench, decoy) for decoy in fixture.key.decoys]


def _decoy(fixture: Fixture, bench: Bench, decoy: Decoy) -> Plan:
    before = bench.visible(edit_tree(fixture.clean_head, decoy.edits), (decoy.breaks,))
    after = bench.visible(edit_tree(fixture.clean_head, (*decoy.edits, *decoy.naive)), (decoy.breaks,))

    def plan() -> Iterable[Check]:
        yield green(Gate.DECOYS_PROVEN, decoy.id, f"{decoy.breaks} green as it stands", before.result())
        run = after.result()
        holds = not run.broken and bool(run.red)
        reason = "" if holds else run.broken or "the test stays green under the naive correction"
        yield Check(Gate.DECOYS_PROVEN, decoy.id, f"{decoy.breaks} red under the naive correction", holds, reason)

    return plan


def blemishes(fixture: Fixture, bench: Bench) -> list[Plan]:
    """With a blemish every test and every proof says what it says without."""
    trees = ((b.id, edit_tree(fixture.clean_head, b.edits)) for b in fixture.key.blemishes)
    return [tree_plan(Gate.BLEMISHES_NEUTRAL, fixture, bench, name, tree) for name, tree in trees]
