"""What a candidate may keep of a review: what they did, and nothing of the answer key.

Made from what the candidate's own program was given and recorded, and from nothing else: no key, matching or score can
reach this page, because none is passed. Two answer keys give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.attention import attention
from harness.domain.diff import Side
from harness.domain.event import CommentAdded, Record
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession, in_threads
from harness.reports.figures import coverage_by_file, line_of, timeline
from harness.reports.pages import page


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it was handed in."""

    heading: str
    where: str
    code: str | None
    text: str
    at: str


def candidate_report(
    pull_request: PullRequest, session: ReviewSession, records: Sequence[Record], times: Sequence[float], digest: str
) -> str:
    """The candidate's edition as a page. It contains nothing of the key, and says so in its first line."""
    looked = attention(pull_request, (), records, times)
    return page(
        "candidate.html.j2",
        title=pull_request.title,
        digest=digest,
        seconds=times[-1] if times else None,
        conclusion=session.conclusion,
        summary=session.summary.strip(),
        comments=list(_comments(pull_request, session, records, times)),
        answers=[(p.text, session.answers.get(p.id, "").strip()) for p in pull_request.prompts],
        timeline=timeline(looked, records, times, {}),
        coverage=coverage_by_file(pull_request, looked),
        lines=(looked.coverage.lines_seen, looked.coverage.lines),
        order=[path for path, _ in looked.by_path],
    )


def _comments(
    pull_request: PullRequest, session: ReviewSession, records: Sequence[Record], times: Sequence[float]
) -> Iterator[Said]:
    made: dict[str, float] = {}
    for moment, record in zip(times, records, strict=True):
        if isinstance(record.event, CommentAdded):
            made.setdefault(record.event.comment, moment)
    for comment in in_threads(session.comments.values()):
        anchor, at = comment.anchor, made.get(comment.id)
        code = line_of(pull_request, anchor.path, anchor.line, anchor.side is Side.LEFT)
        when = "" if at is None else f"{int(at) // 60}:{int(at) % 60:02d}"
        yield Said(comment.heading, str(anchor), code, comment.body, when)
