"""`replay`, `verdict` and `compare-graders`, given what people give by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import review, write_fixture

from harness.adapters.event_log import read_log
from harness.adapters.verdict_log import verdicts_path
from harness.apps.cli.main import main
from harness.apps.exit_codes import ExitCode


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return review(write_fixture(tmp_path / "words"), tmp_path / "p.packet")


COMMANDS = pytest.mark.parametrize("command", [["replay"], ["replay", "--follow"], ["verdict"], ["compare-graders"]])


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(list(arguments))
    return code, capsys.readouterr().err


@COMMANDS
@pytest.mark.parametrize("content", [None, b"", b"hello\n", bytes(range(256)) * 9])
def test_a_wrong_file_gets_one_clear_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], content: bytes | None
) -> None:
    path = tmp_path / "x.session.jsonl"
    if content is not None:
        path.write_bytes(content)
    code, said = answer(capsys, *command, str(path))
    assert code == ExitCode.BAD_INPUT
    assert said.count("\n") == 1


@COMMANDS
def test_a_missing_fixture_is_named(
    session: Path, capsys: pytest.CaptureFixture[str], command: list[str], tmp_path: Path
) -> None:
    code, said = answer(capsys, *command, str(session), "--fixture", str(tmp_path / "nowhere"))
    assert code == ExitCode.BAD_INPUT
    assert "nowhere" in said


def test_a_session_of_another_pull_request_is_refused(
    session: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = write_fixture(tmp_path / "other" / "words")
    (other / "pr.yaml").write_text((other / "pr.yaml").read_text("utf-8").replace("bounded", "limited"), "utf-8")
    code, said = answer(capsys, "verdict", str(session), "--fixture", str(other))
    assert code == ExitCode.BAD_INPUT
    assert "another pull request" in said


def test_without_a_terminal_nothing_is_written(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = answer(capsys, "verdict", str(session), "--fixture", str(session.parent / "words"), "--grader", "ada")
    assert code == ExitCode.NO_TERMINAL
    assert "needs a terminal" in said
    assert not verdicts_path(session, "ada").exists()


def test_the_wrong_digest_is_refused_and_the_right_one_goes_through(
    session: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = [str(session), "--fixture", str(session.parent / "words"), "--digest"]
    code, said = answer(capsys, "verdict", *where, "0000 0000 0000 0000")
    assert code == ExitCode.BAD_INPUT
    assert "not the one named" in said
    assert answer(capsys, "verdict", *where, read_log(session).digest)[0] == ExitCode.NO_TERMINAL


def test_a_name_that_is_no_name_and_settling_too_early(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = [str(session), "--fixture", str(session.parent / "words")]
    code, said = answer(capsys, "verdict", *where, "--grader", "../ada")
    assert code == ExitCode.BAD_INPUT
    assert "grader's name" in said
    code, said = answer(capsys, "verdict", *where, "--settle")
    assert code == ExitCode.BAD_INPUT
    assert "nothing to settle yet" in said


def test_somebody_elses_file_in_the_place_of_the_verdicts_is_left_alone(
    session: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = verdicts_path(session, "ada")
    path.write_bytes(b"my shopping list\n")
    code, said = answer(capsys, "verdict", str(session), "--fixture", str(session.parent / "words"), "--grader", "ada")
    assert code == ExitCode.BAD_INPUT
    assert "not a log of verdicts" in said
    assert path.read_bytes() == b"my shopping list\n"


def test_a_wrong_fixture_is_named_and_so_is_the_one_in_the_log(
    session: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = answer(capsys, "grade", str(session), "--fixture", "forecast-cache")
    assert code == ExitCode.BAD_INPUT
    assert "any variant of forecast-cache: its log names words" in said
