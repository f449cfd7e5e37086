"""Reviews in other tools' words: there and back without loss, whatever the text, and one sentence for what is none."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace

import pytest
from builders import a_pull_request
from hypothesis import given
from hypothesis import strategies as st

from harness.adapters.comment_lines import read_lines
from harness.adapters.github_reviews import github_payload, read_github
from harness.adapters.rdjsonl import rdjsonl, read_rdjsonl
from harness.adapters.sarif import read_sarif, sarif
from harness.domain.comment import Anchor, Comment, Conclusion, Decoration, Label
from harness.domain.conventional import labelled, with_label
from harness.domain.diff import Side
from harness.domain.outside_review import NotAReview

OLD = "".join(f"old {n}\n" for n in range(1, 41))
NEW = OLD.replace("old 10\n", "new 10\nnew 10b\n").replace("old 30\n", "")
PULL_REQUEST = a_pull_request({"a.py": (OLD, NEW), "dir/b é.py": ("", "one\ntwo\nthree\n")})
NASTY = [
    "",
    " ",
    "nit: x",
    "**issue (blocking):** y",
    "issue:\n\nz",
    "\x1b[2J",
    "\u202e",
    "\ud800",
    "=1+1",
    "a.py:3: no",
    "@everyone <b>",
    "\r\n",
]
BODIES = st.text(max_size=40) | st.sampled_from(NASTY)


@st.composite
def anchors(draw: st.DrawFn) -> Anchor:
    path = draw(st.sampled_from([None, "a.py", "dir/b é.py", "other/x.py"]))
    if path is None or draw(st.booleans()):
        return Anchor(path)
    line = draw(st.integers(1, 45))
    start = draw(st.none() | st.integers(1, line))
    return Anchor(path, draw(st.sampled_from(Side)), line, start if start != line else None)


COMMENTS = st.lists(
    st.builds(Comment, st.just("c0"), anchors(), BODIES, st.none() | st.sampled_from(Label), st.none() | st.sampled_from(Decoration)),
    max_size=6,
).map(lambda found: [replace(c, id=f"c{n}") for n, c in enumerate(found, 1)])  # fmt: skip


def normal(comment: Comment) -> Comment:
    """A comment as it is read again: a label typed in front of its text is its label."""
    label, decoration, body = labelled(with_label(comment))
    return replace(comment, label=label, decoration=decoration, body=body)


@given(
    st.builds(
        Comment,
        st.just("c1"),
        st.just(Anchor()),
        BODIES,
        st.none() | st.sampled_from(Label),
        st.none() | st.sampled_from(Decoration),
    )
)
def test_labels_go_there_and_back(comment: Comment) -> None:
    """What was chosen beside a text comes back; what is read again is read the same ever after."""
    label, decoration, body = labelled(with_label(comment))
    if comment.label or comment.decoration:
        assert (label, decoration, body) == (comment.label, comment.decoration, comment.body)
    if label or decoration:
        assert labelled(with_label(normal(comment))) == (label, decoration, body)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nit: rename", (Label.NITPICK, None, "rename")),
        ("**issue (blocking):** grows", (Label.ISSUE, Decoration.BLOCKING, "grows")),
        ("Suggestion (if-minor): x", (Label.SUGGESTION, Decoration.IF_MINOR, "x")),
        ("todo: x", (None, None, "todo: x")),
        ("issues: many", (None, None, "issues: many")),
        ("comment: x", (None, None, "comment: x")),
        ("comment (blocking): x", (None, Decoration.BLOCKING, "x")),
    ],
)
def test_conventional_comments(text: str, found: tuple[Label | None, Decoration | None, str]) -> None:
    assert labelled(text) == found


@given(COMMENTS)
def test_diagnostics_go_there_and_back(comments: list[Comment]) -> None:
    values = [json.loads(line) for line in rdjsonl(comments).split("\n") if line]
    assert list(read_rdjsonl(values, PULL_REQUEST).comments) == [normal(c) for c in comments]


@given(COMMENTS)
def test_sarif_goes_there_and_back(comments: list[Comment]) -> None:
    assert list(read_sarif(json.loads(sarif(comments)), PULL_REQUEST).comments) == [normal(c) for c in comments]


@given(COMMENTS, BODIES, st.sampled_from(Conclusion))
def test_a_github_review_goes_there_and_back(comments: list[Comment], summary: str, conclusion: Conclusion) -> None:
    """Every comment comes back in its place, also those that GitHub has none for: they stand in the body, in a list."""
    payload = json.loads(github_payload(PULL_REQUEST, comments, summary, conclusion))
    found = read_github(payload, PULL_REQUEST)
    placed = [c for c in found.comments if c.anchor.path]
    inside = [c for c in comments if in_a_hunk(c.anchor)]
    elsewhere = [c for c in comments if c not in inside and c.anchor.path]
    assert [replace(c, id="") for c in placed] == [replace(normal(c), id="") for c in (*inside, *elsewhere)]
    assert len(payload["comments"]) == len(inside)
    assert found.conclusion is conclusion
    for comment in comments:
        if comment.anchor.path is None:
            assert with_label(comment) in payload["body"]
    if summary.strip():
        assert summary in payload["body"]


def in_a_hunk(anchor: Anchor) -> bool:
    """By hand: lines 7 to 13 and 26 to 33 of the old a.py with what took their place, and all of the new file."""
    spans = {
        ("a.py", Side.LEFT): [(7, 13), (27, 33)], ("a.py", Side.RIGHT): [(7, 14), (28, 33)],
        ("dir/b é.py", Side.RIGHT): [(1, 3)],
    }  # fmt: skip
    lines = anchor.lines
    if lines is None or anchor.path is None or anchor.side is None:
        return False
    return any(a <= lines.start and lines.end <= b for a, b in spans.get((anchor.path, anchor.side), []))


def test_a_list_of_review_comments_with_threads_files_and_outdated_lines() -> None:
    me = {"user": {"login": "ada"}}
    value = [
        {"id": 7, "path": "a.py", "line": 11, "side": "RIGHT", "body": "issue (blocking): grows", **me},
        {"id": 8, "path": "a.py", "line": None, "original_line": 10, "side": "LEFT", "body": "outdated", **me},
        {"id": 9, "path": "a.py", "subject_type": "file", "line": None, "body": "the file", **me},
        {"id": 10, "path": "a.py", "line": 11, "body": "and more", "in_reply_to_id": 7, **me},
        {"id": 11, "path": "a.py", "position": 5, "body": "by position", **me},
        {"id": 12, "path": "a.py", "line": 13, "start_line": 11, "start_side": "RIGHT", "body": "a range", **me},
    ]
    found = read_github(value, PULL_REQUEST).comments
    assert [str(c.anchor) for c in found] == ["a.py:11", "a.py:10 (old)", "a.py", "a.py:11", "a.py:10", "a.py:11-13"]
    assert (found[0].label, found[3].reply_to) == (Label.ISSUE, "c1")


def test_one_of_several_people_is_graded_and_nobody_by_chance() -> None:
    value = [{"path": "a.py", "line": 11, "body": name, "user": {"login": name}} for name in ("ada", "bob", "ada")]
    with pytest.raises(NotAReview, match=r"2 people \(ada, bob\); name one with --by"):
        read_github(value, PULL_REQUEST)
    found = read_github(value, PULL_REQUEST, "ada")
    assert [c.body for c in found.comments] == ["ada", "ada"]
    assert found.left_out == ("Left out, as said by others: 1 of 3 comments.",)


def test_lines_of_text() -> None:
    """A path of the pull request begins a comment; everything else goes on with the one before."""
    text = (
        "Nice work.\na.py:11: grows: for ever\n  see line 3\n./a.py:11-13: a range\nb/a.py:4:7: with a column\r\n"
        "a.py: the file\nno.py:3: not ours\ndir/b é.py:2 nit: x\n"
    )
    found = read_lines(text, PULL_REQUEST).comments
    assert [(str(c.anchor), c.body) for c in found] == [
        ("the whole review", "Nice work."),
        ("a.py:11", "grows: for ever\n  see line 3"),
        ("a.py:11-13", "a range"),
        ("a.py:4", "with a column"),
        ("a.py", "the file\nno.py:3: not ours"),
        ("dir/b é.py:2", "x"),
    ]
    assert found[-1].label is Label.NITPICK


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_lines(text: str) -> None:
    try:
        found = read_lines(text, PULL_REQUEST)
    except NotAReview:
        assert not text.strip() or not labelled(text.strip())[2]
        return
    assert all(c.body.strip() for c in found.comments)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["comments", "body", "path", "line", "side", "start_line", "user", "login", "message", "location", "range", "start", "end",
         "runs", "results", "text", "locations", "physicalLocation", "region", "startLine", "tool", "driver", "rules", "id", "position"]
    ), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@given(JSON)
def test_no_json_breaks_a_reader(value: object) -> None:
    """Whatever stands where: a review, or one sentence on why it is none."""
    for read in (read_github, read_sarif, lambda v, pr: read_rdjsonl([v], pr)):
        if isinstance(value, dict) or (isinstance(value, list) and read is read_github):
            with contextlib.suppress(NotAReview):
                assert all(c.id for c in read(value, PULL_REQUEST).comments)


@pytest.mark.parametrize("name", [[], {}, [1], 1.5, True])
def test_names_of_threads_that_are_none_are_left_aside(name: object) -> None:
    """A list is no name, and cannot be looked up."""
    entries = [{"id": name, "body": "one", "in_reply_to_id": name}, {"id": 2, "body": "two", "in_reply_to_id": 2}]
    assert [c.body for c in read_github(entries, PULL_REQUEST).comments] == ["one", "two"]
