"""Reviews from elsewhere are graded like any other, and sessions leave in other tools' words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import GROWTH, write_fixture
from sessions import WORDS_REVIEW, write_session

from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes
from harness.apps.cli.export_command import export as export_command
from harness.apps.cli.main import main
from harness.apps.exit_codes import ExitCode
from harness.domain.errors import BadInput, WrongPullRequest
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.reports.candidate_report import candidate_report
from harness.reports.html_report import html_report
from harness.reports.text_report import text_report
from harness.steps.interview.assess import assess
from harness.steps.interview.export import FORMATS, export
from harness.steps.interview.take_in import assess_outside


@pytest.fixture
def fixture(tmp_path: Path) -> Path:
    return write_fixture(tmp_path / "words")


@pytest.fixture
def session(tmp_path: Path, fixture: Path) -> Path:
    return write_session(tmp_path / "s.session.jsonl", fixture, WORDS_REVIEW)


def packet(folder: Path, fixture: Path, seed: str = "1") -> Path:
    made = folder / f"{seed}.packet"
    made.write_bytes(packet_bytes(pull_request_of(compose(load_fixture(fixture), seed)), "words", seed)[0])
    return made


@pytest.mark.parametrize("form", ["github", "rdjsonl", "sarif"])
def test_what_was_exported_is_graded_as_the_session_was(
    tmp_path: Path, session: Path, fixture: Path, form: str
) -> None:
    """Same issues, same levels; but no time and no reading, which the scorecard says."""
    made = tmp_path / f"review.{form}"
    made.write_text(export(session, form, str(fixture)), encoding="utf-8")
    there, here = assess_outside(made, fixture=str(fixture)), assess(session, str(fixture))
    assert [(r.issue, r.level) for r in there.scorecard.issues] == [(r.issue, r.level) for r in here.scorecard.issues]
    assert there.provenance.marks == ("no log", "not anchored")
    text = text_report(there)
    assert "work not known" in text and "Not known: the review was not made in this program." in text
    assert "never opened" not in text
    assert "no log" in html_report(there)
    assert candidate_report(there.pull_request, there.session, there.records, there.times, there.digest)


def test_markdown_is_not_taken_for_lines_of_comments(tmp_path: Path, session: Path, fixture: Path) -> None:
    """It would be read as one comment about the whole review."""
    made = tmp_path / "review.md"
    made.write_text(export(session, "markdown", str(fixture)), encoding="utf-8")
    with pytest.raises(BadInput, match="exported for people"):
        assess_outside(made, fixture=str(fixture))


def test_plain_lines_on_a_packet(tmp_path: Path, fixture: Path) -> None:
    made = tmp_path / "review.txt"
    made.write_text(f"words.py:18: {GROWTH}\n")
    found = assess_outside(made, packet=packet(tmp_path, fixture), fixture=str(fixture))
    assert [r.issue for r in found.scorecard.issues if r.found] == ["never-forgets"]
    assert found.variant.seed == "1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it holds no comment"),
        (b"\xff\xfe\x00", "no UTF-8 text"),
        (b"{}", "neither comments nor results"),
        (b"[1]", "no list of objects"),
        (b'{"comments": [{"path": "a"}]}', "comment 1 has no body"),
        (b'{"comments": [{"path": "a", "line": "3", "body": "x"}]}', "no whole number"),
        (b'{"message": "x"}\n{"message": "y"\n', "line 2 is no JSON"),
        (b'{"runs": [{"results": [{}]}]}', "result 1 has no message"),
        (b"[" * 100_000, "nested without end"),
        (json.dumps([{"body": "x"}] * 5001).encode(), "5,001 comments"),
        (json.dumps([{"body": "x" * 100_001}]).encode(), "longer than 100,000 characters"),
    ],
)  # fmt: skip
def test_what_is_no_review_gets_one_sentence(tmp_path: Path, fixture: Path, content: bytes, words: str) -> None:
    made = tmp_path / "review"
    made.write_bytes(content)
    with pytest.raises(BadInput) as error:
        assess_outside(made, fixture=str(fixture))
    assert words in str(error.value) and str(made) in str(error.value) and len(str(error.value)) < 400


def test_a_file_that_is_missing_too_large_or_a_folder(tmp_path: Path, fixture: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    for path, words in ((tmp_path / "none", "no such file"), (large, "larger than"), (tmp_path, "a folder")):
        with pytest.raises(BadInput, match=words):
            assess_outside(path, fixture=str(fixture))


def test_without_a_word_on_what_was_reviewed_it_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "review.txt"
    made.write_text("words.py:3: x\n")
    assert main(["grade", str(made), "--seed", "1"]) == ExitCode.BAD_INPUT
    assert "--packet, or --fixture and --seed" in capsys.readouterr().err


def test_the_command_grades_a_list_of_comments(
    tmp_path: Path, fixture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "comments.json"
    entries = [{"path": "words.py", "line": 18, "side": "RIGHT", "body": body, "user": {"login": who}} for who, body in
               (("ada", GROWTH), ("bob", "thanks, will do"))]  # fmt: skip
    made.write_text(json.dumps(entries))
    line = ["grade", str(made), "--fixture", str(fixture), "--seed", "1"]
    assert main(line) == ExitCode.BAD_INPUT
    assert "name one with --by" in capsys.readouterr().err
    assert main([*line, "--by", "ada"]) == ExitCode.OK
    out = " ".join(capsys.readouterr().out.split())
    assert "Found 1 of 2" in out and "Left out, as said by others: 1 of 2 comments." in out


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_exports_hold_nothing_of_the_key(session: Path, fixture: Path, form: str) -> None:
    text = export(session, form, str(fixture))
    for secret in ("never-forgets", "unstable-ties", "growth.unbounded", "Words are never forgotten"):
        assert secret not in text


def test_the_command_offers_every_format() -> None:
    choice = next(p for p in export_command.params if p.name == "form").type
    assert sorted(choice.choices) == sorted(FORMATS)  # type: ignore[attr-defined]


def test_a_packet_serves_for_the_fixture_and_another_one_does_not(tmp_path: Path, session: Path, fixture: Path) -> None:
    assert export(session, "markdown", packet=packet(tmp_path, fixture)) == export(session, "markdown", str(fixture))
    with pytest.raises(WrongPullRequest):
        export(session, "markdown", packet=packet(tmp_path, fixture, "2"))


def test_markdown_holds_every_comment_in_a_fence_that_nothing_closes(tmp_path: Path, fixture: Path) -> None:
    from sessions import begins, ends, says

    body = "look:\n```\n````\n# no heading\n<script>"
    steps = [*begins(), *says("c1", "words.py", 17, body), *ends()]
    session = write_session(tmp_path / "m.session.jsonl", fixture, steps)
    text = export(session, "markdown", str(fixture))
    assert f"`````\n{body}\n`````" in text and "### c1, line 17" in text
