"""Words in what the candidate sees that point at what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.fault import Fault, Weight
from harness.domain.issue import PlantedIssue
from harness.steps.authoring.judgement.subject import Subject, VisibleLine

_MARKS = re.compile(
    r"\b(planted|seeded bug|FIXME|HACK|BUG|XXX|intentional(ly)?|deliberate(ly)? (wrong|broken)|vulnerab\w+)\b"
)
_DEFECTS = re.compile(
    r"\b(race condition|racy|not thread-?safe|data loss|memory leak|leak(s|ed|y)?|unbounded|off by one|deadlocks?"
    r"|never (evicted|freed|removed|closed)|no (lock|limit|timeout|time-out|eviction)|swallow(s|ed)?|flak(y|iness))\b",
    re.IGNORECASE,
)
_RUN = 8
"""So many words of the key in a row are no chance."""


def giveaways(subject: Subject) -> Iterator[Fault]:
    """Marks of a planter, names of issues and classes, sentences of the key, and planted lines that name their defect."""
    issues = subject.fixture.key.issues
    names = {name: issue.id for issue in issues for name in _names(issue)}
    runs = {run: issue.id for issue in issues for run in _runs(_sentences(issue))}
    for line in (*subject.code_lines(), *subject.prose_lines()):
        yield from _in_line(line, names, runs)
    for issue in issues:
        yield from _in_planted(subject, issue)


def _in_line(line: VisibleLine, names: dict[str, str], runs: dict[tuple[str, ...], str]) -> Iterator[Fault]:
    if found := _MARKS.search(line.text):
        yield _fault(line, found.start(), f"the word {found.group()!r} may give something away", "Say it differently.")
    lowered = line.text.lower()
    for name, issue in names.items():
        at = lowered.find(name)
        if at >= 0:
            yield _fault(
                line, at, f"{name!r} is how the key calls {issue}", "Use another word in one of the two places."
            )
    copied = next((runs[run] for run in _runs([line.text]) if run in runs), None)
    if copied:
        yield _fault(line, 0, f"this says what the key says of {copied}, word for word", "Say it differently.")


def _names(issue: PlantedIssue) -> Iterator[str]:
    """The id as an identifier or a file name would hold it, and the class; an id of one word may be any word."""
    if "-" in issue.id:
        yield issue.id
        yield issue.id.replace("-", "_")
    yield issue.defect_class


def _sentences(issue: PlantedIssue) -> list[str]:
    return [issue.title, issue.mechanism, issue.consequence, *issue.wordings]


def _runs(texts: list[str]) -> Iterator[tuple[str, ...]]:
    for text in texts:
        words = re.findall(r"[a-z0-9']+", text.lower())
        yield from (tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1))


def _in_planted(subject: Subject, issue: PlantedIssue) -> Iterator[Fault]:
    """A comment or a doc string that comes with the planting and says what is wrong."""
    for path, text in subject.planted_lines(issue):
        if text in subject.fixture.clean_head[path].decode("utf-8", "replace").split("\n"):
            continue
        found = _DEFECTS.search(text) or _MARKS.search(text)
        if found:
            what = f"planting {issue.id} brings {found.group()!r} into {path}: {text.strip()[:60]!r}"
            yield subject.at_entry(issue.id, what, "The planted line must not name its defect.", Weight.WARNING)


def _fault(line: VisibleLine, column: int, what: str, remedy: str) -> Fault:
    return Fault(line.place, line.number, column + 1 if line.number else 0, what, remedy, Weight.WARNING)
