"""Score old sessions with another key: first what would change and why, and only on request the new scorecards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harness.adapters.event_log import SessionLog, read_log, write_atomically
from harness.adapters.fixtures import find_fixture
from harness.domain.assessment import Assessment
from harness.domain.errors import BadInput, CannotRun, HarnessError
from harness.domain.pseudonym import pseudonym
from harness.domain.regrading import Regraded, changes_between_keys
from harness.reports.json_report import json_report
from harness.steps.interview.assess import Ground, assessment_of, fixture_of, review_of
from harness.steps.interview.graders import judgement_by


def regrade(
    paths: Sequence[Path], against: Path, fixture: str | None, profile: str, grader: str | None = None
) -> list[tuple[Regraded, Assessment | None]]:
    """Every session under its own key and under that of the fixture in `against`, with what changes.

    `against` is a fixture's folder, or the key.yaml in one. Nothing is written. Raises BadInput where it is no fixture.
    """
    new = Ground.of(_folder(against), profile)
    grounds: dict[Path, Ground] = {}
    return [_one(path, new, grounds, fixture, profile, grader) for path in paths]


def _folder(against: Path) -> Path:
    if against.is_file() and against.name == "key.yaml" and against.parent.name == "key":
        return against.parent.parent
    if against.is_file():
        raise BadInput(
            "this is no fixture",
            where=str(against),
            next_step="Name the folder with the new key, or the key.yaml in it.",
        )
    return find_fixture(str(against))


def _one(
    path: Path, new: Ground, grounds: dict[Path, Ground], fixture: str | None, profile: str, grader: str | None
) -> tuple[Regraded, Assessment | None]:
    try:
        log = read_log(path)
        folder = fixture_of(log, fixture)
        old = grounds.get(folder) or grounds.setdefault(folder, Ground.of(folder, profile))
        before, after = (_assess(log, ground, grader) for ground in (old, new))
    except HarnessError as error:
        return Regraded(str(path), problem=str(error)), None
    changed = Regraded(
        str(path),
        pseudonym(log.header.session),
        changes_between_keys(before, after),
        before.scorecard.found_share,
        after.scorecard.found_share,
    )
    return changed, after


def _assess(log: SessionLog, ground: Ground, grader: str | None) -> Assessment:
    review = review_of(log, ground)
    return assessment_of(review, judgement_by(log, review.matching, review.session.comments, review.terms, grader))


def write_scorecards(regraded: Sequence[tuple[Regraded, Assessment | None]], folder: Path) -> int:
    """Write the new scorecards as JSON into a folder; how many. Raises CannotRun where it cannot be written."""
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for changed, assessment in regraded:
            if assessment is not None:
                name = f"{Path(changed.path).name.removesuffix('.jsonl').removesuffix('.session')}.scorecard.json"
                write_atomically(folder / name, json_report(assessment).encode("ascii"))
                written += 1
    except OSError as error:
        raise CannotRun(
            f"the scorecards cannot be written: {error.strerror}", where=str(folder), next_step="Choose another folder."
        ) from None
    return written
