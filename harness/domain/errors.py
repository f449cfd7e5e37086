"""Errors that are meant for people.

    HarnessError            what went wrong, where, and what to do next
    ├── BadInput            a file or an argument is not what it should be
    │   ├── FixtureFaulty   a fixture, with every fault found in it
    │   ├── BadPacket       a packet that is damaged or of another format
    │   ├── BadSession      a session log that is damaged or of another format
    │   └── WrongPullRequest  a session that was made on another pull request
    ├── CannotRun           the surroundings lack something: a terminal, permission, space
    │   └── NoTerminal
    └── NotProven           an author's check came out red

Anything else that is raised is a bug and keeps its traceback.
"""

from __future__ import annotations

from harness.domain.fault import Fault


class HarnessError(Exception):
    """A failure that a person can act on.

    `what` is one clause without a full stop; `where` names the file, line or field; `next_step` is a sentence.
    """

    def __init__(self, what: str, *, where: str | None = None, next_step: str | None = None) -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(what)

    def __str__(self) -> str:
        sentence = f"{self.where}: {self.what}" if self.where else self.what
        if sentence and sentence[-1] not in ".?!":
            sentence += "."
        return f"{sentence} {self.next_step}" if self.next_step else sentence


class BadInput(HarnessError):
    """A file or an argument is not what it should be."""


class FixtureFaulty(BadInput):
    """A fixture that cannot be used; carries all faults, each with its place and remedy."""

    def __init__(self, where: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"the fixture has {count}", where=where, next_step=f"See `harness lint {where}`.")

    def __str__(self) -> str:
        return "\n".join([*(str(fault) for fault in self.faults), super().__str__()])


class BadPacket(BadInput):
    """A packet that is damaged, of another format, or no packet at all."""


class BadSession(BadInput):
    """A session log that is damaged, of another format, or no session log at all."""


class WrongPullRequest(BadInput):
    """A session that was made on another pull request than the one it is to be graded against."""


class CannotRun(HarnessError):
    """The surroundings lack what the command needs: permission, space on the disk, a program."""


class NoTerminal(CannotRun):
    """A screen was asked for where there is no terminal, or one too small to work in."""


class NotProven(HarnessError):
    """An author's check came out red."""
