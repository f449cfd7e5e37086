"""The terminal outlives the program: restored after every death, in every size, and no foreign text acts on it."""

from __future__ import annotations

import os
import random
import re
import signal
from pathlib import Path

import pytest
from builders import write_fixture
from terminals import Terminal

from harness.adapters.event_log import read_log
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes
from harness.domain.diff import FileText
from harness.domain.pull_request import (
    Artefact,
    ArtefactKind,
    Author,
    ChangedFile,
    Prompt,
    PromptKind,
    PullRequest,
)
from harness.domain.review_session import ReviewSession
from harness.planting.compose import compose
from harness.planting.present import pull_request_of

HOSTILE = (
    "[/] [@click=app.quit]x[/] \x1b]52;c;ZXZpbA==\x07 \x1b]0;owned\x07 \x1b[2J \x1b[6n \x9b31m \x07 \x7f \u202e \u2066 \u200b"
    " \x1b]8;;https://evil\x1b\\x [link=https://x] &#x202e; \x90 \x84 \x1bP+q\x1b\\ \udc80"
)


def packet_in(folder: Path, pull_request: PullRequest) -> Path:
    content, _ = packet_bytes(pull_request, "words", "1")
    path = folder / "words.packet"
    path.write_bytes(content)
    return path


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    return packet_in(tmp_path, pull_request_of(compose(load_fixture(write_fixture(tmp_path / "words")), "1")))


def writing(packet: Path, *, before: str = "", shell: bool = False) -> Terminal:
    """The program with the editor open on the whole review, and a word in it."""
    terminal = Terminal(packet, packet.parent / "sessions", before=before, shell=shell)
    terminal.read_until("What is recorded")
    terminal.after("\r", "all keys")
    terminal.after("A", "Ctrl+S keep")
    terminal.after("half a sentence", "half a sentence")
    return terminal


def session_of(packet: Path) -> ReviewSession:
    (log,) = (packet.parent / "sessions").glob("*.log")
    return ReviewSession.replay(read_log(log).records)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT])
def test_the_terminal_is_as_before_after_any_death(packet: Path, number: int) -> None:
    """Also after kill -9, where the program can do nothing itself; and the draft is whole."""
    terminal = writing(packet, shell=True)
    assert not terminal.is_cooked()
    terminal.seen = b""
    os.kill(terminal.program, number)
    terminal.read_until("ENDED")
    while b"\x1b[?1049l" not in terminal.seen or not terminal.is_cooked():
        assert terminal.read(0.05)
    assert b"\x1b[?25h" in terminal.seen
    terminal.end(signal.SIGKILL)
    assert [d.text for d in session_of(packet).drafts.values()] == ["half a sentence"]


def test_a_vanished_terminal_ends_the_program_though_hang_ups_are_ignored(packet: Path) -> None:
    """As under nohup: it must not spin for ever without a screen."""
    terminal = writing(packet, before="trap '' HUP;")
    terminal.close()
    assert terminal.wait() is not None
    assert [d.text for d in session_of(packet).drafts.values()] == ["half a sentence"]


def test_a_crash_says_one_sentence_and_shows_no_variable(packet: Path) -> None:
    """A traceback with locals would show whatever the program holds."""
    code = (
        "import sys\nfrom harness.apps.tui.candidate import commenting\nfrom harness.apps.tui.candidate.__main__ import main\n"
        "def broken(self):\n    marker = 'MARK' + 'ER'\n    raise ValueError(marker)\n"
        "commenting.Commenting.action_comments = broken\n"
        f"sys.exit(main([{str(packet)!r}, '--sessions', {str(packet.parent / 'sessions')!r}]))"
    )
    terminal = Terminal(packet, packet.parent, command=["-c", code])
    terminal.read_until("What is recorded")
    terminal.after("\r", "all keys")
    terminal.after("L", "Something in the program broke (ValueError)")
    status = terminal.wait()
    assert status is not None and os.waitstatus_to_exitcode(status) != 0
    assert b"MARKER" not in terminal.seen
    assert terminal.is_cooked()
    terminal.close()


