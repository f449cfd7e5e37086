"""The command line: arguments to steps, errors to exit codes, and nothing else.

Commands are imported when they are called, so that `harness --help` stays quick and no command pays for another.
"""

from __future__ import annotations

import importlib
import os
import sys
from io import StringIO
from typing import Any

import click

from harness import __version__
from harness.apps.exit_codes import ExitCode, exit_code_for
from harness.domain.display import display_lines
from harness.domain.errors import HarnessError

_COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("interview_commands", "A first exercise, from review to scorecard. Nothing to prepare."),
    "review": ("interview_commands", "Review a fixture or a packet in the terminal."),
    "pack": ("pack_command", "Make the file that a candidate receives."),
    "grade": ("scorecard_commands", "Match a session's comments, score them, print the scorecard."),
    "compare": ("scorecard_commands", "Put sessions of one fixture side by side."),
    "replay": ("desk_commands", "Walk through a session, event by event, with the key beside it."),
    "verdict": ("desk_commands", "Decide on a session's remarks, what needs a person first."),
    "compare-graders": ("desk_commands", "Say how far two graders agree, and on what they differ."),
    "promote": ("key_commands", "Take a confirmed opportunity into a fixture's key."),
    "regrade": ("key_commands", "Score old sessions with another key, and say what changes."),
    "labels": ("key_commands", "Write verdicts as labels for `calibrate`."),
    "export": ("export_command", "Write a session in the words of other tools."),
    "new": ("author_commands", "Start a fixture."),
    "plant": ("plant_command", "Plant a defect in a fixture, or have places suggested."),
    "fix": ("fix_command", "Write another way to mend a planted issue, to prove its proof with."),
    "author": ("author_commands", "Work on a fixture: texts, gates, the candidate's view, the matcher."),
    "lint": ("lint_command", "Say what is wrong with a fixture."),
    "verify": ("verify_command", "Prove a fixture: every defect real, hidden and on its own."),
    "variants": ("variants_command", "List the variants of a fixture that are equally hard; say whose a packet is."),
    "match": ("match_commands", "The matcher as a filter: JSON Lines in, JSON Lines out."),
    "calibrate": ("match_commands", "Say how well the matcher does on labelled comments."),
}


class _LazyGroup(click.Group):
    """Lists its commands from a table and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"harness.apps.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(_nearest(args[0]) or error.message, ctx) from None


def _nearest(word: str) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(word, _COMMANDS, n=1)
    return f"No such command {word!r}. Did you mean {near[0]!r}?" if near else None


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="harness")
def cli() -> None:
    """Code-review exercises with proven, hidden defects.

    Start with `harness demo`: a ten-minute review, and then how it is graded.
    """


def run(argv: list[str] | None = None) -> Any:
    """Run the command line and end the process with a documented exit code."""
    sys.exit(main(sys.argv[1:] if argv is None else argv))


def main(argv: list[str]) -> int:
    """Run one command; return its exit code. Never shows a traceback for what a person did wrong."""
    try:
        result = cli.main(argv, prog_name="harness", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else ExitCode.OK
    except HarnessError as error:
        _say(str(error))
        return exit_code_for(error)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        # Its words quote the command line, where a file's name may hold anything.
        words = StringIO()
        error.show(words)
        _say(words.getvalue().rstrip("\n"))
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped. Nothing that was saved is lost.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader went away, as in `harness … | head`: point stdout at nothing, or the interpreter complains later.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except OSError as error:
        _say(_os_error(error))
        return ExitCode.CANNOT_RUN


def _os_error(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return (
        f"{where}{error.strerror or error}. Check the place, its permissions and the space on the disk, and try again."
    )


def _say(text: str) -> None:
    click.echo(display_lines(text), err=True)


if __name__ == "__main__":
    run()
