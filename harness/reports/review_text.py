"""What a candidate said, as Markdown: each comment under its place with the code it is about. Nothing of the key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.comment import Comment
from harness.domain.conventional import with_label
from harness.domain.diff import Side
from harness.domain.display import display, display_lines
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession
from harness.reports.figures import line_of
from harness.reports.markdown_report import escaped

_TITLE, _CONCLUSION = "# Review: ", "Conclusion: "


def is_review_markdown(text: str) -> bool:
    """Whether a text begins like one of these."""
    lines = text.split("\n", 3)
    return len(lines) > 3 and lines[0].startswith(_TITLE) and lines[2].startswith(_CONCLUSION)


def review_markdown(pull_request: PullRequest, session: ReviewSession) -> str:
    """The review as Markdown text ending in a line feed. Texts stand in fences that nothing in them can close."""
    return "\n".join(_lines(pull_request, session)) + "\n"


def _lines(pull_request: PullRequest, session: ReviewSession) -> Iterator[str]:
    yield f"{_TITLE}{escaped(pull_request.title)}"
    yield from ("", f"{_CONCLUSION}{session.conclusion or 'none'}. {len(session.comments)} comments.", "")
    if session.summary.strip():
        yield from _fenced(session.summary)
        yield ""
    paths = dict.fromkeys(
        [f.path for f in pull_request.files] + [c.anchor.path or "" for c in session.comments.values()]
    )
    for path in ["", *(p for p in paths if p)]:
        mine = session.comments_in(path or None)
        if mine:
            yield from (f"## {escaped(path) if path else 'The whole review'}", "")
            for comment in mine:
                yield from _comment(pull_request, comment)
    for prompt in pull_request.prompts:
        yield from (f"## {escaped(prompt.text)}", "", *_fenced(session.answers.get(prompt.id, "") or "(no answer)"), "")


def _comment(pull_request: PullRequest, comment: Comment) -> Iterator[str]:
    anchor = comment.anchor
    place = "the file" if anchor.path else "the review"
    if anchor.lines:
        start, end = anchor.lines.start, anchor.lines.end
        place = f"line {start}" if start == end else f"lines {start}–{end}"
    old = " (old)" if anchor.side is Side.LEFT else ""
    reply = f", reply to {comment.reply_to}" if comment.reply_to else ""
    yield from (f"### {escaped(comment.id)}, {place}{old}{escaped(reply)}", "")
    code = line_of(pull_request, anchor.path, anchor.line, anchor.side is Side.LEFT)
    if code is not None:
        yield from _fenced(display(code))
        yield ""
    yield from _fenced(with_label(comment))
    yield ""


def _fenced(text: str) -> list[str]:
    """A text in a fence longer than any run of backquotes in it."""
    longest = max([len(run) for run in re.findall(r"`+", text)] or [0])
    fence = "`" * max(3, longest + 1)
    return [fence, *display_lines(text).split("\n"), fence]
