"""The matcher's promises, on small cases a reader can judge."""

from __future__ import annotations

import io
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.match import Case, CommentText, Decision, IssueText, TextPlace
from harness.domain.remark import Kind
from harness.matching.matcher import match_comments
from harness.matching.remarks import remarks_of, sounds_negated
from harness.steps.matching.stream import bounded_lines, match_lines

RUBRIC = load_classes(rubrics_dir())
CACHE = IssueText(
    id="cache",
    defect_class="growth.unbounded",
    description="Sessions are stored in a dictionary and never removed.",
    mechanism="Each login adds an entry to `_sessions`; nothing evicts it.",
    trigger="Many users log in over days.",
    consequence="Memory grows until the process is killed.",
    remedy="Expire entries or cap the dictionary.",
    places=(TextPlace("app/sessions.py", 40, 42),),
)
RACE = IssueText(
    id="race",
    defect_class="race.state",
    description="The balance is read and written in two steps without a lock.",
    mechanism="Another thread can run between reading the balance and writing it back.",
    trigger="Two withdrawals of one account at the same time.",
    consequence="One withdrawal is lost and money is paid out twice.",
    remedy="Hold the lock around both steps.",
    places=(TextPlace("app/account.py", 10, 14),),
)


def judged(body: str, path: str | None = None, line: int | None = None):
    return match_comments(Case((CACHE, RACE), (CommentText("c1", body, path, line),)), RUBRIC).matches[0]


@pytest.mark.parametrize(
    ("body", "path", "line", "issue"),
    [
        (
            "who ever deletes from this dict? every login adds an entry and it stays until the pod dies",
            "app/sessions.py",
            41,
            "cache",
        ),
        ("`_sessions` never shrinks, memory will grow with each user", "app/sessions.py", 40, "cache"),
        (
            "two threads can both read the balance before either writes, so one withdrawal is lost",
            "app/account.py",
            12,
            "race",
        ),
    ],
)
def test_a_remark_on_the_defect_is_credited(body, path, line, issue) -> None:
    found = judged(body, path, line)
    assert (found.issue, found.decision) == (issue, Decision.MATCH)


@pytest.mark.parametrize(
    ("body", "path", "line"),
    [
        ("nit: rename `_sessions` to `sessions_by_user`", "app/sessions.py", 41),
        ("line too long, please wrap", "app/account.py", 11),
        ("nice work, very clean 👏", "app/account.py", 11),
        ("I checked this for a race: there is none, the lock above covers it.", "app/account.py", 11),
        (
            "Please check races, leaks, timeouts, security, performance and error handling everywhere.",
            None,
            None,
        ),
        ("", "app/account.py", 11),
    ],
)
def test_what_names_no_defect_earns_nothing(body, path, line) -> None:
    assert judged(body, path, line).decision is not Decision.MATCH


def test_a_match_carries_place_sentence_contrast_and_level() -> None:
    found = judged(
        "two threads can both read the balance before either writes it back, one is lost",
        "app/account.py",
        12,
    )
    facets = [e.facet for e in found.evidence]
    assert facets[0] == "place"
    assert "contrast" in facets
    assert "level" in facets
    assert "on the planted lines, app/account.py:12" in found.evidence[0].why
    assert any(
        e.sentence and e.sentence in (RACE.description, RACE.mechanism, RACE.trigger, RACE.consequence)
        for e in found.evidence
    )


def test_a_second_comment_on_an_issue_is_a_duplicate() -> None:
    body = "`_sessions` never shrinks, memory will grow with each user"
    comments = tuple(CommentText(f"c{i}", body, "app/sessions.py", 41) for i in (1, 2))
    matching = match_comments(Case((CACHE, RACE), comments), RUBRIC)
    assert [m.duplicate for m in matching.matches] == [False, True]
    assert matching.found == ("cache",)


def test_without_issues_nothing_is_found() -> None:
    matching = match_comments(Case((), (CommentText("c1", "this leaks"),)), RUBRIC)
    assert matching.found == ()
    assert matching.matches[0].issue is None


def test_praise_and_style_are_told_apart() -> None:
    assert judged("Nice work, thank you!").kind is Kind.PRAISE
    assert judged("nit: this name is an abbreviation, please rename", "app/account.py", 30).kind is Kind.STYLE


def test_every_class_name_on_every_line_earns_nothing() -> None:
    spray = ", ".join(c.title for c in RUBRIC.classes)
    comments = tuple(
        CommentText(f"{path}{line}", spray, path, line)
        for path in ("app/sessions.py", "app/account.py")
        for line in range(5, 45, 3)
    )
    assert match_comments(Case((CACHE, RACE), comments), RUBRIC).found == ()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.sampled_from([None, "app/account.py"]), st.integers(1, 60))
