"""Where the issues stand, which may meet, and how much there is to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harness.domain.fault import Fault, Weight
from harness.domain.issue import PlantedIssue
from harness.planting.forms import balanced_forms
from harness.steps.authoring.judgement.subject import Subject

FEWEST_ADDED, MOST_ADDED = 120, 300
_SHORT = 20
"""Minutes below which an exercise may be smaller."""
_CROWDED = 0.6
_WORTH = 20
"""New lines from which on a file is worth an issue."""
_FEWEST_FORMS = 4

_MINUTES_A_LINE = 0.2
"""Reviewers in an experiment took 37 minutes for 164 lines (median)."""
_MINUTES_A_TEST_LINE, _MINUTES_A_KNOWN_LINE, _WORDS_A_MINUTE = 0.05, 0.02, 200


def balance(subject: Subject) -> Iterator[Fault]:
    """Issues crowded in one file or at its end, too few forms, a change too small or too large for its time."""
    yield from _crowded(subject)
    yield from _classes(subject)
    yield from _forms(subject)
    yield from _size(subject)
    yield from _reading_time(subject)


def _crowded(subject: Subject) -> Iterator[Fault]:
    """Most readers look longest at the first file: what stands in one file alone is found together or missed together."""
    sources = [path for path, lines in subject.brought.items() if subject.is_source(path) and len(lines) >= _WORTH]
    placed = Counter(edit.path for issue in subject.fixture.key.issues for edit in issue.edits[:1])
    total = sum(placed.values())
    if len(sources) < 2 or total < 3:
        return
    path, many = placed.most_common(1)[0]
    if many > _CROWDED * total:
        remedy = "Spread them; who tires before that file, or likes it best, is not measured fairly."
        place = "the last file, " if path == max(sources) else ""
        yield subject.at_brief(f"{many} of {total} issues stand in {place}{path}", remedy, Weight.WARNING)
    for source in (source for source in sources if not any(source in _files(i) for i in subject.fixture.key.issues)):
        what = f"no issue stands in {source}, of which {len(subject.brought[source])} lines are new"
        yield subject.at_brief(what, "Plant something there, or make it smaller.", Weight.HINT)


def _files(issue: PlantedIssue) -> set[str]:
    return {edit.path for edit in issue.edits} | {place.path for place in issue.also_at}


def _classes(subject: Subject) -> Iterator[Fault]:
    issues = subject.fixture.key.issues
    for number, issue in enumerate(issues):
        before = [other.id for other in issues[:number] if other.defect_class == issue.defect_class]
        if before:
            what = f"{issue.id} is of the class {issue.defect_class}, as {before[0]} is, so they never stand in one variant"
            yield subject.at_entry(
                issue.id, what, "Give one another class if it fits; noticing one helps find the other.", Weight.HINT
            )


def _forms(subject: Subject) -> Iterator[Fault]:
    key = subject.fixture.key
    if not key.issues or key.issue_count is None:
        return
    balanced = balanced_forms(subject.fixture)
    forms = len(balanced.forms)
    remedy = "Plant more, of other classes and in other places, or let a seed plant fewer."
    if balanced.count < key.issue_count:
        what = f"a seed should plant {key.issue_count} issues, and so many cannot stand in one variant"
        yield subject.at_brief(what, remedy, Weight.WARNING)
    elif forms < _FEWEST_FORMS and not key.public:
        what = f"only {forms} equally hard form{'s' if forms > 1 else ''} of {key.issue_count} issues can be made"
        yield subject.at_brief(what, remedy + " A leaked answer is worth much here.", Weight.HINT)


def _size(subject: Subject) -> Iterator[Fault]:
    added = sum(len(lines) for path, lines in subject.brought.items() if subject.is_source(path))
    if added > MOST_ADDED:
        what = f"the pull request adds {added} lines of source; people tire beyond {MOST_ADDED}"
        yield subject.at_brief(what, "Leave out what no issue needs.", Weight.WARNING)
    elif added < FEWEST_ADDED and subject.fixture.brief.minutes >= _SHORT:
        what = f"the pull request adds {added} lines of source; below {FEWEST_ADDED} there is little to hide in"
        yield subject.at_brief(what, "Let it do a little more, or suggest fewer minutes.", Weight.HINT)


def reading_minutes(subject: Subject) -> float:
    """About how long an attentive review takes, from what there is to read."""
    added = tests = known = 0
    for path, lines in subject.brought.items():
        if subject.is_source(path):
            added += len(lines)
            known += subject.fixture.clean_head[path].count(b"\n") - len(lines)
        else:
            tests += len(lines)
    words = sum(len(line.text.split()) for line in subject.prose_lines())
    code = added * _MINUTES_A_LINE + tests * _MINUTES_A_TEST_LINE + max(known, 0) * _MINUTES_A_KNOWN_LINE
    return code + words / _WORDS_A_MINUTE


def _reading_time(subject: Subject) -> Iterator[Fault]:
    needed, given = reading_minutes(subject), subject.fixture.brief.minutes
    counted = "1 minute" if round(needed) == 1 else f"{needed:.0f} minutes"
    what = f"there is about {counted} to review, and pr.yaml suggests {given}"
    if needed > 1.5 * given:
        yield subject.at_brief(what, "Suggest more minutes, or give people less to read.", Weight.WARNING)
    elif needed < 0.4 * given:
        yield subject.at_brief(what, "Suggest fewer minutes.", Weight.HINT)
