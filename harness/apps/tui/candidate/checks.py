"""What a candidate may have forgotten, told before handing in. It knows nothing of what there is to find."""

from __future__ import annotations

from harness.domain.display import display
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession


def missing(pull_request: PullRequest, session: ReviewSession) -> list[str]:
    """What a candidate may have forgotten, in words."""
    unviewed = [f.path for f in pull_request.files if f.path not in session.opened_files]
    open_drafts = [d for d in session.drafts.values() if d.text.strip()]
    unanswered = [p for p in pull_request.prompts if not session.answers.get(p.id, "").strip()]
    found = [f"never opened: {display(path)}" for path in unviewed]
    if not session.comments:
        found.append("no comment yet")
    if open_drafts:
        found.append(f"{len(open_drafts)} draft{'s' if len(open_drafts) > 1 else ''} not kept as a comment")
    if unanswered:
        found.append(f"{len(unanswered)} of {len(pull_request.prompts)} questions not answered (p)")
    if not session.summary.strip():
        found.append("no summary")
    return found
