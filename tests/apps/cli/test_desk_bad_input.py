"""What people give the interviewer's commands by mistake, or to do harm: one sentence, an exit code, nothing lost."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from apps.cli.test_bad_input import bad_files
from builders import write_fixture
from sessions import WORDS_REVIEW, write_session

from harness.adapters.event_log import Header
from harness.adapters.log_lines import START, encode
from harness.apps.cli.main import main
from harness.apps.exit_codes import ExitCode
from harness.domain import event as ev
from harness.domain.comment import Anchor

COMMANDS = {
    "compare": ["compare", "FILE", "FILE"],
    "export": ["export", "FILE", "--to", "markdown"],
    "labels": ["labels", "FILE"],
    "promote": ["promote", "FILE", "c1", "--id", "x", "--class", "race.state", "--severity", "minor"],
    "regrade": ["regrade", "FILE", "--against", "forecast-cache-that-is-not-there"],
}


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return write_session(tmp_path / "s.session.jsonl", write_fixture(tmp_path / "words"), WORDS_REVIEW)


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("kind", ["missing", "empty", "binary", "text", "latin", "folder"])
def test_a_wrong_file_gets_one_clear_answer(
    tmp_path: Path, command: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(bad_files(tmp_path)[kind])
    code = main([name if word == "FILE" else word for word in COMMANDS[command]])
    shown = capsys.readouterr()
    assert code in (ExitCode.BAD_INPUT, ExitCode.USAGE)
    assert shown.err.strip() and len(shown.err) < 1500 and "Traceback" not in shown.err


def header(**changes: object) -> bytes:
    value = {
        "kind": "session",
        **asdict(Header(1, "a" * 16, "words", "1", "d" * 64, "t", "2026-01-01T00:00:00.000Z")),
        **changes,
    }
    return encode(value, START)[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": 99}, "newer version"),
        ({"fixture": "no-such-fixture"}, "there is no fixture"),
        ({"fixture": "../../etc"}, "the log names no fixture"),
        ({"fixture": "/etc"}, "the log names no fixture"),
        ({"fixture": 7}, "its first line is not as it should be"),
        ({"fixture": "\x1b]0;x\x07"}, "the log names no fixture"),
        ({"fixture": "forecast-cache"}, "another pull request"),
    ],
)
def test_a_log_from_elsewhere_says_why_it_cannot_be_graded(
    tmp_path: Path, changes: dict[str, object], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A future format, a fixture that is not here, a path in place of a slug, another pull request."""
    made = tmp_path / "x.session.jsonl"
    made.write_bytes(header(**changes))
    for command in (["grade", str(made)], ["export", str(made), "--to", "github"], ["labels", str(made)]):
        assert main(command) == ExitCode.BAD_INPUT
        err = capsys.readouterr().err
        assert words in err and "\x1b" not in err


def test_a_session_of_another_fixture_is_no_part_of_a_comparison(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other" / "words"
    write_fixture(other)
    (other / "base" / "words.py").write_text((other / "base" / "words.py").read_text() + "\n# later\n")
    assert main(["compare", str(session), str(session), "--fixture", str(other)]) == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.strip()


def test_a_key_that_may_not_be_written_stays_as_it_is(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What nobody confirmed is refused before anything is opened for writing."""
    before = (tmp_path / "words/key/key.yaml").read_bytes()
    command = [
        "promote",
        str(session),
        "c3",
        "--id",
        "x",
        "--class",
        "race.state",
        "--severity",
        "minor",
        "--fixture",
        str(tmp_path / "words"),
    ]
    assert main(command) == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("c3 is")
    assert (tmp_path / "words/key/key.yaml").read_bytes() == before


def test_verdicts_of_another_session_beside_this_one_are_left_aside(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fixture = str(tmp_path / "words")
    from harness.adapters.clock import Clock
    from harness.adapters.event_log import read_log
    from harness.adapters.verdict_log import VerdictWriter, verdicts_path
    from harness.domain import verdict as ve

    other = write_session(tmp_path / "o.session.jsonl", tmp_path / "words", WORDS_REVIEW, session="f" * 16)
    writer = VerdictWriter.open(read_log(other), "ada", Clock(), "t")
    writer.give(ve.StyleMarked("c2"))
    writer.close()
    shutil.copy(verdicts_path(other, "ada"), verdicts_path(session, "ada"))
    assert main(["grade", str(session), "--fixture", fixture, "--json"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert any("about another session" in remark for remark in found["remarks_on_log"])
    assert found["judged_by"]["graders"] == []


@pytest.mark.parametrize("form", [[], ["--markdown"], ["--csv"]])
def test_a_forged_name_of_a_comment_does_not_act_on_the_terminal(
    tmp_path: Path, form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever owns a log can call a comment anything, with every checksum right."""
    fixture = write_fixture(tmp_path / "words")
    forged = ev.CommentAdded("\x1b]52;c;eA==\x07\u202e", Anchor(), "this grows with every user, nothing evicts")
    made = write_session(tmp_path / "s.session.jsonl", fixture, [*WORDS_REVIEW[:-1], (1.0, forged), WORDS_REVIEW[-1]])
    assert main(["grade", str(made), "--fixture", str(fixture), *form]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "\u241b" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
