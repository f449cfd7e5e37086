"""What was on the screen is on the disk: the program is killed at random moments while somebody types."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pytest
from builders import write_fixture

from harness.adapters.event_log import read_log
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes
from harness.domain.review_session import ReviewSession
from harness.planting.compose import compose
from harness.planting.present import pull_request_of

ROOT = Path(__file__).resolve().parents[3]
TRIALS = 50
ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[@-_]")


class Terminal:
    """The candidate's program in a pseudo-terminal of 100x30."""

    def __init__(self, packet: Path, sessions: Path) -> None:
        command = [sys.executable, "-m", "harness.apps.tui.candidate", str(packet), "--sessions", str(sessions)]
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(ROOT)
            os.environ["TERM"] = "xterm-256color"
            os.execv(sys.executable, command)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.seen = b""

    def read(self, seconds: float) -> None:
        """Take what the program draws for this long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                try:
                    self.seen += os.read(self.terminal, 65536)
                except OSError:
                    return

    def read_until(self, words: str) -> None:
        """Wait until these words have been drawn."""
        end = time.monotonic() + 60
        while words.encode() not in self.plain() and time.monotonic() < end:
            self.read(0.05)
        assert words.encode() in self.plain(), self.plain()[-2000:]

    def plain(self) -> bytes:
        """What was drawn, without escape sequences."""
        return ESCAPES.sub(b"", self.seen)

    def type(self, text: str) -> None:
        """Send keys."""
        os.write(self.terminal, text.encode())

    def end(self, number: int) -> int:
        """Send a signal, take the last of the output, and return the wait status."""
        os.kill(self.child, number)
        self.read(0.05)
        _, status = os.waitpid(self.child, 0)
        os.close(self.terminal)
        return status


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    content, _ = packet_bytes(
        pull_request_of(compose(load_fixture(write_fixture(tmp_path / "words")), "1")), "words", "1"
    )
    path = tmp_path / "words.packet"
    path.write_bytes(content)
    return path


def written(sessions: Path) -> str:
    (log,) = sessions.glob("*.log")
    session = ReviewSession.replay(read_log(log).records)
    return "".join(draft.text for draft in session.drafts.values())


@pytest.mark.parametrize("half", [0, 1])
def test_kill_9_while_typing_loses_nothing_that_was_shown(packet: Path, half: int) -> None:
    """In every trial the last word that was drawn is in the log, and the next start goes on with it."""
    sessions = packet.parent / "sessions"
    chance = random.Random(half)
    word = 0
    for trial in range(TRIALS // 2):
        terminal = Terminal(packet, sessions)
        if trial == 0:
            terminal.read_until("What is recorded")
            terminal.type("\r")
            terminal.read_until("all keys")
            terminal.type("A")
            terminal.read_until("Ctrl+S keep")
        else:
            terminal.read_until("Ctrl+S keep")
            terminal.seen = b""
        for _ in range(chance.randint(3, 12)):
            word += 1
            terminal.type(f"w{word:04d} ")
            terminal.read(chance.uniform(0, 0.02))
        status = terminal.end(signal.SIGKILL)
        assert os.WIFSIGNALED(status)
        shown = [int(n) for n in re.findall(rb"w(\d{4})", terminal.plain())]
        kept = [int(n) for n in re.findall(r"w(\d{4})", written(sessions))]
        assert kept == sorted(kept)
        assert max(shown, default=0) <= max(kept, default=0), f"trial {trial}"
        word = max(kept, default=0)
    assert word > TRIALS // 2


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_hang_up_ends_the_program_and_keeps_the_draft(packet: Path, number: int) -> None:
    """No process is left behind a lost connection, and nothing of the text is lost."""
    sessions = packet.parent / "sessions"
    terminal = Terminal(packet, sessions)
    terminal.read_until("What is recorded")
    terminal.type("\r")
    terminal.read_until("all keys")
    terminal.type("A")
    terminal.read_until("Ctrl+S keep")
    terminal.type("half a sentence ")
    terminal.read_until("half a sentence")
    terminal.end(number)
    assert written(sessions).startswith("half a sentence")
