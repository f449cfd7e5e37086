"""Running a stranger's tests: each limit ends the run in time and is named, nothing outlives it, nothing leaks in."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.adapters.run_results import Limits
from harness.adapters.sandbox import BARE, BUBBLEWRAP, NAMESPACES, Sandbox, best_sandbox, works
from harness.adapters.test_runner import TestRunner
from harness.domain.test_run import TestRun

SEALED = [sandbox for sandbox in (BUBBLEWRAP, NAMESPACES) if works(sandbox)]
LIMITS = Limits(seconds=20.0, memory=600 * 1024**2, file_size=2 * 1024**2, disk=6 * 1024**2, processes=12)


@pytest.fixture(
    scope="module",
    params=[BARE, *SEALED],
    ids=lambda sandbox: sandbox.name,
)
def runner(request: pytest.FixtureRequest) -> Iterator[TestRunner]:
    with TestRunner(sandbox=request.param, limits=LIMITS) as runner:
        yield runner


def run(runner: TestRunner, body: str) -> TestRun:
    return runner.run({}, ("proofs/test_it.py",), {"proofs/test_it.py": body.encode()})


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("def test_it():\n    x = bytearray(2 * 1024**3)\n", "it took more than 0.585938 GB of memory"),
        (
            "import os, time\ndef test_it():\n    for _ in range(4):\n        if not os.fork():\n"
            "            x = bytearray(b'x') * (300 * 1024**2)\n            time.sleep(1000)\n    time.sleep(1000)\n",
            "it took more than 0.585938 GB of memory",
        ),
        (
            "import os, time\ndef test_it():\n    for _ in range(6):\n        os.fork()\n    time.sleep(1000)\n",
            "it started more than 12 processes",
        ),
        ("def test_it():\n    while True: print('x' * 1000)\n", "it wrote a file larger than 2 MB"),
        (
            "import subprocess, sys\ndef test_it():\n    subprocess.run(['yes'])\n    assert False, 'endless'\n",
            "endless",
        ),
        (
            "import time\ndef test_it(tmp_path):\n    for n in range(9):\n"
            "        (tmp_path / str(n)).write_bytes(b'x' * 10**6)\n    time.sleep(1000)\n",
            "it wrote more than 6 MB",
        ),
        ("import os\ndef test_it():\n    os.kill(os.getpid(), 11)\n", "the process was ended by signal 11"),
        ("import os\ndef test_it():\n    os._exit(0)\n", "it left no report: nothing was printed"),
    ],
    ids=["hog", "hogs", "bomb", "output", "pipe", "disk", "crash", "exit"],
)
def test_a_run_that_knows_no_end_is_ended_and_named(runner: TestRunner, body: str, named: str) -> None:
    """Processor, memory, processes, output, disk: over within the limit, in words; and the next run is as good as new."""
    began = time.monotonic()
    ended = run(runner, body)
    assert time.monotonic() - began < LIMITS.seconds
    assert (ended.broken or ended.red[0].message.split("\n")[0].removeprefix("AssertionError: ")) == named
    assert run(runner, "def test_it():\n    pass\n").green


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(1000)"], ids=["loop", "sleep"])
def test_a_run_without_end_is_ended_in_time(body: str) -> None:
    """A loop that takes the whole processor, and one that only waits."""
    with TestRunner(limits=Limits(seconds=1.0)) as runner:
        began = time.monotonic()
        assert run(runner, f"def test_it():\n    {body}\n").broken == "it did not end within 1 s"
        assert time.monotonic() - began < 15


def test_a_daemonised_grandchild_does_not_outlive_its_run_and_is_named(runner: TestRunner, tmp_path: Path) -> None:
    """A process that left its group, its session and its parent is ended all the same."""
    body = """
import os, time

def test_it():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 100)
            os.execvp("sleep", ["sleep", "7919"])
        os._exit(0)
    os.wait()
    time.sleep(0.2)