def test_any_text_gets_an_answer_and_the_same_one_twice(body, path, line) -> None:
    comment = CommentText("c", body, path, line if path else None)
    case = Case((CACHE, RACE), (comment,))
    first = match_comments(case, RUBRIC)
    assert first == match_comments(case, RUBRIC)
    assert all(0 <= c.probability <= 1 for c in first.candidates)
    assert all(e.span is None or 0 <= e.span[0] <= e.span[1] <= len(body) for m in first.matches for e in m.evidence)


@given(st.text(max_size=200))
def test_remarks_are_pieces_of_the_body_in_order(body) -> None:
    spans = [r.span for r in remarks_of(CommentText("c", body))]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(body[a:b].strip() for a, b in spans)


def test_a_doubt_that_answers_itself_is_negated() -> None:
    assert sounds_negated("is this racy? ... no ok, the lock covers both. never mind")
    assert not sounds_negated("there is nothing that evicts these")


def test_the_filter_answers_bad_lines_and_goes_on() -> None:
    good = json.dumps(
        {
            "id": "r",
            "issues": [{"id": "i", "description": "x"}],
            "comments": [{"id": "c", "body": "hm", "extra": 1}],
        }
    )
    answers = [json.loads(a) for a in match_lines(["{", good, '{"issues": 3, "comments": []}'], RUBRIC)]
    assert answers[0]["line"] == 1
    assert "error" in answers[0]
    assert answers[1]["id"] == "r"
    assert answers[1]["matches"][0]["comment"] == "c"
    assert answers[2]["line"] == 3


def test_other_languages_do_not_fell_it() -> None:
    for body in (
        "Dieser Cache wird nie geleert, der Speicher läuft voll",
        "キャッシュが削除されない。",
        "isto nunca é removido",
    ):
        assert judged(body, "app/sessions.py", 41).comment == "c1"


def test_labelled_records_can_be_read() -> None:
    lines = Path(__file__).parent.parent.joinpath("data/wording-1.jsonl").read_text(encoding="utf-8").splitlines()
    answer = json.loads(next(match_lines(lines[:1], RUBRIC)))
    assert {m["comment"] for m in answer["matches"]} == {c["id"] for c in json.loads(lines[0])["comments"]}


@pytest.mark.parametrize("label", ["nitpick", "praise", "question", "suggestion", "issue"])
def test_a_label_chosen_beside_the_text_counts_as_one_written_in_front(label: str) -> None:
    """Both are the same prior; without words they never earn credit."""
    body = "the name of this dictionary could say more"
    beside = Case((CACHE, RACE), (CommentText("c1", body, label=label),))
    in_front = Case((CACHE, RACE), (CommentText("c1", f"{label}: {body}"),))
    (one,), (other,) = (match_comments(case, RUBRIC).remarks for case in (beside, in_front))
    assert (one.label, one.kind) == (other.label, other.kind)
    empty = Case((CACHE, RACE), (CommentText("c1", "", label=label),))
    assert match_comments(empty, RUBRIC).matches[0].issue is None


def test_a_near_miss_in_the_key_keeps_a_remark_from_credit() -> None:
    """Authors can say what people remark at a place that is not the issue."""
    place = (TextPlace("pay.py", 30, 34),)
    issue = IssueText(
        "silent", "fail.swallowed", "", "A failed payment is logged and reported as paid.",
        "The except branch around the gateway call logs the error and returns True.", places=place,
        near_misses=("the card number ends up in the log",),
    )  # fmt: skip
    comment = CommentText("c", "the card number is written to the log in clear text", "pay.py", 33)
    (found,) = match_comments(Case((issue,), (comment,)), RUBRIC).matches
    assert found.decision is not Decision.MATCH
    right = CommentText("c", "when the gateway fails we log it and say that it was paid", "pay.py", 33)
    (found,) = match_comments(Case((issue,), (right,)), RUBRIC).matches
    assert (found.issue, found.decision) == ("silent", Decision.MATCH)


def test_a_line_without_end_is_answered_and_the_next_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so much of it is kept as shows that it is too long."""
    monkeypatch.setattr("harness.steps.matching.stream.MOST_CHARACTERS", 1000)
    source = io.StringIO("x" * 5_500 + "\n" + json.dumps({"id": "b", "issues": [], "comments": []}) + "\n")
    long, good = (json.loads(a) for a in match_lines(bounded_lines(source), RUBRIC))
    assert (long["line"], good["id"]) == (1, "b") and "longer than 1,000" in long["error"]
