"""Runs pytest files against a project tree, each run in a process of its own with limits, and says how it ended.

The processes are forked from a few servers (`fork_server.py`) that stand inside the sandbox. What a run leaves behind is read
as a stranger's file: no link is followed, nothing is larger than it should be.
"""

from __future__ import annotations

import compileall
import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import harness
from harness.adapters.run_results import USUAL, Limits, read_result
from harness.adapters.sandbox import BARE, Sandbox
from harness.domain.edit import Tree
from harness.domain.test_run import TestRun

_SERVER = Path(__file__).with_name("fork_server.py")
_PATIENCE = 5.0
"""Seconds that a server gets beyond a run's limit before it is given up."""
STOPPED = "stopped"


class TestRunner:
    """Some servers that fork test runs. Safe to use from as many threads as there are servers."""

    __test__ = False

    def __init__(
        self,
        jobs: int = 1,
        sandbox: Sandbox = BARE,
        hidden: Sequence[Path] = (),
        limits: Limits = USUAL,
        hash_seed: int = 0,
    ) -> None:
        self.limits = limits
        self._folder = Path(tempfile.mkdtemp(prefix="harness-runs-")).resolve()
        self._stopped = threading.Event()
        self._servers: list[_Server] = []
        self._idle: queue.SimpleQueue[_Server] = queue.SimpleQueue()
        try:
            support = _lay_out_support(self._folder / "support")
            for number in range(jobs):
                scratch = self._folder / f"job-{number}"
                scratch.mkdir()
                server = _Server(scratch, support, sandbox, hidden, hash_seed)
                self._servers.append(server)
                self._idle.put(server)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> TestRunner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, tree: Tree, targets: Sequence[str], extra: Tree | None = None, cover: bool = False) -> TestRun:
        """Run pytest on `targets` with `tree` as the current directory and on the import path.

        `extra` are files put beside the tree, in a folder of their own, named `proofs/…` in targets. They find the modules
        of the tree's `tests` folder too, since what stands in for the world there stands in for it in a proof.
        """
        server = self._idle.get()
        try:
            return (
                TestRun((), 0.0, STOPPED) if self._stopped.is_set() else self._run(server, tree, targets, extra, cover)
            )
        finally:
            self._idle.put(server)

    def _run(self, server: _Server, tree: Tree, targets: Sequence[str], extra: Tree | None, cover: bool) -> TestRun:
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=server.scratch))
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            project = folder / "project"
            project.mkdir()
            _write(project, tree)
            _write(folder, extra or {})
            paths = [str(folder / t) if t in (extra or {}) else t for t in targets]
            imports = [project, server.support, *([project / "tests"] if extra else [])]
            request = self._request(folder, project, imports, paths, cover)
            answer = server.ask(request, self.limits.seconds)
            if answer is None:
                return TestRun((), 0.0, STOPPED if self._stopped.is_set() else "the process that runs tests was ended")
            return read_result(handle, answer, self.limits)
        finally:
            os.close(handle)
            _remove(folder)

    def _request(
        self, folder: Path, project: Path, imports: list[Path], targets: list[str], cover: bool
    ) -> dict[str, Any]:
        names = [str(path) for path in imports]
        environment = {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": os.pathsep.join(names)}
        return asdict(self.limits) | {
            "folder": str(folder),
            "project": str(project),
            "imports": names,
            "output": str(folder / "output"),
            "report": str(folder / "report.xml"),
            "cover": str(folder / "cover.json") if cover else "",
            "targets": targets,
            "environment": environment,
        }

    def stop(self) -> None:
        """End every run that is under way; later ones end at once."""
        self._stopped.set()
        for server in self._servers:
            server.hang_up()

    def close(self) -> None:
        """End the servers and all that they started, and remove the scratch folder."""
        self.stop()
        for server in self._servers:
            server.wait()
        _remove(self._folder)


class _Server:
    """One fork server and the folder in which its runs may write."""

    def __init__(self, scratch: Path, support: Path, sandbox: Sandbox, hidden: Sequence[Path], hash_seed: int) -> None:
        self.scratch, self.support = scratch, support
        # Isolated (-I) would be shorter, but ignores PYTHONHASHSEED too; the environment is made by us, name by name.
        argv = [sys.executable, "-sP", str(support / _SERVER.name), str(scratch)]
        environment = _environment(scratch, hash_seed) | {"HARNESS_SEALED": "1" if sandbox.sealed else "0"}
        # The process has a session of its own, so that Ctrl-C reaches us alone and we end it in order.
        self._process = subprocess.Popen(
            sandbox.command(argv, scratch, support, hidden), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment, cwd=scratch, start_new_session=True,
        )  # fmt: skip
        self._ready, self._asked = False, 0

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The answer to a request; None where the server is gone."""
        assert self._process.stdin and self._process.stdout
        watch = threading.Timer(seconds + 4 * _PATIENCE, self._kill)
        watch.daemon = True
        watch.start()
        try:
            if not self._ready and not self._process.stdout.readline():
                return None
            self._ready = True
            self._asked += 1
            self._process.stdin.write(json.dumps(request | {"number": self._asked}).encode() + b"\n")
            self._process.stdin.flush()
            # A run can reach the server's stdout; what it writes there must not be taken for a later run's answer.
            while line := self._process.stdout.readline():
                answer: dict[str, Any] = json.loads(line)
                if answer["number"] == self._asked:
                    return answer
            return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        finally:
            watch.cancel()

    def hang_up(self) -> None:
        """Close its input, which makes the server end its run and itself."""
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it ended, and make it where it does not."""
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def run_tests(tree: Tree, targets: tuple[str, ...], extra: Tree | None = None, *, limits: Limits = USUAL) -> TestRun:
    """One run by itself, without a sandbox."""
    with TestRunner(limits=limits) as runner:
        return runner.run(tree, targets, extra)


def support_files() -> dict[str, bytes]:
    """What a run needs of the harness: the server and the provers that proofs import, by archive path."""
    package = Path(harness.__file__).parent
    files = {_SERVER.name: _SERVER.read_bytes(), "harness/__init__.py": b""}
    for path in sorted((package / "proofs").glob("*.py")):
        files[f"harness/proofs/{path.name}"] = path.read_bytes()
    return files


def _lay_out_support(folder: Path) -> Path:
    folder.mkdir()
    _write(folder, support_files())
    compileall.compile_dir(folder, quiet=2, legacy=False)
    return folder


def _environment(folder: Path, hash_seed: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": str(hash_seed),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "TZ": "UTC",
    }


def _remove(folder: Path) -> None:
    """Take a folder away, also one that a run nested deeper than Python's own removal can follow."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        with contextlib.suppress(OSError):
            subprocess.run(["rm", "-rf", "--", str(folder)], stderr=subprocess.DEVNULL, check=False)


def _write(root: Path, tree: Tree) -> None:
    for path, content in tree.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
