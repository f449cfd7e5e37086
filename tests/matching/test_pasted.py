"""Code that is given back earns nothing; a sentence beside it is heard as ever."""

from __future__ import annotations

import pytest
from review_case import ISSUES, RUBRIC

from harness.domain.diff import Side
from harness.domain.match import Case, CommentText, Decision
from harness.matching.matcher import match_comments

CODE = "class Sessions:\n    def login(self, user):\n        # nothing is ever evicted, so this grows with every user until memory ends\n        self._sessions[user] = now()\n"
SAID = "nothing is ever evicted, so this grows with every user until memory ends"


def decision(body: str) -> Decision:
    comment = CommentText("c", body, "app/sessions.py", 41, None, Side.RIGHT)
    case = Case(ISSUES, (comment,), heads={"app/sessions.py": CODE})
    return match_comments(case, RUBRIC).of_comment("c")[0].decision


@pytest.mark.parametrize("before", ["", "+", "+    ", "> ", "    "])
def test_code_given_back_earns_nothing(before: str) -> None:
    """However telling its own comments are, and with whatever mark in front."""
    lines = [before + line.strip() for line in CODE.split("\n") if line.strip()]
    assert decision("\n".join(lines)) is Decision.NONE
    assert decision("```\n" + CODE + "```") is Decision.NONE
    assert decision(lines[2]) is Decision.NONE


def test_a_sentence_beside_the_code_is_heard() -> None:
    assert decision(SAID) is Decision.MATCH
    assert decision(CODE + "\n" + SAID) is not Decision.NONE
