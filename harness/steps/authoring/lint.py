"""Everything that is wrong with a fixture, and what deserves a second look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from harness.adapters.fixtures import check_fixture
from harness.domain.diff import changes_between
from harness.domain.fault import Fault, Weight
from harness.domain.fixture import Fixture

_GIVEAWAYS = re.compile(r"\b(planted|seeded bug|FIXME|HACK|BUG|intentional(ly)?|vulnerab\w+)\b")
_FEWEST_WORDINGS = 3
_MOST_ADDED = 300


def lint(folder: Path) -> tuple[tuple[Fault, ...], str | None]:
    """All faults, errors first within a file, and a summary of the fixture where it can be used."""
    fixture, faults = check_fixture(folder)
    if fixture is None:
        return faults, None
    more = [*_giveaways(fixture), *_thin_entries(fixture), *_size(fixture)]
    key = fixture.key
    counts = (
        _count(len(key.issues), "planted issue"),
        _count(len(key.decoys), "decoy"),
        _count(len(key.blemishes), "blemish", "blemishes"),
    )
    summary = ", ".join(counts)
    return (*faults, *sorted(more)), summary


def _count(many: int, one: str, more: str = "") -> str:
    return f"{many} {one if many == 1 else more or one + 's'}"


def _counted(count: int, word: str) -> str:
    plural = "es" if word.endswith("sh") else "s"
    return f"{count} {word}{'' if count == 1 else plural}"


def _giveaways(fixture: Fixture) -> Iterator[Fault]:
    """Words in what the candidate sees that point at what is hidden."""
    secret = {issue.id for issue in fixture.key.issues} | {issue.defect_class for issue in fixture.key.issues}
    for path in sorted(fixture.clean_head):
        text = fixture.clean_head[path].decode("utf-8", "replace")
        for number, line in enumerate(text.split("\n"), 1):
            found = _GIVEAWAYS.search(line)
            word = found.group() if found else next((s for s in secret if s in line), None)
            if word:
                where = f"{fixture.where} (clean head) {path}"
                yield Fault(
                    where,
                    number,
                    1,
                    f"the word {word!r} may give something away",
                    "Say it differently.",
                    Weight.WARNING,
                )


def _thin_entries(fixture: Fixture) -> Iterator[Fault]:
    for issue in fixture.key.issues:
        place = f"{fixture.where}/key/key.yaml"
        if len(issue.wordings) < _FEWEST_WORDINGS:
            what = f"{issue.id} has {len(issue.wordings)} wordings"
            yield Fault(place, 0, 0, what, "Add how people would say it; the matcher reads them.", Weight.HINT)
        if not issue.hidden_because:
            yield Fault(
                place, 0, 0, f"{issue.id} does not say why the tests miss it", "Add `hidden_because`.", Weight.HINT
            )
        if any(
            "TODO" in text for text in (issue.title, issue.mechanism, issue.trigger, issue.consequence, issue.remedy)
        ):
            yield Fault(place, 0, 0, f"{issue.id} still has TODO to fill in", "Write the sentences.", Weight.WARNING)


def _size(fixture: Fixture) -> Iterator[Fault]:
    added = 0
    for path, content in fixture.clean_head.items():
        before = fixture.base.get(path, b"").decode("utf-8", "replace").split("\n")
        added += sum(c.added for c in changes_between(before, content.decode("utf-8", "replace").split("\n")))
    if added > 2 * _MOST_ADDED:
        what = f"the change adds {added} lines, tests included"
        yield Fault(fixture.where, 0, 0, what, "People tire beyond some hundred lines.", Weight.HINT)