"""
    assert run(runner, body).broken == "it left processes running, which were ended"
    assert not running("sleep\x007919\x00")


def test_a_helper_that_ends_by_itself_is_nobody_left_behind(runner: TestRunner) -> None:
    """The standard library's own helper process notices a moment later that its parent is gone."""
    body = """
import multiprocessing

def test_it():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(abs, [-1]) == [1]
"""
    ended = run(runner, body)
    assert ended.green, ended


def running(command_line: str) -> bool:
    """Whether a process with this command line runs on the machine."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if path.read_bytes() == command_line.encode():
                return True
    return False


def test_the_environment_of_a_run_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the author's environment reaches a proof, and plug-ins are not loaded by themselves."""
    monkeypatch.setenv("SECRET_TOKEN", "x")
    body = """import os, sys

def test_environment():
    assert "SECRET_TOKEN" not in os.environ
    assert os.environ["TZ"] == "UTC"
    assert "xdist" not in sys.modules
    assert os.read(0, 1) == b""

def test_the_provers_can_be_imported():
    import harness.proofs
    assert "support" in harness.proofs.__file__
"""
    with TestRunner(sandbox=best_sandbox()) as runner:
        ended = run(runner, body)
    assert ended.green, ended


def test_one_run_sees_nothing_of_another(runner: TestRunner) -> None:
    """Each is a process of its own: modules, globals, environment and files of one are not there in the next."""
    body = """import os, sys

def test_it():
    assert not hasattr(os, "mark") and "MARK" not in os.environ and not os.path.exists("mark")
    os.mark = 1
    os.environ["MARK"] = "1"
    open("mark", "w").close()
    sys.path.insert(0, "/mark")
"""
    assert run(runner, body).green and run(runner, body).green


@pytest.mark.parametrize("sandbox", SEALED, ids=lambda sandbox: sandbox.name)
def test_a_sandbox_shows_neither_network_nor_home_nor_key(tmp_path: Path, sandbox: Sandbox) -> None:
    """The key's folder, the home folder, other processes and the network are not there."""
    (tmp_path / "key").mkdir()
    (tmp_path / "key" / "key.yaml").write_text("secret", "utf-8")
    body = f"""import os, socket
import pytest

def test_files():
    for path in ({str(tmp_path / "key" / "key.yaml")!r}, {str(Path.home() / ".profile")!r}, "/etc/passwd"):
        assert not os.path.exists(path), path

def test_nothing_but_the_scratch_can_be_written():
    for folder in ("/usr", "/etc", "/dev", os.path.dirname(os.__file__)):
        with pytest.raises(OSError):
            open(folder + "/mark", "w")

def test_network():
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", {free_port()}), timeout=1)
    assert [name for _, name in socket.if_nameindex()] in ([], ["lo"])

def test_processes():
    assert {os.getpid()} not in [int(n) for n in os.listdir("/proc") if n.isdigit()]
"""
    with TestRunner(sandbox=sandbox, hidden=(tmp_path,)) as runner:
        ended = run(runner, body)
    assert ended.green, ended


@pytest.mark.parametrize("sandbox", [BARE, *SEALED], ids=lambda sandbox: sandbox.name)
def test_a_run_has_the_hash_seed_it_was_given(sandbox: Sandbox) -> None:
    """Repetitions differ in their hash seed and can be made again: the seed reaches the run, whatever it is shut in."""
    command = [sys.executable, "-c", "print(hash('a'))"]
    seeds = {}
    for seed in (0, 7):
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        wanted = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()
        with TestRunner(sandbox=sandbox, hash_seed=seed) as runner:
            seeds[seed] = run(runner, f"def test_it():\n    assert hash('a') == {wanted}\n").green
    assert seeds == {0: True, 7: True}


