"""G1 clean, G2 real and hidden, G4 composed: what the proofs say of the clean head, of each issue alone and in company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.domain.verification import Check, Gate
from harness.planting.admissible import admissible_sets, why_apart
from harness.planting.compose import compose
from harness.planting.forms import balanced_forms, planted
from harness.steps.authoring.bench import Bench
from harness.steps.authoring.gates.claims import Plan, tree_plan


def clean(fixture: Fixture, bench: Bench) -> list[Plan]:
    """The clean head passes the visible tests and every proof."""
    return [tree_plan(Gate.CLEAN, fixture, bench, "clean head", fixture.clean_head)]


def real_and_hidden(fixture: Fixture, bench: Bench) -> list[Plan]:
    """Each issue alone: its proof is red for the declared reason, everything else green."""
    if not fixture.key.issues:
        nothing = "nothing is planted yet; `harness plant` does that"
        return [lambda: [Check(Gate.REAL_AND_HIDDEN, "key", "an issue is planted", None, nothing)]]
    return [_planted(Gate.REAL_AND_HIDDEN, fixture, bench, (issue,)) for issue in fixture.key.issues]


def composed(fixture: Fixture, bench: Bench) -> list[Plan]:
    """Every pair, every largest set that may meet, and every form with all that comes with it when it is issued: the
    proofs that are red are exactly those of what is planted."""
    key = fixture.key
    sets: list[Sequence[PlantedIssue]] = [p for p in combinations(key.issues, 2) if why_apart(*p) is None]
    sets += [[i for i in key.issues if i.id in ids] for ids in _largest_sets(fixture) if len(ids) > 2]
    return [_planted(Gate.COMPOSED, fixture, bench, issues) for issues in sets] + _forms(fixture, bench)


def full_sets(fixture: Fixture, bench: Bench) -> list[Plan]:
    """Only some of the largest sets that may meet, so many that each issue stands in one of them."""
    left = {issue.id for issue in fixture.key.issues}
    plans = []
    for ids in _largest_sets(fixture):
        if len(ids) > 1 and left & {*ids}:
            left -= {*ids}
            issues = [issue for issue in fixture.key.issues if issue.id in ids]
            plans.append(_planted(Gate.COMPOSED, fixture, bench, issues))
    return plans


def _forms(fixture: Fixture, bench: Bench) -> list[Plan]:
    """Each form with its decoys and with every blemish that can stand beside it; what is issued holds some of these."""
    crowded = replace(fixture, key=replace(fixture.key, blemish_count=None))
    plans = []
    for form in balanced_forms(fixture).forms:
        head = compose(crowded, "", form.issues).head
        subject = f"form {' + '.join(form.issues)}"
        plans.append(tree_plan(Gate.COMPOSED, fixture, bench, subject, head, frozenset(form.issues)))
    return plans


def _planted(gate: Gate, fixture: Fixture, bench: Bench, issues: Sequence[PlantedIssue]) -> Plan:
    tree = planted(fixture, issues)
    subject = " + ".join(issue.id for issue in issues)
    return tree_plan(gate, fixture, bench, subject, tree, frozenset(issue.id for issue in issues))


def _largest_sets(fixture: Fixture) -> list[tuple[str, ...]]:
    """Every admissible set that no other admissible set contains."""
    found: list[tuple[str, ...]] = []
    for count in range(len(fixture.key.issues), 0, -1):
        for ids in admissible_sets(fixture, count):
            if not any(set(ids) <= set(larger) for larger in found):
                found.append(ids)
    return found
