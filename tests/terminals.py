"""The candidate's program in a real pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[@-_]")
PATIENCE = 30
"""Seconds after which something that should have happened is missing; never a wait of that length otherwise."""


class Terminal:
    """A program in a pseudo-terminal: by default the candidate's, on a packet."""

    def __init__(
        self, packet: Path, sessions: Path, *options: str, size: tuple[int, int] = (100, 30),
        command: Sequence[str] | None = None, before: str = "", shell: bool = False,
    ) -> None:  # fmt: skip
        program = ["-m", "harness.apps.tui.candidate", str(packet), "--sessions", str(sessions), *options]
        words = [sys.executable, *(command or program)]
        if before:
            words = ["/bin/sh", "-c", f'{before} exec "$@"', "sh", *words]
        if shell:  # the leader of the session, whose end would take the terminal away
            words = ["/bin/sh", "-c", '"$@"; echo "ENDED $?"; read forever', "sh", *words]
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(ROOT)
            os.environ.update(TERM="xterm-256color", PYTHONPATH=str(ROOT))
            os.environ.pop("NO_COLOR", None)
            os.execv(words[0], words)
        self.resize(*size)
        self.seen = b""

    def resize(self, width: int, height: int) -> None:
        """Give the window another size; the program is told by a signal."""
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    @property
    def program(self) -> int:
        """The process under the shell."""
        return int(Path(f"/proc/{self.child}/task/{self.child}/children").read_text().split()[0])

    def read(self, seconds: float) -> bool:
        """Take what the program draws for this long; False at the end of its output."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                try:
                    self.seen += os.read(self.terminal, 65536)
                except OSError:
                    return False
        return True

    def read_until(self, words: str) -> None:
        """Wait until these words have been drawn."""
        end = time.monotonic() + PATIENCE
        while words.encode() not in self.plain() and time.monotonic() < end and self.read(0.05):
            pass
        assert words.encode() in self.plain(), self.plain()[-2000:]

    def after(self, keys: str, words: str) -> None:
        """Send keys, and wait until these words are drawn anew."""
        self.seen = b""
        self.type(keys)
        self.read_until(words)

    def plain(self) -> bytes:
        """What was drawn, without escape sequences."""
        return ESCAPES.sub(b"", self.seen)

    def type(self, text: str) -> None:
        """Send keys, taking what is drawn meanwhile."""
        rest = text.encode("utf-8", "surrogatepass")
        while rest:
            ready = select.select([self.terminal], [self.terminal], [], PATIENCE)
            if ready[0]:
                self.seen += os.read(self.terminal, 65536)
            if ready[1]:
                rest = rest[os.write(self.terminal, rest[:4096]) :]

    def is_cooked(self) -> bool:
        """Whether the terminal echoes and edits lines, as before the program."""
        modes = termios.tcgetattr(self.terminal)[3]
        return bool(modes & termios.ICANON and modes & termios.ECHO)

    def wait(self, seconds: float = PATIENCE) -> int | None:
        """The program's wait status, or None where it goes on after that long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.terminal >= 0:
                self.read(0.02)
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                return status
        return None

    def close(self) -> None:
        """Let the terminal vanish."""
        os.close(self.terminal)
        self.terminal = -1

    def end(self, number: int) -> int:
        """Send a signal, take the last of the output, and return the wait status."""
        os.kill(self.child, number)
        self.read(0.05)
        _, status = os.waitpid(self.child, 0)
        os.close(self.terminal)
        return status
