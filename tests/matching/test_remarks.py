"""A comment falls into the remarks that a reader would count."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.match import CommentText
from harness.matching.remarks import MOST_PARTS, clauses_of, decorations_of, label_of, parts_of, remarks_of


def texts(body: str) -> list[str]:
    return [remark.text for remark in remarks_of(CommentText("c", body))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("one thing. another thing", ["one thing.", "another thing"]),
        ("- first\n- second", ["first", "second"]),
        ("(1) first thing here (2) second thing here", ["first thing here", "second thing here"]),
        ("a) lost update b) no time-out", ["lost update b) no time-out"]),
        ("first paragraph\n\nsecond one", ["first paragraph", "second one"]),
        ("see `a.b. c` here", ["see `a.b.", "c` here"]),
        ("> they said this leaks\nIt does not.", ["It does not."]),
        ("nitpick (non-blocking): this never shrinks", ["this never shrinks"]),
        ("**issue:** two writers", ["two writers"]),
        ("これは漏れる。閉じて。", ["これは漏れる。", "閉じて。"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_splitting(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_fenced_code_stays_in_one_piece() -> None:
    body = "do this:\n```suggestion\nwith lock:\n\n    x = 1\n```"
    assert texts(body)[-1].startswith("```suggestion")
    assert texts(body)[-1].endswith("```")


@pytest.mark.parametrize(
    ("body", "label", "decorations"),
    [
        ("nit: x", "nitpick", ()),
        ("issue (blocking, security): x", "issue", ("blocking", "security")),
        ("**praise**: x", "praise", ()),
        ("an issue: x", None, ()),
    ],
)
def test_labels_and_decorations(body: str, label: str | None, decorations: tuple[str, ...]) -> None:
    assert label_of(body)[0] == label
    assert decorations_of(body) == decorations


def test_two_claims_in_one_sentence_are_two_clauses() -> None:
    body = "the cache never forgets anybody, and both workers can take the same job"
    parts = [body[a:b] for a, b in clauses_of(body)]
    assert parts == ["the cache never forgets anybody", "both workers can take the same job"]


@given(st.text(max_size=300))
def test_parts_are_few_and_inside_the_body(body: str) -> None:
    spans = parts_of(body)
    assert 1 <= len(spans) <= MOST_PARTS
    assert all(0 <= a <= b <= len(body) for a, b in spans)


@given(st.text(alphabet="ab .;-*>`\n1)(", max_size=120))
def test_remarks_are_pieces_of_the_body_in_order(body: str) -> None:
    spans = [r.span for r in remarks_of(CommentText("c", body))]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(body[a:b].strip() for a, b in spans)
