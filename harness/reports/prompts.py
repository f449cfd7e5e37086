"""Answers to what was asked beside the review, and the questions that the candidate asked: what can be said, and what
a person must rate. Strings are raw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.domain.assessment import Assessment
from harness.domain.comment import Label
from harness.domain.estimate import FACTOR_TEN, EstimateJudged, judge_estimate, read_estimate
from harness.domain.issue import ExpectedQuestion
from harness.domain.pull_request import Prompt, PromptKind
from harness.domain.remark import Kind

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
class PromptAnswer:
    """An answer with what can be measured of it, and what is left to a person."""

    prompt: Prompt
    answer: str
    judged: EstimateJudged | None
    measured: tuple[str, ...]
    reference: str
    to_rate: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What the candidate asked, beside what hangs on being asked."""

    asked: tuple[tuple[str, str], ...] = ()
    """Remark or prompt, and the words."""
    expected: tuple[ExpectedQuestion, ...] = ()
    to_rate: str = ""


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
    measured = tuple(_measured(judged, prompt, reference.range if reference else None, bool(text)))
    estimate_asked = prompt.kind is PromptKind.ESTIMATE
    to_rate = (
        "The reasoning, 0 to 4; the number alone never passes."
        if estimate_asked
        else "The questions below, 0 to 4 each."
    )
    return PromptAnswer(
        prompt, text, judged, measured, reference.reasoning if reference else "", to_rate if text else "",
        (REASONING if estimate_asked else ASKED) if text else (),
    )  # fmt: skip


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
    expected = tuple(sorted(a.variant.fixture.key.questions, key=lambda q: -q.value))
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
    if not expected:
        return Questions(tuple(asked))
    most = sum(4 * q.value for q in expected)
    to_rate = (
        f"For each unknown: was it asked, and how far does the question go (0 to 4)? Score: the sum of grade times value, "
        f"of {most}; and say how many of the unknowns of value 3 were asked."
    )
    return Questions(tuple(asked), expected, to_rate)