def free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_what_is_hidden_is_hidden_also_where_the_packages_are(tmp_path: Path) -> None:
    """A shipped fixture lies among the installed packages, which a run may read; its folder is empty for the run."""
    hidden = Path(pytest.__file__).parent
    command = BUBBLEWRAP.command(["true"], tmp_path, tmp_path, (hidden,))
    assert ["--tmpfs", str(hidden.resolve())] in [command[n : n + 2] for n in range(len(command))]
    code = f"import os; print(os.listdir({str(hidden.resolve())!r}))"
    for sandbox in SEALED:
        command = sandbox.command([sys.executable, "-I", "-c", code], tmp_path, tmp_path, (hidden,))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.stdout, done.stderr) == ("[]\n", ""), sandbox.name


@pytest.mark.parametrize("sandbox", SEALED, ids=lambda sandbox: sandbox.name)
def test_an_environment_below_the_folder_for_temporary_files_is_seen(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room has a /tmp of its own; whoever installed the harness below the machine's must still find it there."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        for inside in ("venv", "scratch", "readable"):
            (folder / inside).mkdir()
        (folder / "venv/pyvenv.cfg").write_text("here\n", "utf-8")
        monkeypatch.setattr(sys, "prefix", str(folder / "venv"))
        command = sandbox.command(["cat", str(folder / "venv/pyvenv.cfg")], folder / "scratch", folder / "readable", ())
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("here\n", "")


@pytest.mark.skipif(NAMESPACES not in SEALED, reason="no namespaces can be made here")
def test_without_bubblewrap_namespaces_take_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program is not found, what comes with the system is tried, and believed in once something ran in it."""
    found = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "bwrap" else found(name))
    best_sandbox.cache_clear()
    try:
        assert best_sandbox() is NAMESPACES
    finally:
        best_sandbox.cache_clear()


def test_a_link_in_place_of_a_report_is_not_followed(tmp_path: Path) -> None:
    """What a run leaves is read as a stranger's file."""
    (tmp_path / "report.xml").write_text("<testsuite><testcase name='forged'/></testsuite>", "utf-8")
    body = f"""import os, atexit

def test_it():
    folder = os.environ["HOME"]
    os.symlink({str(tmp_path / "report.xml")!r}, folder + "/report.xml")
    os._exit(0)
"""
    with TestRunner() as runner:
        assert run(runner, body).broken.startswith("it left no report")


def test_a_proof_finds_what_the_tests_put_in_place_of_the_world() -> None:
    """The modules beside the visible tests can be imported by a proof; the visible tests have to see to that themselves."""
    body = b"import stand_ins\ndef test_it():\n    assert stand_ins.WORLD == 1\n"
    tree = {"tests/stand_ins.py": b"WORLD = 1\n", "tests/test_it.py": body}
    with TestRunner() as runner:
        assert runner.run(tree, ("proofs/test_it.py",), {"proofs/test_it.py": body}).green
        assert not runner.run(tree, ("tests/test_it.py",)).green


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """Not pytest's: what a test that was killed leaves here is too deep for pytest to remove at a later time."""
    folder = tempfile.mkdtemp(prefix="harness-deep-")
    yield Path(folder)
    subprocess.run(["rm", "-rf", "--", folder], check=True)


def test_folders_nested_without_end_are_taken_away(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deeper than Python can follow; nothing stays behind, and nobody sees a traceback."""
    monkeypatch.setattr(tempfile, "tempdir", str(own_folder))
    with TestRunner() as runner:
        run(
            runner,
            "import os\ndef test_it():\n    for _ in range(1500):\n        os.mkdir('d')\n        os.chdir('d')\n",
        )
    assert list(own_folder.iterdir()) == []


def test_an_answer_that_a_run_gave_itself_is_no_later_runs(runner: TestRunner) -> None:
    """It is one line too many, and every run after it would get the answer of the one before."""
    forge = """
import json, os
def test_it():
    answer = {"number": 1, "code": 0, "ended": "", "seconds": 0}
    with open(f"/proc/{os.getppid()}/fd/1", "w") as stream:
        stream.write(json.dumps(answer) + "\\n")
    os._exit(3)
"""
    run(runner, forge)
    assert run(runner, "def test_it():\n    pass\n").green
    assert "signal 9" in run(runner, "import os\ndef test_it():\n    os.kill(os.getpid(), 9)\n").broken
