"""Where the matcher will have trouble with a key: issues it can hardly tell apart, and sentences that say too little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from harness.domain.class_rubric import ClassRubric
from harness.domain.match import Case, CommentText, IssueText
from harness.matching.key_texts import FIELDS, text_vector
from harness.matching.matcher import match_comments
from harness.matching.spoken import content_stems, spoken

FEWEST_WORDS = 12
"""Words that carry meaning, in description and mechanism together; fewer leave the matcher with little but the place."""
_TOO_ALIKE = 0.8
_CONFUSED = 0.5
_NAMES = {"description": "title"}
"""What the key calls a field that the matcher knows under another name."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about an issue of the key that the matcher will stumble over; `other` is the issue it is mixed up with."""

    issue: str
    what: str
    remedy: str
    other: str | None = None


def doubts(issues: Sequence[IssueText], rubric: ClassRubric) -> tuple[Doubt, ...]:
    """All doubts about a key, thin sentences first."""
    return (*_thin(issues), *_confused(issues, rubric))


def _thin(issues: Sequence[IssueText]) -> list[Doubt]:
    found = []
    for issue in issues:
        said = spoken(f"{issue.description} {issue.mechanism}")
        words = len(content_stems(said.stems(), said.words))
        if words < FEWEST_WORDS:
            found.append(
                Doubt(
                    issue.id,
                    f"title and mechanism of {issue.id} have {words} words that say something",
                    f"Write at least {FEWEST_WORDS}: what is done, where, and what is missing; "
                    "by them the matcher knows a remark without its place.",
                )
            )
        empty = [_NAMES.get(name, name) for name in FIELDS if not getattr(issue, name).strip()]
        if empty:
            found.append(
                Doubt(
                    issue.id, f"{issue.id} has no {', '.join(empty)}", "Write a sentence for each; levels rest on them."
                )
            )
    return found


def _confused(issues: Sequence[IssueText], rubric: ClassRubric) -> list[Doubt]:
    """Pairs whose own sentences, read as remarks on the whole review, speak for the other one as well."""
    found = []
    for a, b in ((a, b) for i, a in enumerate(issues) for b in issues[i + 1 :]):
        alike = float(np.dot(text_vector(_all(a)), text_vector(_all(b))))
        mixed = [name for name in (a.id, b.id) if _speaks_for(name, a, b, rubric) > _CONFUSED]
        if alike > _TOO_ALIKE or mixed:
            found.append(
                Doubt(
                    a.id,
                    f"{a.id} and {b.id} are hard to tell apart for the matcher (likeness {alike:.2f})",
                    "Say in each what the other is not: other names, another trigger, another consequence; "
                    "or add `near_misses` to both.",
                    b.id,
                )
            )
    return found


def _speaks_for(name: str, a: IssueText, b: IssueText, rubric: ClassRubric) -> float:
    """How likely the other issue is taken for meant by what this one's key says is wrong."""
    mine, other = (a, b) if a.id == name else (b, a)
    said = CommentText("key", f"{mine.description} {mine.mechanism}")
    matching = match_comments(Case((a, b), (said,)), rubric)
    return max((c.probability for c in matching.candidates if c.issue == other.id), default=0.0)


def _all(issue: IssueText) -> str:
    return " ".join(getattr(issue, name) for name in FIELDS)
