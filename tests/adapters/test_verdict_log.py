"""A grader's log: beside the session, never in it; on this session and no other; one file and one writer per grader."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.clock import Clock
from harness.adapters.event_log import EventLog, Header, SessionLog, read_log
from harness.adapters.log_lines import START, encode
from harness.adapters.verdict_log import VerdictWriter, grader_name, read_verdicts, verdict_paths, verdicts_path
from harness.domain import event as ev
from harness.domain import verdict as ve
from harness.domain.comment import Anchor
from harness.domain.errors import BadInput, BadSession, CannotRun


def a_session(folder: Path, name: str = "s", session: str = "abc", body: str = "it grows") -> SessionLog:
    path = folder / f"{name}.session.jsonl"
    log = EventLog.create(path, Header(1, session, "words", "1", "digest", "t", "now"), Clock())
    log.append(ev.Started())
    log.append(ev.CommentAdded("c1", Anchor(), body))
    log.close()
    return read_log(path)


def test_verdicts_are_kept_beside_the_session_and_leave_it_alone(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    before = session.path.read_bytes()
    writer = VerdictWriter.open(session, "Ada", Clock(), "t")
    given = writer.give(ve.StyleMarked("c1", "a matter of taste"))
    writer.close()
    assert session.path.read_bytes() == before
    assert verdict_paths(session.path) == [tmp_path / "s.ada.verdicts.jsonl"]
    assert read_verdicts(writer.path, session).given == (given,)
    assert given.grader == "ada"


def test_going_on_appends(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    for verdict in (ve.StyleMarked("c1"), ve.Undone(1)):
        writer = VerdictWriter.open(session, "ada", Clock(), "t")
        writer.give(verdict)
        writer.close()
    assert [g.seq for g in read_verdicts(writer.path, session).given] == [1, 2]


def test_two_graders_write_at_once_and_the_same_one_is_told(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    ada, bob = (VerdictWriter.open(session, name, Clock(), "t") for name in ("ada", "bob"))
    try:
        ada.give(ve.StyleMarked("c1"))
        bob.give(ve.OpportunityMarked("c1"))
        with pytest.raises(CannotRun, match="being written in another window"):
            VerdictWriter.open(session, "ada", Clock(), "t")
    finally:
        ada.close()
        bob.close()
    assert [p.name for p in verdict_paths(session.path)] == ["s.ada.verdicts.jsonl", "s.bob.verdicts.jsonl"]


def test_verdicts_on_another_session_are_refused(tmp_path: Path) -> None:
    one, other = a_session(tmp_path, "one", "abc"), a_session(tmp_path, "two", "def")
    VerdictWriter.open(one, "ada", Clock(), "t").close()
    verdicts_path(one.path, "ada").rename(verdicts_path(other.path, "ada"))
    with pytest.raises(BadSession, match="about another session"):
        read_verdicts(verdicts_path(other.path, "ada"), other)


def test_verdicts_on_an_edited_or_shortened_log_are_refused(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    VerdictWriter.open(session, "ada", Clock(), "t").close()
    session.path.write_bytes(b"".join(session.path.read_bytes().splitlines(True)[:-1]))
    with pytest.raises(BadSession, match="shortened or edited"):
        read_verdicts(verdicts_path(session.path, "ada"), read_log(session.path))
    session.path.unlink()
    edited = a_session(tmp_path, body="it shrinks")
    with pytest.raises(BadSession, match="shortened or edited"):
        read_verdicts(verdicts_path(session.path, "ada"), edited)


def test_a_session_that_went_on_keeps_its_verdicts(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    writer = VerdictWriter.open(session, "ada", Clock(), "t")
    writer.give(ve.StyleMarked("c1"))
    writer.close()
    log = EventLog.open(session.path, Clock())
    log.append(ev.Submitted())
    log.close()
    assert len(read_verdicts(writer.path, read_log(session.path)).given) == 1


def test_a_torn_end_is_cut_and_the_rest_is_kept(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    writer = VerdictWriter.open(session, "ada", Clock(), "t")
    writer.give(ve.StyleMarked("c1"))
    writer.close()
    with writer.path.open("ab") as file:
        file.write(b'0000 {"half')
    assert read_verdicts(writer.path, session).damage is not None
    again = VerdictWriter.open(session, "ada", Clock(), "t")
    again.give(ve.Unmatched("c1"))
    again.close()
    log = read_verdicts(writer.path, session)
    assert log.damage is None
    assert [g.verdict for g in log.given] == [ve.StyleMarked("c1"), ve.Unmatched("c1")]


def test_a_closing_word_needs_a_name_of_its_own(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    VerdictWriter.open(session, "ada", Clock(), "t").close()
    with pytest.raises(BadInput, match="another role"):
        VerdictWriter.open(session, "ada", Clock(), "t", "closing")


@pytest.mark.parametrize("name", ["", "a b", "../x", "a.b", "x" * 33, "é", "-a"])
def test_a_name_that_is_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="grader's name"):
        grader_name(name)


def test_a_session_log_is_no_log_of_verdicts_and_the_other_way_round(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    with pytest.raises(BadSession, match="not a log of verdicts"):
        read_verdicts(session.path, session)
    writer = VerdictWriter.open(session, "ada", Clock(), "t")
    writer.close()
    with pytest.raises(BadSession, match="not a session log"):
        read_log(writer.path)


def test_a_renamed_log_is_no_other_graders(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    VerdictWriter.open(session, "ada", Clock(), "t").close()
    verdicts_path(session.path, "ada").rename(verdicts_path(session.path, "bob"))
    with pytest.raises(BadSession, match="holds the verdicts of ada"):
        read_verdicts(verdicts_path(session.path, "bob"), session)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("format", 99, "reads up to 1"),
        ("grader", "ada\x1b[2J", "first line is not as it should be"),
        ("role", "judge", "first line is not as it should be"),
        ("seq", "2", "first line is not as it should be"),
        ("session", 7, "first line is not as it should be"),
    ],
)
def test_a_first_line_of_another_kind_is_refused(tmp_path: Path, field: str, value: object, why: str) -> None:
    session = a_session(tmp_path)
    header = {
        "kind": "verdicts", "format": 1, "grader": "ada", "role": "grader", "session": "abc", "packet": "digest",
        "seq": 2, "chain": session.chain, "program": "t", "created": "now",
    }  # fmt: skip
    line, _ = encode(header | {field: value}, START)
    path = verdicts_path(session.path, "ada")
    path.write_bytes(line)
    with pytest.raises(BadSession, match=why):
        read_verdicts(path, session)
