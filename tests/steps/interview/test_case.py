"""What the matcher is given of a review."""

from __future__ import annotations

import pytest

from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.comment import Anchor, Comment
from harness.domain.diff import Side
from harness.domain.match import Decision
from harness.matching.matcher import match_comments
from harness.planting.compose import compose
from harness.steps.interview.assess import case_of

GROWS = "This dict never shrinks: every city that anybody types stays for ever, memory grows without bound."


@pytest.mark.parametrize("path", ["artefacts/note.md", "(description)"])
def test_a_comment_on_a_document_is_about_the_whole_review(path: str) -> None:
    """Where the ticket invites the thought, the thought counts as if it stood in the summary; the evidence says so."""
    variant = compose(load_fixture(find_fixture("forecast-cache")), "demo")
    anchor = Anchor(path, Side.RIGHT, 7)
    case = case_of(variant, [Comment("c1", anchor, GROWS), Comment("c2", Anchor(), GROWS)])
    on_note = case.comments[0]
    assert (on_note.path, on_note.line, on_note.document) == (None, None, path)
    matching = match_comments(case, load_classes(rubrics_dir()))
    first, second = matching.of_comment("c1")[0], matching.of_comment("c2")[0]
    assert (first.issue, first.probability) == (second.issue, second.probability)
    assert first.issue == "never-forgotten"
    assert first.decision is not Decision.NONE
    assert f"beside the code, on {path}" in [evidence.why for evidence in first.evidence]


def test_a_comment_on_code_keeps_its_place() -> None:
    """Files that the pull request changes, and files that it leaves as they are."""
    variant = compose(load_fixture(find_fixture("forecast-cache")), "demo")
    comments = [Comment("c1", Anchor(path, Side.RIGHT, 7), GROWS) for path in ("weather/cache.py", "README.md")]
    assert [comment.path for comment in case_of(variant, comments).comments] == ["weather/cache.py", "README.md"]
