"""What the matcher will have trouble with: issues that it can hardly tell apart, and sentences that say too little."""

from __future__ import annotations

from collections.abc import Iterator

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.fault import Fault, Weight
from harness.domain.match import IssueText
from harness.steps.authoring.judgement.subject import Subject
from harness.steps.matching.alike import doubts


def told_apart(subject: Subject) -> Iterator[Fault]:
    """A hint for each doubt of the matcher about the key."""
    issues = [
        IssueText(
            i.id, i.defect_class, i.severity.value, i.title, i.mechanism, i.trigger, i.consequence, i.remedy,
            i.wordings, i.near_misses,
        )
        for i in subject.fixture.key.issues
        if "TODO" not in i.title + i.mechanism
    ]  # fmt: skip
    for doubt in doubts(issues, load_classes(rubrics_dir())):
        yield subject.at_entry(doubt.issue, doubt.what, doubt.remedy, Weight.HINT)
