"""Text alone: meaning, words, names, concepts, and the contrast with the other issues."""

from __future__ import annotations

import numpy as np
import pytest

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.match import Case, CommentText, IssueText
from harness.matching.fit import TEXT, fit
from harness.matching.key_texts import case_texts, text_vector
from harness.matching.model import shipped_model
from harness.matching.reading import hear, hear_all
from harness.matching.spoken import names_in, spoken

RUBRIC = load_classes(rubrics_dir())
ISSUES = (
    IssueText("grow", "growth.unbounded", description="Old sessions stay in `_sessions` and memory grows."),
    IssueText("lost", "race.state", description="Two threads read the balance and one withdrawal is lost."),
)
TEXTS = case_texts(Case(ISSUES, ()), RUBRIC)


def columns(body: str) -> dict[str, list[float]]:
    """The features of a whole comment, for both issues."""
    table = fit(TEXTS, spoken(body), ((0, len(body)),), shipped_model().learned).table[0]
    return {name: table[:, i].tolist() for i, name in enumerate(TEXT)}


@pytest.mark.parametrize(
    "feature", ["meaning:all", "cover:said", "words:rare", "concepts:shared", "contrast:meaning:all", "class:mine"]
)
def test_what_speaks_of_an_issue_scores_higher_for_it(feature: str) -> None:
    said = columns("the sessions are never removed and eat all the memory")
    assert said[feature][0] > said[feature][1]
    said = columns("two threads can take the money from the balance at the same time")
    assert said[feature][1] > said[feature][0]


def test_names_of_code_count_for_the_issue_that_mentions_them() -> None:
    said = columns("what about `_sessions`?")
    assert said["words:names"] == [1.0, 0.0]
    assert said["words:foreign"] == [0.0, 1.0]
    assert names_in("call `take_one(x)` or refill(), getUser") == {"take_one", "refill", "getuser"}


def test_a_text_and_itself_are_alike_and_nothing_is_like_nothing() -> None:
    row = text_vector("memory grows")
    assert abs(float(row @ row) - 1) < 1e-3
    assert not text_vector("").any()


def test_near_misses_and_wordings_of_the_key_are_heard() -> None:
    said = "the name of the file is taken from the request"
    plain = IssueText("i", description="Rows are counted twice.")
    helped = IssueText("i", description="Rows are counted twice.", wordings=(said,), near_misses=(said,))
    for issue, name, above in ((plain, "near:meaning", 0.0), (helped, "meaning:all", 0.99)):
        table = fit(case_texts(Case((issue,), ()), RUBRIC), spoken(said), ((0, 99),), shipped_model().learned).table
        value = table[0, 0, TEXT.index(name)]
        assert value == 0.0 if above == 0.0 else value > above


def test_what_is_heard_in_a_comment_does_not_depend_on_the_others() -> None:
    """Comments are compared some at a time; batches of other sizes must not change a digit."""
    bodies = ["", "x", "the sessions are never removed; memory grows. Two threads read it!", "`_sessions`? 42", "日本"]
    comments = [CommentText(str(n), bodies[n % 5] + " again" * (n // 5), "a.py", n) for n in range(40)]
    learned = shipped_model().learned
    together = hear_all(TEXTS, comments, learned)
    for comment, heard in zip(comments, together, strict=True):
        alone = hear(TEXTS, comment, learned)
        for one, other in ((alone.fit.table, heard.fit.table), (alone.fit.phrases, heard.fit.phrases)):
            assert np.array_equal(one, other)
        assert alone.own == heard.own
