"""What deserves a second look about an issue that was just planted, said while its author still has it in mind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.adapters.fixtures import check_fixture
from harness.domain.fixture import Fixture
from harness.steps.authoring.judgement.subject import Subject
from harness.steps.authoring.judgement.told_apart import told_apart


def second_looks(folder: Path, issue_id: str) -> str:
    """A line for each doubt about the issue, none where there is none: what the fixture refuses about it, issues that it
    can never meet, and where the matcher will hardly tell it from another one or has too little to go by."""
    fixture, faults = check_fixture(folder)
    if fixture is None:
        found = [f"{fault.what} {fault.remedy}".strip() for fault in faults if issue_id in fault.what]
    else:
        found = [*_same_class(fixture, issue_id), *_matcher(fixture, issue_id)]
    return "".join(f"\nNote: {what}" for what in found)


def _same_class(fixture: Fixture, issue_id: str) -> Iterator[str]:
    issue = fixture.key.issue(issue_id)
    same = [i.id for i in fixture.key.issues if issue and i is not issue and i.defect_class == issue.defect_class]
    if same:
        yield f"{issue_id} never stands beside {', '.join(same)}, since no class is planted twice in a variant."


def _matcher(fixture: Fixture, issue_id: str) -> Iterator[str]:
    for fault in told_apart(Subject.of(fixture)):
        if issue_id in fault.what.split():
            yield f"{fault.what}. {fault.remedy}"
