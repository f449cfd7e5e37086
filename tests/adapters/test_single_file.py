"""The single file: it runs in an interpreter without any package, and holds the candidate's side alone."""

from __future__ import annotations

import ast
import fcntl
import io
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
import zipfile
from pathlib import Path

import pytest
from builders import write_fixture

from harness.adapters.event_log import read_log
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes, read_packet
from harness.adapters.single_file import candidate_modules, single_file
from harness.domain.event import Opened
from harness.planting.compose import compose
from harness.planting.present import pull_request_of


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small fixture as one file."""
    folder = tmp_path_factory.mktemp("single")
    fixture = load_fixture(write_fixture(folder / "words"))
    content, _ = packet_bytes(pull_request_of(compose(fixture, "1", None)), "words", "1")
    (folder / "words.pyz").write_bytes(single_file(content))
    return folder / "words.pyz"


def bare(program: Path, *arguments: str) -> list[str]:
    """The command in an interpreter that sees no site-packages, no environment and no current folder."""
    return [sys.executable, "-I", "-S", str(program), *arguments]


def test_it_holds_the_candidates_side_alone(program: Path) -> None:
    """No module of key, matcher or scores, no YAML, no git, nothing compiled."""
    with zipfile.ZipFile(program) as archive:
        names = archive.namelist()
    own = {name for name in names if name.startswith("harness/")}
    assert own == set(candidate_modules())
    for part in ("matching", "scoring", "planting", "reports", "authoring", "interviewer", "cli", "fixture", "issue"):
        assert not any(part in Path(name).parts or f"{part}.py" in name for name in own), part
    assert not any(name.startswith(("yaml/", "git/", "numpy/", "pydantic/", "click/")) for name in names)
    assert not any(name.endswith((".so", ".pyd", ".pyc")) for name in names)


def test_it_is_a_packet_too(program: Path) -> None:
    """So that grading can read what the candidate was sent."""
    assert read_packet(program).fixture == "words"


def test_an_old_python_is_told_what_is_missing(program: Path) -> None:
    """The first module must parse in Python 3.6 for that."""
    with zipfile.ZipFile(io.BytesIO(program.read_bytes())) as archive:
        main = archive.read("__main__.py").decode()
    ast.parse(main, feature_version=(3, 6))
    old = main.replace("(3, 11)", "(99, 0)")
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr.startswith("This needs Python") and "Traceback" not in done.stderr


def test_without_a_terminal_it_says_so(program: Path, tmp_path: Path) -> None:
    """Exit code 4, and no session is begun."""
    done = subprocess.run(
        bare(program, "--sessions", str(tmp_path / "s")), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        cwd=tmp_path, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 4 and "terminal" in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.log"))


def test_it_paints_its_screen_in_a_terminal_and_a_kill_leaves_the_log(program: Path, tmp_path: Path) -> None:
    """A real pseudo-terminal, an interpreter without packages: the title is painted, and the start is on disk."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {"TERM": "xterm-256color", "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(tmp_path)}
    process = subprocess.Popen(
        bare(program, "--sessions", str(tmp_path / "s")), stdin=side, stdout=side, stderr=side, cwd=tmp_path,
        env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(side)
    try:
        painted = until(main, b"bounded", 60)
        assert b"bounded" in painted, painted[-2000:]
    finally:
        process.kill()
        process.wait()
        os.close(main)
    (log,) = (tmp_path / "s").glob("*.log")
    assert isinstance(read_log(log).records[0].event, Opened)
    assert read_log(log).header.packet == read_packet(program).digest


def until(descriptor: int, wanted: bytes, seconds: float) -> bytes:
    """What a terminal was sent until `wanted` came, the program ended, or the time was over."""
    seen, deadline = b"", time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < deadline:
        if select.select([descriptor], [], [], 0.5)[0]:
            try:
                seen += os.read(descriptor, 65536)
            except OSError:
                break
    return seen
