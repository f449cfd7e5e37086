"""Entries of the key that are too thin for people or for the matcher to work with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.fault import Fault, Weight
from harness.domain.issue import PlantedIssue
from harness.steps.authoring.judgement.subject import Subject

_FEWEST_WORDINGS = 3
_INFORMAL = re.compile(
    r"\?|\b\w+n't\b|\b(we|you|it|they|that|what|who)'(re|s|ll|d)\b|\b(we|you|who|what|why|how|when|if|so|just)\b", re.I
)


def thin_entries(subject: Subject) -> Iterator[Fault]:
    """TODO left in, no reason why the tests miss it, no informal wordings, no near misses, one fix where two are needed."""
    for finding in subject.fixture.key.findings:
        if any(
            "TODO" in text
            for text in (finding.title, finding.mechanism, finding.trigger, finding.consequence, finding.remedy)
        ):
            what = f"the finding {finding.id} still has TODO to fill in"
            yield subject.at_entry(finding.id, what, "Write the sentences.", Weight.WARNING)
    for issue in subject.fixture.key.issues:
        fields = (issue.title, issue.mechanism, issue.trigger, issue.consequence, issue.remedy, issue.hidden_because)
        if any("TODO" in text for text in fields):
            yield subject.at_entry(
                issue.id, f"{issue.id} still has TODO to fill in", "Write the sentences.", Weight.WARNING
            )
            continue
        for what, remedy in _thin(issue):
            yield subject.at_entry(issue.id, what, remedy, Weight.HINT)


def _thin(issue: PlantedIssue) -> Iterator[tuple[str, str]]:
    many = len(issue.wordings)
    if many < _FEWEST_WORDINGS:
        plural = "wording" if many == 1 else "wordings"
        yield f"{issue.id} has {many or 'no'} {plural}", "Add how people would say it; the matcher reads them."
    elif not any(_is_informal(wording) for wording in issue.wordings):
        yield (
            f"every wording of {issue.id} is a formal one",
            "Add how somebody would say it across the desk, or ask it: half of all good remarks are questions.",
        )
    if not issue.hidden_because:
        yield f"{issue.id} does not say why the tests miss it", "Add `hidden_because`."
    if not issue.near_misses:
        yield f"{issue.id} has no near misses", "Add what people say at this place that is not it."


def _is_informal(wording: str) -> bool:
    return wording[:1].islower() or bool(_INFORMAL.search(wording))
