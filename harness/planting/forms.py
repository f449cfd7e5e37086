"""Forms: the sets of planted issues that make one fixture equally hard, whoever gets which.

Measured in experiments with reviewers: defects that need two places are harder, what was left out is found less often than
what was written wrong, and the last file is read with less care. So all forms of a fixture hold the same number of
each, the sum of their difficulties lies in a narrow band, and no file holds them all.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from harness.domain.edit import Tree, edit_tree
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.planting.admissible import admissible_sets, is_source

BAND = 1
"""How far a form's difficulty may lie from the median of all."""


@dataclass(frozen=True, slots=True)
class Form:
    """A set of issues in order of id, with what makes it comparable to others."""

    issues: tuple[str, ...]
    omissions: int
    delocalised: int
    difficulty: int
    files: tuple[str, ...]
    """The source files that the issues change."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a fixture that may be issued, and what they have in common."""

    count: int
    forms: tuple[Form, ...]
    considered: int
    """Admissible sets of that size, before balancing."""
    omissions: int = 0
    delocalised: int = 0
    difficulty: tuple[int, int] = (0, 0)


def difficulty_of(issue: PlantedIssue) -> int:
    """The author's guess from 1 to 5; without one 2, and one more for an omission and for a defect in two places."""
    if issue.difficulty is not None:
        return issue.difficulty
    return 2 + ("omission" in issue.tags) + ("delocalised" in issue.tags)


def balanced_forms(fixture: Fixture) -> Forms:
    """All forms of a fixture: no two issues of a class, equally many omissions and delocalised issues, difficulties in a
    band, and more than one source file touched where the fixture allows that."""
    issues = {issue.id: issue for issue in fixture.key.issues}
    wanted = len(issues) if fixture.key.issue_count is None else fixture.key.issue_count
    for count in range(min(wanted, len(issues)), 0, -1):
        sets = admissible_sets(fixture, count)
        if sets:
            return _balanced(count, [_form([issues[i] for i in ids]) for ids in sets])
    return Forms(0, (), 0)


def _form(issues: list[PlantedIssue]) -> Form:
    return Form(
        tuple(issue.id for issue in issues),
        sum("omission" in issue.tags for issue in issues),
        sum("delocalised" in issue.tags for issue in issues),
        sum(map(difficulty_of, issues)),
        tuple(sorted({edit.path for issue in issues for edit in issue.edits if is_source(edit.path)})),
    )


def planted(fixture: Fixture, issues: Iterable[PlantedIssue]) -> Tree:
    """The clean head with these issues and nothing else in it."""
    return edit_tree(fixture.clean_head, tuple(edit for issue in issues for edit in issue.edits))


def _balanced(count: int, all_forms: list[Form]) -> Forms:
    spread = [form for form in all_forms if len(form.files) > 1] or all_forms
    mixed = [form for form in spread if form.omissions and form.delocalised] or spread
    kinds = Counter((form.omissions, form.delocalised) for form in mixed)
    kind = min(kinds, key=lambda pair: (-kinds[pair], pair))
    alike = [form for form in mixed if (form.omissions, form.delocalised) == kind]
    middle = statistics.median_low([form.difficulty for form in alike])
    band = (middle - BAND, middle + BAND)
    chosen = tuple(form for form in alike if band[0] <= form.difficulty <= band[1])
    return Forms(count, chosen, len(all_forms), *kind, band)
