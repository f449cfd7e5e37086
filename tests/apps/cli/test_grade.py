"""`harness grade`: forms, files and their names."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import write_fixture
from sessions import WORDS_REVIEW, write_session

from harness.apps.cli.main import main
from harness.apps.exit_codes import ExitCode


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_fixture(tmp_path / "words")
    monkeypatch.chdir(tmp_path)
    return write_session(tmp_path / "s.session.jsonl", tmp_path / "words", WORDS_REVIEW)


def test_a_page_with_answers_says_so_in_its_name(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", str(session), "--html"]) == ExitCode.OK
    page = next(session.parent.glob("*.html"))
    assert "CONTAINS-ANSWERS" in page.name
    assert "CONTAINS ANSWERS" in page.read_text("utf-8").split("\n")[0]
    assert "contains answers" in capsys.readouterr().err


def test_the_candidates_page_says_that_it_holds_none(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = session.parent / "out"
    target.mkdir()
    assert main(["grade", str(session), "--candidate", "-o", str(target)]) == ExitCode.OK
    page = next(target.glob("*.html"))
    assert page.name.endswith("-for-candidate.html")
    assert "nothing of the key" in capsys.readouterr().err
    assert "ANSWERS" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("option", "starts"), [("--json", "{"), ("--markdown", "# Scorecard"), ("--csv", "contains_answers")]
)
def test_text_forms_go_to_the_screen_or_a_file(
    session: Path, option: str, starts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", str(session), option]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert shown.startswith(starts)
    assert main(["grade", str(session), option, "-o", "x.txt"]) == ExitCode.OK
    assert Path("x.txt").read_text("utf-8") == shown


def test_where_a_report_cannot_be_written_it_says_so(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", str(session), "--html", "-o", "/dev/full/x.html"]) == ExitCode.CANNOT_RUN
    assert "Traceback" not in capsys.readouterr().err


def test_a_digest_that_was_not_read_out_is_refused(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", str(session), "--digest", "ffff ffff ffff ffff"]) == ExitCode.BAD_INPUT
    assert "the log has the digest" in capsys.readouterr().err
