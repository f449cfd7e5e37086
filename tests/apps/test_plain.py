"""The plain mode: the same review as prompts and text, over pipes, with every feature and the same session log."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from reviews import write_packet

from harness.adapters.event_log import read_log
from harness.apps.plain.lines import range_of
from harness.apps.plain.review import PlainReview, find
from harness.apps.tui.candidate.app import GROUPS
from harness.domain.comment import Conclusion, Decoration, Label
from harness.domain.diff import FileText, LineRange, Side
from harness.domain.pull_request import Artefact, ArtefactKind, Author, ChangedFile, Prompt, PromptKind, PullRequest
from harness.domain.review_session import ReviewSession

ROOT = Path(__file__).resolve().parents[2]


def said(packet: Path, *lines: str, options: tuple[str, ...] = ()) -> str:
    """What the program says when it is told these lines."""
    sessions, out = packet.parent / "sessions", packet.parent
    command = [sys.executable, "-m", "harness.apps.tui.candidate", str(packet), "--plain"]
    done = subprocess.run(
        [*command, "--sessions", str(sessions), "--out", str(out), *options],
        input="\n".join(lines) + "\n",
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def session_of(packet: Path) -> ReviewSession:
    (log,) = (packet.parent / "sessions").glob("*.log")
    return ReviewSession.replay(read_log(log).records)


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    return write_packet(tmp_path)


def test_a_whole_review_from_start_to_submission(packet: Path) -> None:
    """Read, comment on lines, file and review, reply, label, edit, answer, conclude, hand in, look back."""
    text = said(
        packet, "yes", "files", "open words.py", "next",
        "comment 18", "who empties this?", "on a long day", "/label question blocking", "/read", ".",
        "reply c1", "and when", ".", "comment 12-14", "range", ".", "comment file", "f", ".", "comment review", "r", ".",
        "comment 3 old", "o", ".", "suggest 18", ".", "ask 18", "was it meant", ".",
        "edit c3", "/undo", "a better range", ".", "withdraw c4", "undo", "withdraw c5",
        "viewed", "unviewed", "search recent", "definition count", "uses count", "prompts", "answer 1", "7 MB", ".",
        "summary", "two things", ".", "conclude request", "time", "pause", "", "check", "comments", "submit", "yes", "yes",
    )  # fmt: skip
    session = session_of(packet)
    bodies = {c.id: (c.body, c.anchor.scope.value, c.reply_to) for c in session.comments.values()}
    assert bodies["c1"] == ("who empties this?\non a long day", "line", None)
    assert bodies["c2"] == ("and when", "line", "c1")
    assert bodies["c3"] == ("a better range", "range", None)
    assert bodies["c4"] == ("f", "file", None)
    assert session.comments["c6"].anchor.side is Side.LEFT
    assert session.comments["c7"].label is Label.SUGGESTION
    assert session.comments["c8"].label is Label.TO_AUTHOR
    assert list(session.withdrawn) == ["c5"]
    assert (session.comments["c1"].label, session.comments["c1"].decoration) == (Label.QUESTION, Decoration.BLOCKING)
    assert (session.answers, session.summary) == ({"memory": "7 MB"}, "two things")
    assert session.conclusion is Conclusion.REQUEST_CHANGES
    assert session.submitted
    assert session.viewed == {"words.py"}
    assert session.shown is not None and session.shown.layout == "plain"
    assert "added 12: " in text
    assert "Thank you. Your review is complete." in text
    assert re.search(r"0:\d\d  handed in", text)


def test_the_end_of_the_input_keeps_everything_as_a_draft(packet: Path) -> None:
    """And the next start, plain or not, goes on with it."""
    said(packet, "yes", "open words.py", "comment 18", "half a")
    assert [d.text for d in session_of(packet).drafts.values()] == ["half a"]
    text = said(packet, "comments", "edit d1", "sentence", ".")
    assert "Welcome back" in text
    assert [c.body for c in session_of(packet).comments.values()] == ["half a\nsentence"]


def test_who_does_not_agree_is_not_recorded(packet: Path) -> None:
    """No is an answer, and more time is one too."""
    said(packet, "no")
    assert not session_of(packet).started
    said(packet, "more", "yes", "quit")
    assert session_of(packet).minutes == 12


def test_what_was_not_understood_is_said_in_a_sentence(packet: Path) -> None:
    """A slip costs nothing."""
    text = said(
        packet, "yes", "open nothing", "open words", "comment 9999", "comment x", "reply c9", "answer 9", "conclude", "xyz",
        "s", "label c9 issue", "submit", "undo", "quit",
    )  # fmt: skip
    for words in (
        "There is no such document", "That could be words.py, tests/test_words.py", "(description) has", "Say a line (12)",
        "There is no c9 here", "Say the number of a question", "Say approve, comment or request changes",
        "That is no command", "That could be search, suggest, summary, submit", "A conclusion is needed first",
        "There is nothing to take back",
    ):  # fmt: skip
        assert words in text, words


def test_nothing_foreign_acts_on_the_terminal(tmp_path: Path) -> None:
    """Hostile text in every field is said, not obeyed."""
    evil = "[/] \x1b]52;c;eA==\x07 \x1b[2J \x9b \u202e"
    pull_request = PullRequest(
        evil, evil, Author(evil, evil), "python", 10, (ChangedFile.between(f"a{evil}", f"{evil}\n", f"x{evil}\n"),),
        (Artefact("t.md", evil, ArtefactKind.TICKET, FileText.of(evil)),), (Prompt("q", PromptKind.ESTIMATE, evil, evil),),
    )  # fmt: skip
    text = said(
        write_packet(tmp_path, pull_request), "yes", "files", "open 2", "open 3", "next", "comment 1", f"{evil}", "/read",
        "/label", ".", "comments", "prompts", "answer 1", evil, ".", "search x", "check", "conclude approve", "submit",
        "yes", "yes",
    )  # fmt: skip
    assert not set(re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text))


def test_a_word_may_be_cut_short_while_it_is_clear(packet: Path) -> None:
    """But not where two begin alike, unless it is one of them."""
    review = PlainReview.__new__(PlainReview)
    commands = PlainReview.commands(review)
    assert find(commands, "conc") == next(c for c in commands if c.word == "conclude")
    assert find(commands, "comment") == next(c for c in commands if c.word == "comment")
    assert find(commands, "com") == "That could be comment, comments."


def test_every_feature_of_the_full_screen_has_its_command() -> None:
    """An action bound to a key is either a command here, or something that only a screen needs."""
    commands = {c.word for c in PlainReview.commands(PlainReview.__new__(PlainReview))}
    reached = {
        "comment": "comment", "comment_file": "comment", "comment_review": "comment", "suggest": "suggest",
        "ask_author": "ask", "reply": "reply", "edit": "edit", "last_draft": "edit", "withdraw": "withdraw",
        "restore": "undo", "next_comment": "comments", "comments": "comments", "file": "open", "unviewed": "unviewed",
        "viewed": "viewed", "search": "search", "again": "search", "hits": "search", "definition": "definition",
        "uses": "uses", "prompts": "prompts", "pause": "pause", "submit": "submit", "leave": "quit", "commands": "help",
        "list": "files",
    }  # fmt: skip
    only_on_a_screen = {"mode", "side", "turn_back", "turn_forward", "timer", "theme", "copy"}
    for where, bindings in GROUPS:
        for binding in bindings if where == "review" else ():
            action = binding.action.split("(")[0]  # type: ignore[union-attr]
            assert action in only_on_a_screen or reached.get(action) in commands, action


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12", (LineRange(12, 12), Side.RIGHT)), ("12-15", (LineRange(12, 15), Side.RIGHT)),
        ("15 to 12 old", (LineRange(12, 15), Side.LEFT)), ("0", None), ("x", None), ("1-", None), ("", None),
    ],
)  # fmt: skip
def test_lines_are_named_as_people_say_them(words: str, expected: object) -> None:
    """A line, a range either way round, and the old side."""
    assert range_of(words) == expected
