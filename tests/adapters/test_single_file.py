"""The single-file program: it runs where nothing but Python is installed, and what is typed there is recorded."""

from __future__ import annotations

import ast
import fcntl
import os
import pty
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
from harness.adapters.single_file import _MAIN, candidate_modules, single_file
from harness.domain.event import Opened, Started
from harness.planting.compose import compose
from harness.planting.present import pull_request_of


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program in a folder of its own."""
    fixture = load_fixture(write_fixture(tmp_path / "fixture"))
    packet, _ = packet_bytes(pull_request_of(compose(fixture, "1")), "words", "1")
    (tmp_path / "away").mkdir()
    path = tmp_path / "away" / "words.pyz"
    path.write_bytes(single_file(packet))
    return path


class Terminal:
    """A program in a terminal of its own, with an environment that has nothing to lean on."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.pid, self.fd = pty.fork()
        self.seen = b""
        if self.pid == 0:
            os.chdir(folder)
            clean = {"TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
            os.execve(command[0], command, clean)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def wait_for(self, text: bytes, within: float = 30) -> None:
        """Read until `text` came."""
        end = time.monotonic() + within
        while text not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            if select.select([self.fd], [], [], 0.2)[0]:
                self.seen += os.read(self.fd, 65536)

    def end(self, signal_: int) -> None:
        """Send a signal and take leave; the screen is read on, so that nobody waits for it."""
        os.kill(self.pid, signal_)
        while True:
            try:
                if not os.read(self.fd, 65536):
                    break
            except OSError:
                break
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def test_it_runs_where_nothing_is_installed(program: Path) -> None:
    """Isolated, without site-packages; what was done is in a log in the candidate's home after a kill."""
    terminal = Terminal([sys.executable, "-I", "-S", str(program)], program.parent)
    try:
        terminal.wait_for(b"Welcome")
        os.write(terminal.fd, b"\r")
        log = _wait_for_started(program.parent, terminal)
    finally:
        terminal.end(signal.SIGKILL)
    events = [record.event for record in read_log(log).records]
    assert isinstance(events[0], Opened) and Started() in events
    assert read_log(log).header.fixture == "words"


def _wait_for_started(home: Path, terminal: Terminal) -> Path:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if select.select([terminal.fd], [], [], 0.1)[0]:
            terminal.seen += os.read(terminal.fd, 65536)
        for log in home.rglob("words-*.log"):
            if Started() in [record.event for record in read_log(log).records]:
                return log
    raise AssertionError(terminal.seen[-2000:])


def test_an_old_python_is_told_what_is_missing() -> None:
    """The first lines must parse where the rest does not."""
    ast.parse(_MAIN, feature_version=(3, 6))
    assert _MAIN.index(b"version_info < (3, 11)") < _MAIN.index(b"from harness")


def test_only_the_candidates_side_travels() -> None:
    """Nothing of key, matching, scoring, planting, YAML, git or the command line is among the modules."""
    modules = candidate_modules()
    assert "harness/apps/tui/candidate/__main__.py" in modules
    parts = {part for name in modules for part in name.removesuffix(".py").split("/")}
    others = {"issue", "match", "score", "matching", "scoring", "planting", "fixtures", "documents", "cli", "reports"}
    assert not parts & (others | {"git_repo", "interviewer", "assess", "present"})
    for path in modules.values():
        assert not _imported(path) & {"yaml", "git", "pydantic", "click", "unidiff", "libcst", "numpy"}, path


def _imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {n.partition(".")[0] for n in plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}
