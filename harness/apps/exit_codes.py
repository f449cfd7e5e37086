"""How a command ends. Documented in README.md; a test keeps the two equal."""

from __future__ import annotations

from enum import IntEnum

from harness.domain.errors import BadInput, CannotRun, HarnessError, NoTerminal, NotProven


class ExitCode(IntEnum):
    """The exit status of `harness` and of a packet."""

    OK = 0
    """Done."""
    NOT_PROVEN = 1
    """A check came out red: `lint` found errors, `verify` could not prove something, `pack` found no evidence."""
    USAGE = 2
    """The command line was not understood."""
    BAD_INPUT = 3
    """A file or an argument is not what it should be."""
    NO_TERMINAL = 4
    """A screen was asked for, and there is no terminal."""
    CANNOT_RUN = 5
    """The surroundings lack something: permission, space on the disk, a program."""
    INTERRUPTED = 130
    """Ended by Ctrl-C."""


def exit_code_for(error: HarnessError) -> ExitCode:
    """The exit status that belongs to an error."""
    match error:
        case NoTerminal():
            return ExitCode.NO_TERMINAL
        case CannotRun():
            return ExitCode.CANNOT_RUN
        case NotProven():
            return ExitCode.NOT_PROVEN
        case BadInput():
            return ExitCode.BAD_INPUT
        case _:
            return ExitCode.BAD_INPUT
