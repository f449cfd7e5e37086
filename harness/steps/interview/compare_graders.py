"""Say how far the graders of sessions agree, once all of them have finished."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from harness.adapters.verdict_log import VerdictLog
from harness.domain.errors import BadInput
from harness.domain.graders_compared import GradersCompared, TwoGraders, compare_graders
from harness.domain.judging import until_done
from harness.domain.pseudonym import pseudonym
from harness.steps.interview.assess import Review, read_review
from harness.steps.interview.graders import verdict_logs


def graders_of(sessions: Sequence[Path], fixture: str | None = None) -> tuple[list[GradersCompared], tuple[str, ...]]:
    """Every pair of graders who share a session, and what is wrong with logs that were left aside.

    Raises BadInput where a session has fewer than two graders, or where one of them has not finished.
    """
    graded: dict[tuple[str, str], list[TwoGraders]] = {}
    remarks: list[str] = []
    for path in sessions:
        review = read_review(path, fixture)
        logs, wrong = verdict_logs(review.log)
        remarks += wrong
        closing = next((log for log in logs if log.closing), None)
        theirs = [log for log in logs if not log.closing]
        _check(path, review, theirs)
        for one, other in combinations(theirs, 2):
            pair = TwoGraders(
                pseudonym(review.log.header.session),
                review.judged(until_done(one.given)),
                review.judged(until_done(other.given)),
                review.judged(closing.given, closing=True) if closing else None,
            )
            graded.setdefault((one.grader, other.grader), []).append(pair)
    return [compare_graders(names, pairs) for names, pairs in graded.items()], tuple(remarks)


def _check(path: Path, review: Review, logs: Sequence[VerdictLog]) -> None:
    if len(logs) < 2:
        names = ", ".join(log.grader for log in logs) or "nobody"
        raise BadInput(
            f"two graders are needed, and it was graded by {names}",
            where=str(path),
            next_step="Each grades it with `harness verdict`, under a name of their own.",
        )
    waiting = [log.grader for log in logs if not review.judged(log.given).done]
    if waiting:
        raise BadInput(
            f"{' and '.join(waiting)} {'have' if len(waiting) > 1 else 'has'} not finished grading",
            where=str(path),
            next_step="Verdicts are compared when all are done (D in `harness verdict`).",
        )
