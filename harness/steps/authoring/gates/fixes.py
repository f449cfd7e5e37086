"""G8 fix-neutral: a proof asks for a behaviour, so more than one way to get it must turn it green."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.edit import edit_tree
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.domain.verification import Check, Gate
from harness.planting.forms import planted
from harness.steps.authoring.bench import Bench
from harness.steps.authoring.gates.claims import Plan, green

ENOUGH = 2
_GATE = Gate.FIX_NEUTRAL


def fix_neutral(fixture: Fixture, bench: Bench) -> list[Plan]:
    """At least two fixes of each issue, none of them the clean head again, turn its proof green and leave the rest so."""
    return [_issue(fixture, bench, issue) for issue in fixture.key.issues]


def _issue(fixture: Fixture, bench: Bench, issue: PlantedIssue) -> Plan:
    with_it = planted(fixture, (issue,))
    trees = [edit_tree(with_it, fix.edits) for fix in issue.mended]
    runs = [
        (fix.name, bench.proof(tree, issue), bench.visible(tree)) for fix, tree in zip(issue.mended, trees, strict=True)
    ]
    names = [fix.name for fix in issue.mended]
    same = [
        f"{name} is the clean head again"
        if tree == fixture.clean_head
        else f"{name} is {names[trees.index(tree)]} again"
        for n, (name, tree) in enumerate(zip(names, trees, strict=True))
        if tree == fixture.clean_head or tree in trees[:n]
    ]
    different = len(trees) - len(same)

    def plan() -> Iterable[Check]:
        what = f"at least {ENOUGH} different fixes besides the clean head"
        enough = different >= ENOUGH
        reason = "" if enough else _missing(issue.id, names, same, different)
        yield Check(_GATE, issue.id, what, enough, reason)
        for name, proof, visible in runs:
            yield green(_GATE, issue.id, f"proof green with {name}", proof.result())
            yield green(_GATE, issue.id, f"visible tests green with {name}", visible.result())

    return plan


def _missing(issue_id: str, names: list[str], same: list[str], different: int) -> str:
    """How many fixes there are, which of them do not count and why, and which file to write next."""
    taken = {int(name.split(".")[-2]) for name in names}
    free = next(number for number in range(1, len(taken) + 2) if number not in taken)
    why = "".join(f"; {what}, which shows nothing new" for what in same)
    return f"there {'is' if different == 1 else 'are'} {different}{why}. `harness fix` or key/fixes/{issue_id}.{free}.patch adds one"
