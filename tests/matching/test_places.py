"""A comment's place in relation to an issue, in numbers and words."""

from __future__ import annotations

import pytest

from harness.domain.match import CommentText, TextPlace
from harness.matching.place import FAR, relation

PLANTED = (TextPlace("a.py", 10, 12),)
ALSO = (TextPlace("b.py", 5, 5),)


@pytest.mark.parametrize(
    ("comment", "planted", "words"),
    [
        (CommentText("c", "", "a.py", 11), 0, "on the planted lines, a.py:11"),
        (CommentText("c", "", "a.py", 10, 3), 0, "on the planted lines, a.py:10"),
        (CommentText("c", "", "a.py", 14), 2, "2 lines from the planted lines, a.py:14"),
        (CommentText("c", "", "a.py", 90), 78, "elsewhere in the same file, a.py:90"),
        (CommentText("c", "", "b.py", 5), FAR, "at another fair place, b.py:5"),
        (CommentText("c", "", "z.py", 5), FAR, "in another file, z.py:5"),
        (CommentText("c", "", "a.py", 11, side="LEFT"), FAR, "elsewhere in the same file, a.py:11"),
        (CommentText("c", ""), FAR, "about the whole review"),
    ],
)
def test_relation(comment: CommentText, planted: int, words: str) -> None:
    found = relation(comment, PLANTED, ALSO)
    assert (found.planted, found.words) == (planted, words)
