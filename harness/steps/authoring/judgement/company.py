"""What two issues leave behind together and neither alone: each takes one of the last two uses of a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations

from harness.domain.edit import edit_tree
from harness.domain.fault import Fault, Weight
from harness.planting.admissible import why_apart
from harness.planting.residue import new_residue
from harness.steps.authoring.judgement.subject import Subject


def company(subject: Subject) -> Iterator[Fault]:
    """A warning for each pair that may meet and then leaves a name that nobody reads, or a text about what is gone."""
    with suppress(SyntaxError):  # a file that this Python cannot parse: nothing can be said of any
        yield from _pairs(subject)


def _pairs(subject: Subject) -> Iterator[Fault]:
    clean, issues = subject.fixture.clean_head, subject.fixture.key.issues
    alone = {issue.id: set(new_residue(clean, edit_tree(clean, issue.edits))) for issue in issues}
    for one, other in combinations(issues, 2):
        if why_apart(one, other) is not None or not {e.path for e in one.edits} & {e.path for e in other.edits}:
            continue
        together = set(new_residue(clean, edit_tree(clean, (*one.edits, *other.edits))))
        for said in sorted(together - alone[one.id] - alone[other.id]):
            what = f"{one.id} and {other.id} together leave a trace: {said}"
            remedy = "Let one of them keep a use, or name each in the other's `excludes`."
            yield subject.at_entry(other.id, what, remedy, Weight.WARNING)
