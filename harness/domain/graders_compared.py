"""Two graders over one or several sessions: how far they agree, and each thing they see differently. Pure.

Compared is what each said before first having finished: what came after is no longer independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.domain.agreement import Disagreement, disagreements, stands
from harness.domain.judgement import Judgement
from harness.domain.kappa import Figure, Pair, kappa, raw_agreement, weighted_kappa, with_interval


@dataclass(frozen=True, slots=True)
class TwoGraders:
    """One session as two graders judged it. `closing` is the word that settles their differences, if it was given."""

    session: str
    first: Judgement
    second: Judgement
    closing: Judgement | None = None


@dataclass(frozen=True, slots=True)
class GradersCompared:
    """How two graders agree on what remarks are, on the levels of issues, and on the grades of answers."""

    names: tuple[str, str]
    sessions: int
    outcomes_alike: Figure
    outcomes_kappa: Figure
    levels_alike: Figure
    levels_kappa: Figure
    answers_alike: Figure
    answers_kappa: Figure
    differences: tuple[tuple[str, Disagreement], ...]
    """Session and what is seen differently there."""
    cut_otherwise: int = 0
    """Comments that they cut into remarks differently; their remarks cannot be paired and count in no figure."""

    @property
    def still_open(self) -> int:
        """How many differences nobody has settled."""
        return sum(not d.closed_by for _, d in self.differences)


def compare_graders(names: tuple[str, str], graded: Sequence[TwoGraders]) -> GradersCompared:
    """Compare two graders over the sessions that both graded."""
    outcomes = [pair for one in graded for pair in _outcomes(one)]
    levels = [pair for one in graded for pair in _levels(one)]
    answers = [pair for one in graded for pair in _answers(one)]
    found = tuple((one.session, d) for one in graded for d in disagreements((one.first, one.second), one.closing))
    cut = sum(
        {r.id for r in one.first.of_comment(c.id)} != {r.id for r in one.second.of_comment(c.id)}
        for one in graded
        for c in one.first.comments
    )
    return GradersCompared(
        names,
        len(graded),
        raw_agreement(outcomes),
        with_interval(outcomes, kappa),
        raw_agreement(levels),
        with_interval(levels, weighted_kappa),
        raw_agreement(answers),
        with_interval(answers, weighted_kappa),
        found,
        cut,
    )


def _outcomes(one: TwoGraders) -> list[Pair]:
    """What each says a remark is: an issue, or an outcome; the level is compared apart."""
    theirs = {r.id: stands(r)[:2] for r in one.second.remarks}
    return [(stands(r)[:2], theirs[r.id]) for r in one.first.remarks if r.id in theirs]


def _levels(one: TwoGraders) -> list[tuple[int, int]]:
    theirs = {o.issue: o.level for o in one.second.issues}
    return [(o.level, theirs[o.issue]) for o in one.first.issues if o.issue in theirs]


def _answers(one: TwoGraders) -> list[tuple[int, int]]:
    """The grades that both gave."""
    theirs = {r.about: r.rating for r in one.second.answers}
    return [(r.rating, theirs[r.about]) for r in one.first.answers if r.about in theirs]
