"""The practice round: two minutes on a tiny pull request of our own. Nothing of it goes into the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.clock import Clock
from harness.domain.packet import Packet
from harness.domain.pull_request import Author, ChangedFile, Prompt, PromptKind, PullRequest
from harness.domain.review_session import ReviewSession
from harness.steps.interview.record import Recorder, open_session

_BASE = '''\
"""Greetings."""


def greet(name):
    return "Hello, " + name


def farewell(name):
    return "Goodbye, " + name
'''
_HEAD = '''\
"""Greetings."""


def greet(name, polite=False):
    title = "dear " if polite else ""
    return "Hello, " + title + name


def farewell(name):
    return f"Goodbye, {name}"
'''
_NOTES = "# Greetings\n\nPolite greetings are there now.\n"
_DESCRIPTION = """\
This pull request is here to try the keys on. There is nothing to find in it, and nothing of this round is kept.

The line above the keys says what to try next. q leaves whenever you have had enough.
"""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to try, and how one sees that it was done."""

    text: str
    is_done: Callable[[ReviewSession], bool]


TASKS = (
    Task("} opens the next file: open greet.py", lambda s: "greet.py" in s.opened_files),
    Task("j k or ↓ ↑ to a line, c, write something, Ctrl+S keeps it", lambda s: s.made > 0),
    Task("v, j, j, c: a comment on a range", lambda s: any(c.anchor.start_line for c in s.comments.values())),
    Task("m to a comment, then a: a reply to it", lambda s: any(c.reply_to for c in s.comments.values())),
    Task("r marks the file as viewed", lambda s: bool(s.viewed)),
    Task("p answers the question beside the review", lambda s: bool(s.answers)),
    Task("s, then a, c or r: a conclusion (y would hand in)", lambda s: s.conclusion is not None),
)


def coach_line(session: ReviewSession) -> str:
    """What to try next, and how many were done."""
    left = [task for task in TASKS if not task.is_done(session)]
    done = len(TASKS) - len(left)
    return f" Practice {done}/{len(TASKS)} · {left[0].text}" if left else " Practice done · q goes to the review"


def practice_packet() -> Packet:
    """The pull request of the practice round."""
    changed = (ChangedFile.between("greet.py", _BASE, _HEAD), ChangedFile.between("NOTES.md", None, _NOTES))
    prompts = (Prompt("colour", PromptKind.QUESTION, "A question to answer: which colour do you like?"),)
    author = Author("Nobody", "practice")
    pull_request = PullRequest("Practice: polite greetings", _DESCRIPTION, author, "python", 2, changed, (), prompts)
    return Packet("practice", "practice", "0" * 64, pull_request)


def practice_recorder(folder: Path, program: str) -> Recorder:
    """A recorder whose log goes away with the folder."""
    return open_session(practice_packet(), folder, Clock(), program, folder)
