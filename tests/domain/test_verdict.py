"""What a verdict writes down can be read again."""

from __future__ import annotations

import pytest

from harness.domain import verdict as ve
from harness.domain.score import Outcome

ALL: list[ve.Verdict] = [
    ve.Confirmed("c1", Outcome.MATCH, "leak", 3, None, "says who keeps it"),
    ve.Reassigned("c1", "leak", 2),
    ve.Unmatched("c1", "about another line"),
    ve.LevelSet("c1", 4),
    ve.IssueLevelSet("leak", 0),
    ve.OpportunityMarked("c1"),
    ve.FalseAlarmMarked("c1", "the lock covers it", "tests/test_a.py::test_b"),
    ve.DecoyMarked("c1", "pop"),
    ve.StyleMarked("c1"),
    ve.CommentSplit("c1", (4, 9)),
    ve.NoteWritten("", "calm \x1b[31m reviewer"),
    ve.CommunicationRated("specific", 3),
    ve.AnswerRated("question:who", 3, "says what hangs on it"),
    ve.Undone(7),
    ve.Done(),
    ve.Reopened(),
]


@pytest.mark.parametrize("verdict", ALL, ids=lambda v: v.kind)
def test_a_verdict_survives_being_written(verdict: ve.Verdict) -> None:
    assert ve.verdict_of(verdict.kind, ve.payload_of(verdict) | {"later": "field"}) == verdict


def test_every_kind_is_covered() -> None:
    assert {v.kind for v in ALL} == set(ve.KINDS)


def test_an_unknown_kind_is_passed_over() -> None:
    assert ve.verdict_of("applauded", {}) is None


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("reassigned", {"remark": "c1", "issue": "leak", "level": "2"}),
        ("reassigned", {"remark": "c1"}),
        ("confirmed", {"remark": "c1", "outcome": "brilliant"}),
        ("comment split", {"comment": "c1", "cuts": [1, "2"]}),
        ("undone", {"verdict": True}),
    ],
)
def test_a_field_of_the_wrong_type_is_refused(kind: str, payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=kind if kind != "confirmed" else "brilliant"):
        ve.verdict_of(kind, payload)
