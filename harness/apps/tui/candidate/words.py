"""The longer texts of the candidate's screen: before the start, help, and after the end."""

from __future__ import annotations

from harness.domain.display import display
from harness.domain.pull_request import PullRequest

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
