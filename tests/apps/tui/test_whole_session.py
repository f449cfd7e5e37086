"""One whole session in tmux, from the command to the file that is sent back, with keys as a person types them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from reviews import write_packet

from harness.adapters.event_log import read_log
from harness.domain.comment import Conclusion, Label
from harness.domain.review_session import ReviewSession

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class Tmux:
    """A server of its own with one window of 80x24."""

    def __init__(self, folder: Path, command: str) -> None:
        self._socket = str(folder / "tmux")
        self._run("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", command)

    def _run(self, *words: str) -> str:
        environment = {k: v for k, v in os.environ.items() if k not in ("TMUX", "NO_COLOR")}
        done = subprocess.run(
            ["tmux", "-S", self._socket, *words], capture_output=True, text=True, env=environment, check=True
        )
        return done.stdout

    def screen(self) -> str:
        """What stands on the screen."""
        return self._run("capture-pane", "-p")

    def wait_for(self, words: str) -> None:
        """Until these words stand on the screen."""
        end = time.monotonic() + PATIENCE
        while words not in (screen := self.screen()):
            assert time.monotonic() < end, screen
            time.sleep(0.02)

    def keys(self, *keys: str, then: str) -> None:
        """Press keys and wait for what they bring."""
        self._run("send-keys", *keys)
        self.wait_for(then)

    def words(self, text: str) -> None:
        """Type a text and wait until it stands there."""
        self._run("send-keys", "-l", text)
        self.wait_for(text)

    def close(self) -> None:
        """End the server and what runs in it."""
        self._run("kill-server")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    packet = write_packet(tmp_path)
    words = [sys.executable, "-m", "harness.apps.tui.candidate", str(packet), "--sessions", str(tmp_path / "sessions")]
    command = (
        f"cd {ROOT} && {' '.join(words)} --out {tmp_path}; echo ENDED $?; stty -a | grep -c ' icanon'; read forever"
    )
    server = Tmux(tmp_path, command)
    yield server
    server.close()


def test_from_the_command_to_the_file_that_is_sent_back(tmux: Tmux, tmp_path: Path) -> None:
    """Consent, reading, a comment with a label, a reply, a draft kept, an answer, the last look, the end, looking back."""
    tmux.wait_for("What is recorded")
    tmux.keys("Enter", then="all keys")
    tmux.keys("}", then="ticket.md")
    tmux.keys("}", then="words.py")
    tmux.keys("18G", then="line 18")
    tmux.keys("c", then="Ctrl+S keep")
    tmux.words("who ever empties this")
    tmux.keys("C-l", then="Label the comment")
    tmux.keys("q", then="(●) q")
    tmux.keys("Enter", then="[question]")
    tmux.keys("C-s", then="c1 · question on line 18")
    tmux.keys("m", then="a reply")
    tmux.keys("a", then="Reply to c1")
    tmux.words("on a long day")
    tmux.keys("C-s", then="c2 · reply to c1")
    tmux.keys("A", then="the whole review")
    tmux.words("a thought for later")
    tmux.keys("Escape", then="Kept as a draft")
    tmux.keys("r", then="1/2 viewed")
    tmux.keys("p", then="Questions beside")
    tmux.keys("Enter", then="Estimate")
    tmux.words("7 MB")
    tmux.keys("C-s", then="all keys")
    tmux.keys("s", then="Hand in the review")
    tmux.keys("r", then="(●) r")
    tmux.keys("Enter", then="Comment on the whole review")
    tmux.keys("C-s", then="3 comments")
    tmux.keys("y", then="Thank you")
    tmux.keys("r", then="step by step")
    tmux.keys("Escape", then="Thank you")
    tmux.keys("Enter", then="ENDED 0")
    tmux.wait_for("The file to send back")
    (sealed,) = tmp_path.glob("*.session.jsonl")
    session = ReviewSession.replay(read_log(sealed).records)
    assert [(c.body, c.label, c.reply_to) for c in session.comments.values()] == [
        ("who ever empties this", Label.QUESTION, None), ("on a long day", None, "c1"), ("a thought for later", None, None),
    ]  # fmt: skip
    assert session.comments["c1"].anchor.line == 18
    assert session.answers["memory"].startswith("Estimate (MB): 7 MB")
    assert session.conclusion is Conclusion.REQUEST_CHANGES
    assert session.submitted
    assert session.drafts == {}
