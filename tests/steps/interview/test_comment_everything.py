"""The law with the real matcher: naming every kind of bug everywhere never looks better than saying nothing."""

from __future__ import annotations

import pytest
from sessions import begins, ends, says, write_session

from harness.adapters.fixtures import find_fixture, load_fixture
from harness.domain.caution import looks_better
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.reports.contents import contents
from harness.steps.interview.assess import assess
from harness.steps.interview.grade_many import reviewer_of

SHOTGUN = "Race condition, memory leak, no timeout, off by one, injection, swallowed exception"
VAGUE = "Not sure about this, could be a problem under load?"


@pytest.mark.parametrize("body", [SHOTGUN, VAGUE])
def test_commenting_everywhere_never_looks_better_than_silence(tmp_path, body: str) -> None:  # type: ignore[no-untyped-def]
    fixture = find_fixture("token-bucket")
    pull_request = pull_request_of(compose(load_fixture(fixture), "1"))
    steps, number = begins(), 0
    for file in pull_request.files:
        for change in file.changes:
            for line in range(change.head_start, change.head_end, 9):
                number += 1
                steps += says(f"c{number}", file.path, line, body, 1)
    loud = assess(write_session(tmp_path / "loud.session.jsonl", fixture, [*steps, *ends()]))
    silent = assess(write_session(tmp_path / "silent.session.jsonl", fixture, [*begins(), *ends()], session="f" * 16))
    one, other = reviewer_of(loud).standing, reviewer_of(silent).standing
    assert one and other and not looks_better(one, other)
    assert one.discernment[0] <= 0
    share = loud.scorecard.found_share
    assert share is not None and (
        share.middle == 0 or "cannot be told from commenting everywhere" in contents(loud).caveat
    )
