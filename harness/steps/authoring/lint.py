"""Everything that is wrong with a fixture, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from harness.adapters.fixtures import check_fixture
from harness.domain.fault import Fault
from harness.domain.fixture import Fixture
from harness.steps.authoring.judgement.balance import balance
from harness.steps.authoring.judgement.company import company
from harness.steps.authoring.judgement.entries import thin_entries
from harness.steps.authoring.judgement.giveaways import giveaways
from harness.steps.authoring.judgement.origin import origin
from harness.steps.authoring.judgement.subject import Subject
from harness.steps.authoring.judgement.told_apart import told_apart
from harness.steps.authoring.judgement.traces import traces

JUDGES: tuple[Callable[[Subject], Iterator[Fault]], ...] = (
    giveaways,
    thin_entries,
    balance,
    traces,
    company,
    origin,
    told_apart,
)
"""Each looks at a fixture that loads and says what deserves a second look."""


def lint(folder: Path) -> tuple[tuple[Fault, ...], str | None]:
    """All faults, errors first within a file, and a summary of the fixture where it can be used."""
    fixture, faults = check_fixture(folder)
    if fixture is None:
        return faults, None
    subject = Subject.of(fixture)
    more = sorted({fault for judge in JUDGES for fault in judge(subject)})
    return (*faults, *more), _summary(fixture)


def _summary(fixture: Fixture) -> str:
    key = fixture.key
    counts = (
        _count(len(key.issues), "planted issue"),
        _count(len(key.decoys), "decoy"),
        _count(len(key.blemishes), "blemish", "blemishes"),
    )
    return ", ".join(counts)


def _count(many: int, one: str, more: str = "") -> str:
    return f"{many} {one if many == 1 else more or one + 's'}"
