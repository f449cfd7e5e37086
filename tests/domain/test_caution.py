"""Caution: what is claimed beyond what is found, and the law that commenting on everything never looks good."""

from __future__ import annotations

from dataclasses import replace

from builders import a_match, a_pull_request, some_comments
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.caution import STRETCH, Caution, Standing, caution, looks_better
from harness.domain.judgement import JudgedRemark, Terms
from harness.domain.judging import judge
from harness.domain.match import Matching
from harness.domain.remark import Kind
from harness.domain.score import IssueScore, Outcome, Profile
from harness.scoring import found_range

PROFILE = Profile("plain", "Plain", {}, {})
OUTCOMES = st.sampled_from([Outcome.OPPORTUNITY, Outcome.UNDECIDED, Outcome.DECOY_TAKEN, Outcome.FALSE_ALARM])


def remark(number: int, outcome: Outcome, by: str = "") -> JudgedRemark:
    return JudgedRemark(f"c{number}", f"c{number}", (0, 1), "x", Kind.CONSTRAINT, outcome, decided_by=by)


def standing(levels: list[int], weights: list[float], counted: Caution) -> Standing:
    rows = [
        IssueScore(f"i{n}", "race.state", "major", "t", level, weight, highest=level)
        for n, (level, weight) in enumerate(zip(levels, weights, strict=True))
    ]
    found = found_range(rows, PROFILE)
    assert found is not None
    return Standing(found, counted.discernment(found.middle))


@given(st.data())
def test_commenting_on_everything_never_looks_better_than_silence(data: st.DataObject) -> None:
    """Whatever it hits, and however the weights lie: with an unproven claim on every stretch it gains nothing."""
    issues = data.draw(st.integers(1, 40))
    stretches = data.draw(st.integers(1, 60))
    levels = data.draw(st.lists(st.integers(0, 4), min_size=issues, max_size=issues))
    weights = data.draw(st.lists(st.floats(0.3, 3), min_size=issues, max_size=issues))
    wrong = data.draw(st.lists(OUTCOMES, min_size=stretches, max_size=stretches + 20))
    right = sum(level > 0 for level in levels)
    waiting = sum(o in (Outcome.OPPORTUNITY, Outcome.UNDECIDED) for o in wrong)
    everything = Caution(
        right + len(wrong),
        right,
        wrong.count(Outcome.FALSE_ALARM),
        wrong.count(Outcome.DECOY_TAKEN),
        waiting,
        stretches,
    )
    loud = standing(levels, weights, everything)
    silent = standing([0] * issues, weights, Caution(0, 0, 0, 0, 0, stretches))
    assert loud.discernment[0] <= 0
    assert not looks_better(loud, silent)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 50), st.floats(0, 1))
def test_a_further_unproven_claim_never_helps(right: int, wrong: int, stretches: int, found: float) -> None:
    before = Caution(right + wrong, right, 0, 0, wrong, stretches)
    after = replace(before, claims=before.claims + 1, open=wrong + 1)
    assert after.discernment(found)[0] <= before.discernment(found)[0]


def test_a_careful_reviewer_looks_better_than_silence_and_than_noise() -> None:
    """Eleven of twelve explained, one claim beyond: told apart from both."""
    careful = standing([3] * 11 + [0], [1.0] * 12, Caution(12, 11, 0, 0, 1, 40))
    silent = standing([0] * 12, [1.0] * 12, Caution(0, 0, 0, 0, 0, 40))
    noisy = standing([1] * 12, [1.0] * 12, Caution(60, 12, 0, 0, 48, 40))
    assert looks_better(careful, silent) and looks_better(careful, noisy)
    assert not looks_better(noisy, silent) and not looks_better(silent, careful)


def test_a_finding_that_nobody_planted_costs_nothing_once_a_person_confirms_it() -> None:
    pull_request = a_pull_request({"a.py": ("", "x\n" * 45)})
    remarks = [remark(1, Outcome.MATCH), remark(2, Outcome.OPPORTUNITY), remark(3, Outcome.OPPORTUNITY, "ada")]
    counted = caution(remarks, pull_request, 1)
    assert (counted.claims, counted.right, counted.open) == (3, 2, 1)
    assert counted.stretches == -(-45 // STRETCH) - 1
    assert counted.false_alarm_share == (0, 1 / 3)


def test_silence_and_style_make_no_claim() -> None:
    pull_request = a_pull_request({"a.py": ("", "x\n")})
    judged = judge(Matching((a_match("c1", kind=Kind.STYLE),)), some_comments(c1="nit"), Terms(("i",)))
    counted = caution(judged.remarks, pull_request, 1)
    assert (counted.claims, counted.false_alarm_share, counted.discernment(0.0)) == (0, None, (0.0, 0.0))
