"""G0 filled in: what `harness plant` left to its author."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.domain.verification import Check, Gate
from harness.steps.authoring.bench import Bench
from harness.steps.authoring.gates.claims import Plan

_TODO = "TODO"


def filled_in(fixture: Fixture, bench: Bench) -> list[Plan]:
    """One row for each issue or finding in which something still says TODO; one for the whole key where nothing does."""

    def plan() -> Iterable[Check]:
        findings = [finding.as_issue() for finding in fixture.key.findings]
        rows = [(issue.id, unfilled(issue)) for issue in (*fixture.key.issues, *findings)]
        for name, fields in rows:
            if fields:
                reason = f"still to fill in: {', '.join(fields)}"
                yield Check(Gate.FILLED_IN, name, "everything is filled in", False, reason)
        if not any(fields for _, fields in rows):
            yield Check(Gate.FILLED_IN, "key", "everything is filled in", True)

    return [plan]


def unfilled(issue: PlantedIssue) -> list[str]:
    """The names of the fields that still say TODO."""
    fields = {
        "class": issue.defect_class,
        "title": issue.title,
        "mechanism": issue.mechanism,
        "trigger": issue.trigger,
        "consequence": issue.consequence,
        "remedy": issue.remedy,
        "proof.family": issue.proof.family,
        "proof.failure": issue.proof.failure,
        issue.proof.path: issue.proof.source,
        "hidden_because": issue.hidden_because,
    }
    return [name for name, text in fields.items() if _TODO in text]