def test_a_storm_of_resizes_loses_no_letter(packet: Path) -> None:
    """From too small to draw in to 400x100, while somebody types."""
    terminal = writing(packet)
    chance = random.Random(7)
    for number in range(60):
        terminal.resize(chance.choice([1, 20, 61, 80, 120, 400]), chance.choice([1, 5, 17, 24, 40, 100]))
        terminal.type(f" {number}")
        terminal.read(0.01)
    terminal.resize(100, 30)
    terminal.after(" end", "end")
    terminal.end(signal.SIGTERM)
    words = " ".join(str(n) for n in range(60))
    assert [d.text for d in session_of(packet).drafts.values()] == [f"half a sentence {words} end"]


def test_a_paste_of_a_megabyte_does_not_freeze_the_editor(packet: Path) -> None:
    """The paste is folded on the screen, whole in the log, and the next letter shows."""
    terminal = writing(packet)
    paste = "one line of a log that somebody pasted here\n" * 23_000
    terminal.after(f"\x1b[200~{paste}\x1b[201~", "pasted 1: 1,012,000 characters")
    terminal.after("then", "then")
    terminal.end(signal.SIGTERM)
    (draft,) = session_of(packet).drafts.values()
    assert draft.text == f"half a sentence{paste}then"


def hostile_pull_request() -> PullRequest:
    line = HOSTILE.replace("\n", " ")
    files = (
        ChangedFile.between(f"a{HOSTILE}.py", f"x = 1 {line}\nsame {line}\n", f"x = 2 {line}\nsame {line}\n"),
        ChangedFile.between("notes.md", None, f"# {line}\n\n- {line}\n"),
    )
    artefacts = (Artefact("artefacts/t.md", HOSTILE, ArtefactKind.TICKET, FileText.of(f"# {line}\n")),)
    prompts = (Prompt("size", PromptKind.ESTIMATE, HOSTILE, HOSTILE), Prompt("q", PromptKind.QUESTION, HOSTILE))
    return PullRequest(HOSTILE, HOSTILE, Author(HOSTILE, HOSTILE), "python", 10, files, artefacts, prompts)


def test_no_foreign_text_acts_on_the_terminal(tmp_path: Path) -> None:
    """Every field hostile, every screen visited: the output holds drawing and no control beyond what drawing needs."""
    path = packet_in(tmp_path, hostile_pull_request())
    terminal = Terminal(path, tmp_path / "sessions", size=(120, 40))
    terminal.read_until("What is recorded")
    output = terminal.seen
    pasted = f"\x1b[200~{HOSTILE.replace(chr(27), chr(0x9B))} `x` ok\x1b[201~"
    for keys, words in (
        ("\r", "all keys"), ("A", "Ctrl+S keep"), (pasted, "ok"), ("\x12", "back to the editor"), ("\x13", "c1"),
        ("}", "t.md"), ("}", "same"), ("}", "notes.md"), ("C", "Ctrl+S keep"), ("z\x13", "c2"), ("L", "kept"),
        ("\x1b", "all keys"), ("p", "Questions"), ("\r", "Estimate"), ("9\x13", "all keys"), ("/", "search"),
        ("x\r", "found"), ("?", "Keys and"), ("\x1b", "all keys"), ("s", "Hand in the"), ("a", "(●)"), ("y", "Thank you"),
        ("r", "step by step"),
    ):  # fmt: skip
        terminal.after(keys, words)
        terminal.read(0.1)
        output += terminal.seen
    terminal.end(signal.SIGKILL)
    drawing = re.compile(
        rb"\x1b\[[0-9;?<>=]*[ $]?[@-~]|\x1b[78=>]|\x1b\]22;[a-z-]*\x07"
    )  # the last is the shape of the mouse pointer
    rest = drawing.sub(b"", output)
    controls = set(re.findall(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", rest))
    around = [rest[max(m.start() - 30, 0) : m.end() + 30] for m in re.finditer(rb"[\x07\x1b]", rest)]
    assert not controls, (controls, around[:4])
    assert b"\x1b[6n" not in output
    assert output.count(b"\x1b[2J") == 0
    text = rest.decode("utf-8")  # what was drawn is UTF-8 as a whole, so no lone byte of C1 stands in it
    assert not re.search("[\x80-\x9f\u200b\u202a-\u202e\u2066-\u2069]", text)
