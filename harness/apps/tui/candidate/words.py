"""The longer texts of the candidate's screen: before the start, help, and after the end."""

from __future__ import annotations

from harness.adapters.event_log import Status
from harness.domain.comment import Conclusion
from harness.domain.display import display
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession
from harness.steps.interview.record import Submission

CONCLUSION_KEYS = dict(zip(Conclusion, "acr", strict=True))

RECORDED = """\
What is recorded
  Your comments, answers and conclusion, and their drafts while you type;
  which lines are on the screen and when; the size of the window.
  Nothing else. Nothing leaves this machine: at the end there is one
  file, and you send it, or not.

How it is judged
  Say what would go wrong, when, and for whom: plain words are as good
  as jargon, a question ("who ever removes these?") as a statement.
  Remarks about style are welcome; they cost and earn nothing.
  Naming every kind of trouble on every line earns nothing either.
  A person looks at everything before it counts.

Time
  About {minutes} minutes are meant. The clock at the top only informs.
  Leave whenever you like with q: everything is kept, and the same
  command brings you back to where you were."""


def welcome(pull_request: PullRequest, minutes: int) -> str:
    """The screen before the start."""
    author = pull_request.author
    by = display(author.name) + (f", {display(author.role)}" if author.role else "")
    added, removed = sum(f.added for f in pull_request.files), sum(f.removed for f in pull_request.files)
    size = f"{len(pull_request.files)} files, +{added} -{removed}"
    return "\n".join(
        [
            "Please review this pull request as you would on any working day.",
            "",
            f"  {display(pull_request.title)}",
            f"  by {by} · {size}",
            "",
            RECORDED.format(minutes=minutes),
        ]
    )


def handed_in(submission: Submission) -> str:
    """The screen after the end."""
    return "\n".join(
        [
            "Thank you. Your review is complete.",
            "",
            "The file to send back:",
            f"  {display(str(submission.path))}",
            "",
            "Its digest, to read aloud or write in the mail:",
            f"  {submission.digest}",
            "",
            "Nothing was sent; that is up to you.",
        ]
    )


def state_text(session: ReviewSession) -> str:
    """Comments, conclusion and summary as they are."""
    count = len(session.comments)
    choices = [
        f"  {'(●)' if session.conclusion is word else '( )'} {key}  {word.value}"
        for word, key in CONCLUSION_KEYS.items()
    ]
    summary = " ".join(display(session.summary[:200]).replace("␊", " ").split())
    return "\n".join(
        [
            f"{count} comment{'' if count == 1 else 's'}",
            "Your conclusion",
            *choices,
            f"Summary: {summary or '(none yet)'}",
        ]
    )


def saved(status: Status) -> str:
    """Whether everything is safe; "saved" only after the disk said so."""
    if status.state == "failed":
        return f"NOT SAVED: {display(status.message)}"
    return f"saved ✓ {status.at}" if status.state == "saved" else "saving …"
