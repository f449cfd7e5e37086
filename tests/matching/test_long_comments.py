"""A comment of any length and shape is read in time that grows with its length."""

from __future__ import annotations

import time

import pytest

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.match import Case, CommentText, IssueText, TextPlace
from harness.matching.matcher import match_comments

ISSUE = IssueText(
    "grows", "growth.unbounded", "major", "Buckets are never removed", "`_bucket` adds and nothing deletes",
    "many different ids", "memory grows until the process dies", "limit the number", places=(TextPlace("a.py", 3, 5),)
)  # fmt: skip


@pytest.mark.parametrize(
    "body", ["a" * 50_000, "1" * 50_000, "A" * 50_000, "((" * 25_000, "a.b" * 15_000, "x " * 25_000]
)
def test_no_comment_takes_for_ever(body: str) -> None:
    """A word without end took the third power of its length; the bound is generous for slow machines."""
    began = time.process_time()
    matching = match_comments(Case((ISSUE,), (CommentText("c1", body, "a.py", 4),)), load_classes(rubrics_dir()))
    assert time.process_time() - began < 10.0
    assert matching.found == ()


@pytest.mark.parametrize("body", ["banana banana", "asdf qwer", "hm", "?", "🤷", "aaaa", "lorem ipsum dolor sit amet"])
def test_noise_on_the_planted_line_is_left_to_a_person(body: str) -> None:
    """Where nothing but the place speaks, the matcher does not decide alone."""
    matching = match_comments(Case((ISSUE,), (CommentText("c1", body, "a.py", 4),)), load_classes(rubrics_dir()))
    assert matching.found == ()
