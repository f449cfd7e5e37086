"""Grade a folder of sessions in parallel; and put sessions of one fixture side by side.

Every worker loads a fixture once. What cannot be graded is a line with its reason, and the rest goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.event_log import read_log
from harness.adapters.verdict_log import SUFFIX
from harness.domain.assessment import Assessment
from harness.domain.comparison import Comparison, Graded, Reviewer, compare
from harness.domain.errors import BadInput, BadSession, HarnessError
from harness.domain.pseudonym import pseudonym
from harness.steps.interview.assess import Ground, assessment_of, fixture_of, review_of
from harness.steps.interview.graders import judgement_by

_SUFFIXES = (".session.jsonl", ".log")
_WORTH_A_POOL = 6
_GROUNDS: dict[tuple[str, str], Ground] = {}


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is asked for."""

    path: Path
    fixture: str | None
    profile: str
    grader: str | None = None
    page: Path | None = None
    """A folder for a page of each scorecard."""


def sessions_named(paths: Sequence[Path]) -> list[Path]:
    """The sessions that are meant by files and folders, as a shell's `folder/*` gives them: verdict logs among them are left out."""
    files = [path for path in paths if not path.name.endswith(SUFFIX)] or list(paths)
    return [path for named in files for path in (sessions_in(named) if named.is_dir() else [named])]


def sessions_in(folder: Path) -> list[Path]:
    """The session logs of a folder and of those inside it, each session once: what was handed in before the log."""
    found: dict[str, Path] = {}
    paths = (p for s in _SUFFIXES for p in sorted(folder.rglob(f"*{s}")))
    for path in paths:
        if path.name.endswith(SUFFIX) or not path.is_file():
            continue
        found.setdefault(_session_of(path), path)
    if not found:
        raise BadInput(
            "there is no session in this folder", where=str(folder), next_step="Sessions are named *.session.jsonl."
        )
    return sorted(found.values())


def _session_of(path: Path) -> str:
    """What tells sessions apart: the first line, which no two sessions share; a damaged one stands for itself."""
    try:
        with path.open("rb") as file:
            return file.readline(65536).decode("utf-8", "replace") or str(path)
    except OSError:
        return str(path)


def grade_many(tasks: Sequence[Task], done: Callable[[int], None] = lambda count: None) -> list[Graded]:
    """Grade all of them, in the order given; `done` hears how many are finished."""
    jobs = min(os.cpu_count() or 1, len(tasks))
    if jobs < 2 or len(tasks) < _WORTH_A_POOL:
        results = []
        for task in tasks:
            results.append(grade_one(task))
            done(len(results))
        return results
    graded: dict[int, Graded] = {}
    with ProcessPoolExecutor(jobs) as pool:
        try:
            waiting = {pool.submit(grade_one, task): number for number, task in enumerate(tasks)}
            for future in as_completed(waiting):
                graded[waiting[future]] = future.result()
                done(len(graded))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [graded[number] for number in range(len(tasks))]


def grade_one(task: Task) -> Graded:
    """Grade one session; a problem becomes a line and stops nobody else."""
    try:
        assessment = _assess(task)
    except HarnessError as error:
        return Graded(str(task.path), problem=str(error))
    if task.page:
        _write_page(assessment, task.page)
    return Graded(
        str(task.path),
        assessment.variant.fixture.slug,
        reviewer_of(assessment),
        sum(row.undecided for row in assessment.scorecard.issues),
        assessment.basis,
    )


def _assess(task: Task) -> Assessment:
    log = read_log(task.path)
    review = review_of(log, _ground(fixture_of(log, task.fixture), task.profile))
    basis = judgement_by(log, review.matching, review.session.comments, review.terms, task.grader)
    return assessment_of(review, basis)


def _ground(fixture: Path, profile: str) -> Ground:
    name = (str(fixture), profile)
    if name not in _GROUNDS:
        _GROUNDS[name] = Ground.of(fixture, profile)
    return _GROUNDS[name]


def _write_page(assessment: Assessment, folder: Path) -> None:
    from harness.adapters.event_log import write_atomically
    from harness.reports.html_report import html_report

    who = pseudonym(assessment.session_id).replace(" ", "-").lower()
    name = f"{assessment.variant.fixture.slug}-{who}-{assessment.session_id[:8]}-CONTAINS-ANSWERS.html"
    write_atomically(folder / name, html_report(assessment).encode("utf-8", "replace"))


def reviewer_of(a: Assessment) -> Reviewer:
    """A graded review, as far as it is compared with others."""
    share = a.scorecard.found_share
    return Reviewer(
        pseudonym(a.session_id),
        a.session_id,
        a.variant.seed,
        a.scorecard.issues,
        share,
        a.caution.discernment(share.middle) if share else None,
        a.caution.false_alarm_share,
        a.caution.claims,
        a.times[-1] if a.times else None,
        a.provenance.marks,
        a.session.conclusion.value if a.session.conclusion else "none",
    )


def compare_sessions(paths: Sequence[Path], fixture: str | None, profile: str, grader: str | None) -> Comparison:
    """Sessions of one fixture side by side. Raises BadInput where they are of several, BadSession for one that is none."""
    if len(paths) < 2:
        raise BadInput("a comparison needs two sessions at least", next_step="Name another one.")
    graded = [_assess(Task(path, fixture, profile, grader)) for path in paths]
    slugs = dict.fromkeys(a.variant.fixture.slug for a in graded)
    if len(slugs) > 1:
        raise BadInput(
            f"these sessions are of several fixtures: {', '.join(slugs)}", next_step="Compare those of one fixture."
        )
    sessions = [a.session_id for a in graded]
    for number, (session, path) in enumerate(zip(sessions, paths, strict=True)):
        if session in sessions[:number]:
            raise BadSession("this session was named before", where=str(path), next_step="Name each one once.")
    return compare(next(iter(slugs)), [reviewer_of(a) for a in graded])
