"""What was on the screen is on the disk: the program is killed at random moments while somebody types."""

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
from harness.domain.review_session import ReviewSession
from harness.planting.compose import compose
from harness.planting.present import pull_request_of

TRIALS = 50


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
