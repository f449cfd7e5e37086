"""Answers to what was asked beside the review, and the questions that the candidate asked: what can be said, and what
a person must rate. Strings are raw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.answer_rating import (
    ASKED,
    HIGHEST_GRADE,
    REASONING,
    AnswerRating,
    QuestionScore,
    prompt_name,
    question_score,
    ratable_prompts,
    ratings_of,
    unknown_name,
)
from harness.domain.assessment import Assessment
from harness.domain.coherence import Recomputed, recompute
from harness.domain.comment import Label
from harness.domain.estimate import FACTOR_TEN, EstimateJudged, judge_estimate, read_estimate
from harness.domain.pull_request import Prompt, PromptKind
from harness.domain.remark import Kind

NOT_RATED = "not rated yet"
_STANDS_APART = "Rated apart by people, and never counted towards defects."


@dataclass(frozen=True, slots=True)
class PromptAnswer:
    """An answer with what can be measured of it, and what is left to a person."""

    prompt: Prompt
    answer: str
    judged: EstimateJudged | None
    measured: tuple[str, ...]
    reference: str
    rated: tuple[str, ...]
    """What people gave it, or that nobody has; empty where it is not rated as a whole."""
    to_rate: str
    anchors: tuple[str, ...]
    recomputed: Recomputed | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that decides the design, and how far it was asked about."""

    id: str
    text: str
    value: int
    answer: str
    rated: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What the candidate asked, beside what hangs on being asked."""

    asked: tuple[tuple[str, str], ...] = ()
    """Remark or prompt, and the words."""
    expected: tuple[Unknown, ...] = ()
    to_rate: str = ""
    """Empty once everything is rated."""
    score: QuestionScore | None = None
    words: str = ""
    """What the questions come to."""


def prompt_answers(a: Assessment) -> tuple[PromptAnswer, ...]:
    """The answers in the order of the prompts."""
    return tuple(_answer(a, prompt) for prompt in a.pull_request.prompts)


def _answer(a: Assessment, prompt: Prompt) -> PromptAnswer:
    reference = dict(a.variant.fixture.key.answers).get(prompt.id)
    text = a.session.answers.get(prompt.id, "").strip()
    judged = None
    if prompt.kind is PromptKind.ESTIMATE and reference and reference.range and text:
        estimate = read_estimate(text, reference.unit or prompt.unit)
        judged = judge_estimate(estimate, reference.range) if estimate else None
    estimate_asked = prompt.kind is PromptKind.ESTIMATE
    again = recompute(text, reference.unit or prompt.unit, judged.estimate) if judged and reference else None
    whole = prompt in ratable_prompts(a.pull_request.prompts, a.variant.fixture.key.questions)
    ratings = ratings_of(a.judgement.answers, prompt_name(prompt.id))
    what = "The reasoning" if estimate_asked else "The answer"
    rated = (f"{what}: {_grades(ratings)}.",) if whole and (text or ratings) else ()
    measured = (
        *_measured(judged, prompt, reference.range if reference else None, bool(text)),
        *_followed(again, judged, prompt),
    )
    return PromptAnswer(
        prompt, text, judged, measured, reference.reasoning if reference else "", rated,
        _to_rate(estimate_asked, whole) if text and not ratings else "",
        (REASONING if estimate_asked else ASKED) if text and not ratings else (), again,
    )  # fmt: skip


def _to_rate(estimate: bool, whole: bool) -> str:
    if estimate:
        return "The reasoning, 0 to 4; the number alone never passes."
    return "The answer, 0 to 4." if whole else "The questions below, 0 to 4 each."


def _grades(ratings: Sequence[AnswerRating]) -> str:
    """As in: 3 of 4 (ada: says why); several where graders differ."""
    if not ratings:
        return NOT_RATED
    return ", ".join(
        f"{r.rating} of {HIGHEST_GRADE} ({r.grader}{f': {r.reason}' if r.reason else ''})" for r in ratings
    )


def _followed(again: Recomputed | None, judged: EstimateJudged | None, prompt: Prompt) -> Iterator[str]:
    """Coherence: whether the answer follows from what is assumed, right or wrong."""
    if again is None or judged is None:
        return
    unit = f" {prompt.unit}" if prompt.unit else ""
    stated = f"{judged.estimate.value:g}{unit}"
    follows = f"as stated ({stated})" if again.coherent else f"and {stated} is stated: that does not follow"
    yield f"Recomputed from “{again.words}”: {again.value:.3g}{unit}, {follows}."


def _measured(
    judged: EstimateJudged | None, prompt: Prompt, reference: tuple[float, float] | None, answered: bool
) -> Iterator[str]:
    if not answered:
        yield "Not answered."
        return
    if prompt.kind is not PromptKind.ESTIMATE or reference is None:
        return
    unit = f" {prompt.unit}" if prompt.unit else ""
    yield f"Reference: {reference[0]:g} to {reference[1]:g}{unit}."
    if judged is None:
        yield "No number in this unit could be read from the answer; read it yourself."
        return
    e = judged.estimate
    off = (
        "inside the reference"
        if judged.error == 0
        else f"off by a factor of {10**judged.error:.2g} (10^{judged.error:.2f})"
    )
    yield f"Read as {e.value:g}{unit}: {off}, which is {judged.grade} of 4 for the number."
    if judged.interval_score is None:
        yield "No interval was given, so nothing can be said of how sure it is."
    else:
        yield (
            f"Interval {e.low:g} to {e.high:g}{unit}: {'meets' if judged.covers else 'misses'} the reference, score "
            f"{judged.interval_score:g} (lower is better; a factor of ten either way scores {FACTOR_TEN:g})."
        )
    if not judged.coherent:
        yield "The value lies outside the interval given with it."


def questions_asked(a: Assessment) -> Questions:
    """The questions to the author among the comments and in answers, beside the unknowns that decide the design."""
    key = tuple(sorted(a.variant.fixture.key.questions, key=lambda q: -q.value))
    asked = [
        (remark.id, remark.text)
        for remark in a.judgement.remarks
        if (remark.kind is Kind.QUESTION and not remark.matched)
        or ((c := a.session.comments.get(remark.comment)) is not None and c.label is Label.TO_AUTHOR)
    ]  # fmt: skip
    for prompt in a.pull_request.prompts:
        text = a.session.answers.get(prompt.id, "").strip()
        if prompt.kind is PromptKind.QUESTION and text:
            asked.append((prompt.id, text))
    if not key:
        return Questions(tuple(asked))
    ratings = a.judgement.answers
    expected = tuple(
        Unknown(q.id, q.text, q.value, q.answer, _grades(ratings_of(ratings, unknown_name(q.id)))) for q in key
    )
    score = question_score(key, ratings)
    most = sum(HIGHEST_GRADE * q.value for q in key)
    to_rate = (
        f"For each unknown: was it asked, and how far does the question go (0 to 4)? Score: the sum of grade times value, "
        f"of {most}; and say how many of the unknowns of value 3 were asked. {'; '.join(ASKED)}."
    )
    return Questions(
        tuple(asked), expected, to_rate if score is None or score.unrated else "", score, questions_words(score)
    )


def questions_words(score: QuestionScore | None) -> str:
    """What the questions come to, in words."""
    if score is None:
        return f"Questions: {NOT_RATED}. {_STANDS_APART}"
    points = f"{score.low}" if score.low == score.high else f"{score.low} to {score.high}"
    share = (
        f"{score.low / score.most:.0%}"
        if score.low == score.high
        else f"{score.low / score.most:.0%} to {score.high / score.most:.0%}"
    )
    left = f"; {score.unrated} {NOT_RATED}" if score.unrated else ""
    decisive = f" Of the {score.decisive} that decide most, {score.asked} were asked." if score.decisive else ""
    return f"Questions: {points} of {score.most} ({share}), grade times value{left}.{decisive} {_STANDS_APART}"
