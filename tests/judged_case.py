"""One small matching with a remark of every sort, for tests of verdicts."""

from __future__ import annotations

from builders import a_match, some_comments

from harness.domain import verdict as ve
from harness.domain.judgement import Judgement, Terms
from harness.domain.judging import judge
from harness.domain.match import Decision, Evidence, Matching
from harness.domain.remark import Kind, Remark

TERMS = Terms(("leak", "race"), (("pop", "tests/test_a.py::test_pop"),))
COMMENTS = some_comments(
    c1="it grows for ever, and two threads race",
    c2="maybe it grows?",
    c3="the name is bad",
    c4="this pop is needless",
    c5="what if it is empty?",
    c6="fine, the lock covers it",
)
MATCHING = Matching(
    (
        a_match("c1", "leak", evidence=(Evidence("grows", (0, 18)),)),
        a_match("c1", "race", level=1, evidence=(Evidence("race", (19, 39)),)),
        a_match("c2", "leak", decision=Decision.LOOK, level=1, probability=0.5),
        a_match("c3", kind=Kind.STYLE),
        a_match("c4", decoy="pop"),
        a_match("c5"),
        a_match("c6"),
    ),
    (),
    (
        Remark("c1", 0, (0, 39), COMMENTS["c1"].body),
        Remark("c5", 0, (0, 20), COMMENTS["c5"].body, asked=True),
        Remark("c6", 0, (0, 24), COMMENTS["c6"].body, negated=True),
    ),
)


def judged(*verdicts: ve.Verdict, grader: str = "ada") -> Judgement:
    return judge(MATCHING, COMMENTS, TERMS, numbered(*verdicts, grader=grader))


def numbered(*verdicts: ve.Verdict, grader: str = "ada") -> list[ve.Given]:
    return [ve.Given(n, f"2026-01-01T00:00:{n:02d}.000Z", grader, v) for n, v in enumerate(verdicts, 1)]
