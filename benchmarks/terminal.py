"""A program in a pseudo-terminal, and what it costs: time to some words, CPU time of all its threads, memory."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Terminal:
    """A command in a pseudo-terminal of the given size. Everything is measured from outside."""

    def __init__(
        self, command: list[str], *, size: tuple[int, int] = (120, 40), env: dict[str, str] | None = None
    ) -> None:
        self.started = time.perf_counter()
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled already
            os.environ.update(
                {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT), **(env or {})}
            )
            os.execvp(command[0], command)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._file, keys.encode())

    def read_until(self, words: bytes, timeout: float = 60.0) -> float:
        """Seconds until the words come out; infinity where they do not."""
        begun, seen = time.perf_counter(), b""
        while time.perf_counter() - begun < timeout:
            got = self._read(0.5)
            if got is None:
                break
            seen = seen[-len(words) :] + got
            if words in seen:
                return time.perf_counter() - begun
        return float("inf")

    def settle(self, quiet: float = 0.03, timeout: float = 20.0) -> tuple[float, float]:
        """Wait until nothing comes out for a while; seconds to the first and to the last output."""
        begun = time.perf_counter()
        first = last = 0.0
        while time.perf_counter() - begun < timeout:
            got = self._read(quiet if first else 0.25)
            if got is None:
                raise RuntimeError("the program ended")
            if not got:
                break
            last = time.perf_counter() - begun
            first = first or last
        return first, last

    def _read(self, wait: float) -> bytes | None:
        if not select.select([self._file], [], [], wait)[0]:
            return b""
        try:
            return os.read(self._file, 1 << 16)
        except OSError:
            return None

    def cpu(self) -> tuple[float, float]:
        """Seconds of CPU time: of all threads together, and of the first, in which the event loop runs."""
        threads = {
            task.name: int((task / "schedstat").read_text().split()[0])
            for task in Path(f"/proc/{self.pid}/task").iterdir()
        }
        return sum(threads.values()) / 1e9, threads[str(self.pid)] / 1e9

    def megabytes(self) -> float:
        """Resident memory."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def end(self) -> None:
        """Kill it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._file)


def seconds_until(words: bytes, command: list[str], env: dict[str, str] | None = None) -> float:
    """Wall seconds from the start of a command until `words` come out of its terminal."""
    terminal = Terminal(command, env=env)
    terminal.read_until(words)
    took = time.perf_counter() - terminal.started
    terminal.end()
    return took
