"""Grades of answers and questions: what they come to, which are refused, and that no defect's credit moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_case import COMMENTS, MATCHING, TERMS, numbered

from harness.domain import verdict as ve
from harness.domain.agreement import combine, disagreements
from harness.domain.answer_rating import AnswerRating, QuestionScore, question_score, ratable, unknown_name
from harness.domain.graders_compared import TwoGraders, compare_graders
from harness.domain.grading_queue import closing_queue
from harness.domain.issue import ExpectedQuestion
from harness.domain.judgement import Judgement
from harness.domain.judging import judge
from harness.domain.pull_request import Prompt, PromptKind
from harness.domain.verdict_rules import refusal

UNKNOWNS = (ExpectedQuestion("who", "Who?", 3), ExpectedQuestion("when", "When?", 1))
ASKING = replace(TERMS, answers=ratable((), UNKNOWNS))


def rated(*verdicts: ve.Verdict, grader: str = "ada") -> Judgement:
    return judge(MATCHING, COMMENTS, ASKING, numbered(*verdicts, grader=grader))


def grade(about: str, rating: int, reason: str = "") -> ve.AnswerRated:
    return ve.AnswerRated(unknown_name(about), rating, reason)


def test_the_score_is_grade_times_value_and_a_range_while_something_is_not_rated() -> None:
    assert question_score(UNKNOWNS, ()) is None
    half = rated(grade("who", 2)).answers
    assert question_score(UNKNOWNS, half) == QuestionScore(6, 10, 16, 1, 1, 1)
    whole = rated(grade("who", 2), grade("when", 0), grade("who", 3)).answers
    assert question_score(UNKNOWNS, whole) == QuestionScore(9, 9, 16, 1, 1, 0)
    assert question_score(UNKNOWNS, rated(grade("who", 0), grade("when", 4)).answers) == QuestionScore(
        4, 4, 16, 0, 1, 0
    )


@given(st.lists(st.tuples(st.sampled_from(["who", "when"]), st.integers(0, 4), st.sampled_from("ab")), max_size=8))
def test_the_range_holds_every_single_grader(given_: list[tuple[str, int, str]]) -> None:
    ratings = [AnswerRating(unknown_name(about), rating, grader) for about, rating, grader in given_]
    together = question_score(UNKNOWNS, ratings)
    if together is None:
        return
    assert 0 <= together.low <= together.high <= together.most
    one_each = {r.about: r for r in ratings}
    alone = question_score(UNKNOWNS, list(one_each.values()))
    assert alone is not None and together.low <= alone.low and alone.high <= together.high


def test_no_grade_of_an_answer_moves_credit_for_a_defect() -> None:
    plain, graded = rated(), rated(grade("who", 4), grade("when", 4))
    assert (plain.remarks, plain.issues) == (graded.remarks, graded.issues)


@pytest.mark.parametrize(
    ("verdict", "why"),
    [(grade("whom", 2), "Nothing to be rated"), (grade("who", 5), "0 to 4"), (grade("who", -1), "0 to 4")],
)
def test_what_does_not_exist_is_not_rated(verdict: ve.AnswerRated, why: str) -> None:
    assert why in (refusal(rated(), verdict) or "")
    assert rated(verdict).answers == () and len(rated(verdict).lapsed) == 1


def test_a_grade_can_be_taken_back() -> None:
    assert rated(grade("who", 3), ve.Undone(1)).answers == ()


def test_a_prompt_is_rated_whole_where_it_is_an_estimate_or_nothing_else_is_listed() -> None:
    prompts = (Prompt("size", PromptKind.ESTIMATE, "?"), Prompt("ask", PromptKind.QUESTION, "?"))
    assert ratable(prompts, UNKNOWNS) == ("prompt:size", "question:who", "question:when")
    assert ratable(prompts, ()) == ("prompt:size", "prompt:ask")


def test_graders_who_differ_leave_a_range_until_somebody_settles_it() -> None:
    kim, lee = (
        rated(grade("who", 1, "topic"), grade("when", 2)),
        rated(grade("who", 3, "what hangs on it"), grader="lee"),
    )
    (difference,) = disagreements((kim, lee))
    assert difference.said == (("ada", "grade 1", "topic"), ("lee", "grade 3", "what hangs on it"))
    assert closing_queue((difference,)) == ()  # settled where it is rated, not in the queue of remarks
    assert question_score(UNKNOWNS, combine((kim, lee)).answers) == QuestionScore(5, 11, 16, 1, 1, 0)
    joint = rated(grade("who", 2, "agreed"), grader="both")
    assert disagreements((kim, lee), joint)[0].closed_by == "both"
    assert question_score(UNKNOWNS, combine((kim, lee), joint).answers) == QuestionScore(8, 8, 16, 1, 1, 0)


def test_graders_are_compared_on_what_both_rated() -> None:
    kim, lee = rated(grade("who", 1), grade("when", 2)), rated(grade("who", 3), grader="lee")
    compared = compare_graders(("kim", "lee"), [TwoGraders("s", kim, lee)])
    assert (compared.answers_alike.items, compared.answers_alike.value) == (1, 0)
    assert compared.still_open == 1
