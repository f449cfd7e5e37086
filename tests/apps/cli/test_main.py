"""The command line: help, exit codes, and what a mistake looks like."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.apps.cli.main import _COMMANDS, cli, main
from harness.apps.exit_codes import ExitCode

README = Path(__file__).resolve().parents[3] / "README.md"


@pytest.mark.parametrize("name", list(_COMMANDS))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`harness COMMAND --help` says what the command does."""
    assert main([name, "--help"]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: harness {name}")
    assert len(shown.splitlines()) > 4


def test_every_command_stands_in_the_readme() -> None:
    """No command is hidden from the reader of the README."""
    text = README.read_text("utf-8")
    assert [name for name in _COMMANDS if f"harness {name}" not in text] == []


def test_the_readme_lists_every_exit_code() -> None:
    """The table of exit codes and the program agree."""
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", README.read_text("utf-8"), re.MULTILINE)}
    assert listed == {int(code) for code in ExitCode}


def test_an_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the finger gets a hint, and the documented exit code."""
    assert main(["grad"]) == ExitCode.USAGE
    assert "Did you mean 'grade'" in capsys.readouterr().err


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The bare command is a question, not a mistake."""
    main([])
    captured = capsys.readouterr()
    assert "harness demo" in captured.out + captured.err


def test_the_list_of_commands_is_complete() -> None:
    """Every command in the table is one that can be called by its name."""
    import click

    context = click.Context(cli)
    assert [cli.get_command(context, name).name for name in cli.list_commands(context)] == list(_COMMANDS)  # type: ignore[union-attr]
