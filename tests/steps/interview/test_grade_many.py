"""A folder of sessions, and several of one fixture side by side."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from builders import write_fixture
from sessions import WORDS_REVIEW, begins, ends, says, write_session

from harness.apps.cli.main import main
from harness.apps.exit_codes import ExitCode
from harness.domain.errors import BadInput
from harness.steps.interview.assess import assess
from harness.steps.interview.grade_many import Task, compare_sessions, grade_many, reviewer_of, sessions_in

OTHER = [*begins(), *says("c1", "words.py", 21, "ties come out in any order here, sort by word too"), *ends()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight sessions of two kinds, a sealed copy beside its log, one that is none, one of a fixture that is not there."""
    fixture = write_fixture(tmp_path / "words")
    made = tmp_path / "sessions"
    for number in range(8):
        steps = WORDS_REVIEW if number % 2 else OTHER
        write_session(made / f"s{number}.session.jsonl", fixture, steps, session=f"{number:016d}")
    (made / "s0.log").write_bytes((made / "s0.session.jsonl").read_bytes())
    (made / "t.session.jsonl").write_text("hello\n")
    (made / "s1.ada.verdicts.jsonl").write_text("no session\n")
    return made


def tasks(folder: Path) -> list[Task]:
    return [Task(path, str(folder.parent / "words"), "backend") for path in sessions_in(folder)]


def test_each_session_is_taken_once_and_no_verdict_log_for_one(folder: Path) -> None:
    assert [path.name for path in sessions_in(folder)] == [
        *(f"s{n}.session.jsonl" for n in range(8)),
        "t.session.jsonl",
    ]


def test_in_parallel_comes_what_comes_one_by_one_in_the_same_order(folder: Path) -> None:
    """Nine tasks go to a pool, each alone does not; a session that cannot be graded is a line."""
    heard: list[int] = []
    together = grade_many(tasks(folder), heard.append)
    assert together == [grade_many([task])[0] for task in tasks(folder)]
    assert heard == list(range(1, 10))
    assert [bool(g.problem) for g in together] == [False] * 8 + [True]
    alone = assess(folder / "s1.session.jsonl", str(folder.parent / "words"))
    assert together[1].reviewer == reviewer_of(alone)


def test_the_table_of_a_folder_in_three_forms(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fixture = ["--fixture", str(folder.parent / "words")]
    assert main(["grade", str(folder), *fixture]) == ExitCode.OK
    shown = capsys.readouterr()
    assert "NOT GRADED (1)" in shown.out and "9 of 9 graded" in shown.err
    assert max(len(line) for line in shown.out.split("\n")) <= 79
    assert main(["grade", str(folder), *fixture, "--json"]) == ExitCode.OK
    assert len(json.loads(capsys.readouterr().out)["sessions"]) == 9
    assert main(["grade", str(folder), *fixture, "--csv"]) == ExitCode.OK
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 9 and rows[1]["issues"] == "2" and "not a session log" in rows[8]["problem"]


def test_a_page_for_each_session(folder: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    assert main(["grade", str(folder), "--fixture", str(tmp_path / "words"), "--html", "-o", str(pages)]) == ExitCode.OK
    assert len(list(pages.glob("words-*-CONTAINS-ANSWERS.html"))) == 8
    assert main(["grade", str(folder), "--html"]) == ExitCode.BAD_INPUT


def test_who_found_what(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Verdict logs among what the shell names are no sessions to compare."""
    names = [str(folder / f"s{n}.session.jsonl") for n in (1, 2)]
    given = [*names, str(folder / "s1.ada.verdicts.jsonl")]
    assert main(["compare", *given, "--fixture", str(tmp_path / "words")]) == ExitCode.OK
    out = capsys.readouterr().out
    assert "never-forgets" in out and "Cannot be told apart: A–B." in out and "No order: with 2 issues" in out
    assert main(["compare", *names, "--fixture", str(tmp_path / "words"), "--csv"]) == ExitCode.OK
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 4


def test_what_cannot_be_compared_is_said(folder: Path, tmp_path: Path) -> None:
    fixture, one = str(tmp_path / "words"), folder / "s1.session.jsonl"
    with pytest.raises(BadInput, match="two sessions at least"):
        compare_sessions([one], fixture, "backend", None)
    with pytest.raises(BadInput, match="named before"):
        compare_sessions([one, one], fixture, "backend", None)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(BadInput, match="no session in this folder"):
        sessions_in(empty)
