"""Questions for the talk after a review: from what was missed, half said, claimed, and from what does not fit together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import a_match, write_fixture
from sessions import Step, begins, ends, fixed_assessment, says, shows, write_session

from harness.adapters.event_log import read_log
from harness.domain.assessment import Assessment
from harness.domain.comment import Conclusion
from harness.domain.follow_up import FollowUp, Reason, follow_ups
from harness.domain.match import Match, Matching
from harness.domain.remark import Remark
from harness.steps.interview.assess import Ground, assessment_of, review_of
from harness.steps.interview.graders import Basis

FINE = "the counter is bounded, so this is fine"


def graded(tmp_path: Path, steps: list[Step], *matches: Match, remarks: tuple[Remark, ...] = ()) -> Assessment:
    fixture = write_fixture(tmp_path / "words")
    session = write_session(tmp_path / "s.session.jsonl", fixture, [*begins(), *shows("words.py", 1, 26), *steps])
    review = review_of(read_log(session), Ground.of(fixture, "backend"))
    review = replace(review, matching=Matching(matches, (), remarks))
    return assessment_of(review, Basis(review.judged(), "test"))


def about(found: tuple[FollowUp, ...], reason: Reason) -> FollowUp:
    return next(q for q in found if q.reason is reason)


def test_a_missed_issue_gives_a_question_that_does_not_hold_its_answer(tmp_path: Path) -> None:
    found = about(follow_ups(fixed_assessment(tmp_path)), Reason.MISSED)
    assert found.about == "unstable-ties" and "words.py" in found.ask
    assert "frequency" not in found.ask and any("frequency alone" in line for line in found.good)


@pytest.mark.parametrize(("level", "reason"), [(1, Reason.POINTED_AT), (2, Reason.NAMED)])
def test_what_is_half_said_is_asked_further(tmp_path: Path, level: int, reason: Reason) -> None:
    steps = [*says("c1", "words.py", 18, "not sure about this dict"), *ends()]
    found = about(follow_ups(graded(tmp_path, steps, a_match("c1", "never-forgets", level=level))), reason)
    assert "c1" in found.ask and any("stream with ever new words" in line for line in found.good)
    assert ("Remove the oldest word" in " ".join(found.good)) == (reason is Reason.NAMED)


def test_what_was_explained_is_not_asked_again(tmp_path: Path) -> None:
    steps = [*says("c1", "words.py", 18, "grows"), *ends()]
    found = follow_ups(graded(tmp_path, steps, a_match("c1", "never-forgets", level=3)))
    assert "never-forgets" not in {q.about for q in found}


def test_an_opportunity_and_a_decoy_are_asked_about(tmp_path: Path) -> None:
    steps = [
        *says("c1", "words.py", 22, "negative numbers slice"),
        *says("c2", "words.py", 17, "needless pop"),
        *ends(),
    ]
    found = follow_ups(graded(tmp_path, steps, a_match("c1"), a_match("c2", decoy="pop-before-set")))
    assert "how would you show it" in about(found, Reason.OPPORTUNITY).ask
    assert any("breaks tests/test_words.py" in line for line in about(found, Reason.DECOY).good)


def test_calm_at_an_issue_is_a_contradiction(tmp_path: Path) -> None:
    steps = [*says("c1", "words.py", 18, FINE), *ends()]
    found = follow_ups(
        graded(tmp_path, steps, a_match("c1"), remarks=(Remark("c1", 0, (0, len(FINE)), FINE, negated=True),))
    )
    assert "What makes it so?" in about(found, Reason.CONTRADICTION).ask


def test_an_approval_against_the_own_words_is_a_contradiction(tmp_path: Path) -> None:
    steps = [*says("c1", "words.py", 18, "grows until it dies"), *ends(Conclusion.APPROVE)]
    found = follow_ups(graded(tmp_path, steps, a_match("c1", "never-forgets", level=4)))
    assert "You approved, and c1" in about(found, Reason.CONTRADICTION).ask
    steps = [*says("c1", "words.py", 18, "grows until it dies"), *ends(Conclusion.REQUEST_CHANGES)]
    assert Reason.CONTRADICTION not in {
        q.reason for q in follow_ups(graded(tmp_path / "x", steps, a_match("c1", "never-forgets", level=4)))
    }
