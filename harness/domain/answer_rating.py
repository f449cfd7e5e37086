"""Rating what a candidate answers and asks: what can be rated, the anchors of each grade, and what the grades come to.

An estimate's number is measured; its reasoning is for people. Of the unknowns that decide a design, people say how far
each was asked. Both stand apart from the defects and never count towards them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.domain.issue import ExpectedQuestion
from harness.domain.pull_request import Prompt, PromptKind

HIGHEST_GRADE = 4
DECISIVE = 3
"""The value of an unknown on which the design hangs."""
REASONING = (
    "0 no reasoning",
    "1 a topic or a number without a source",
    "2 the factors that matter are named",
    "3 the factors are tied to the result, with the unknown that matters most",
    "4 and a bound, or the point at which the answer changes a decision",
)
ASKED = (
    "0 not asked",
    "1 the topic only",
    "2 a question that can be answered",
    "3 and what hangs on the answer",
    "4 and a default, or the limit at which the choice flips",
)


@dataclass(frozen=True, slots=True)
class AnswerRating:
    """One prompt or one unknown as a grader rated it."""

    about: str
    rating: int
    grader: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """The sum of grade times value, from the lowest that graders and what is unrated leave open to the highest."""

    low: int
    high: int
    most: int
    asked: int
    """Unknowns of the highest value that were asked: everybody who rated them gives 1 or more."""
    decisive: int
    unrated: int


def prompt_name(prompt: str) -> str:
    """What a verdict calls a prompt."""
    return f"prompt:{prompt}"


def unknown_name(question: str) -> str:
    """What a verdict calls an unknown that the key expects to be asked about."""
    return f"question:{question}"


def ratable_prompts(prompts: Iterable[Prompt], expected: Sequence[ExpectedQuestion]) -> tuple[Prompt, ...]:
    """The prompts whose answer is rated as a whole: estimates, and others where the key lists no unknowns."""
    return tuple(p for p in prompts if p.kind is PromptKind.ESTIMATE or not expected)


def ratable(prompts: Iterable[Prompt], expected: Sequence[ExpectedQuestion]) -> tuple[str, ...]:
    """The names of all that verdicts may rate."""
    whole = tuple(prompt_name(p.id) for p in ratable_prompts(prompts, expected))
    return whole + tuple(unknown_name(q.id) for q in expected)


def ratings_of(ratings: Iterable[AnswerRating], about: str) -> tuple[AnswerRating, ...]:
    """What graders gave one thing."""
    return tuple(r for r in ratings if r.about == about)


def question_score(expected: Sequence[ExpectedQuestion], ratings: Sequence[AnswerRating]) -> QuestionScore | None:
    """What the questions come to; None where nobody has rated any."""
    given = [(q, [r.rating for r in ratings_of(ratings, unknown_name(q.id))]) for q in expected]
    if not any(grades for _, grades in given):
        return None
    decisive = [grades for q, grades in given if q.value == DECISIVE]
    return QuestionScore(
        sum(q.value * min(grades, default=0) for q, grades in given),
        sum(q.value * max(grades, default=HIGHEST_GRADE) for q, grades in given),
        sum(q.value * HIGHEST_GRADE for q in expected),
        sum(bool(grades) and min(grades) > 0 for grades in decisive),
        len(decisive),
        sum(not grades for _, grades in given),
    )
