"""Runs one pytest file or folder against a project tree, in a fresh process with limits, and says how it ended."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from harness.domain.edit import Tree

TIME_LIMIT = 60.0
_MEMORY = 4 * 1024**3
_FILE_SIZE = 64 * 1024**2
_MOST_REPORT = 4_000_000


@dataclass(frozen=True, slots=True)
class TestCase:
    """One test: `outcome` is passed, failed (an assertion or exception in the test), error or skipped."""

    __test__ = False
    name: str
    outcome: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class TestRun:
    """How a run ended. `broken` says in words why there is no result to speak of: time-out, crash, nothing collected."""

    __test__ = False
    cases: tuple[TestCase, ...]
    seconds: float
    broken: str = ""

    @property
    def green(self) -> bool:
        """Whether tests ran and all of them passed."""
        return not self.broken and bool(self.cases) and all(c.outcome == "passed" for c in self.cases)

    @property
    def red(self) -> tuple[TestCase, ...]:
        """The tests that did not pass."""
        return tuple(c for c in self.cases if c.outcome not in ("passed", "skipped"))


class Children:
    """The processes that run now, so that Ctrl-C can end them all."""

    def __init__(self) -> None:
        self._running: set[int] = set()
        self.stopped = False

    def started(self, group: int) -> None:
        """Remember a process group."""
        self._running.add(group)

    def ended(self, group: int) -> None:
        """Forget it."""
        self._running.discard(group)

    def stop(self) -> None:
        """Kill every group; later runs end at once."""
        self.stopped = True
        for group in list(self._running):
            with contextlib.suppress(OSError):
                os.killpg(group, signal.SIGKILL)


def run_tests(
    tree: Tree,
    targets: tuple[str, ...],
    extra: Tree | None = None,
    *,
    children: Children | None = None,
    time_limit: float = TIME_LIMIT,
) -> TestRun:
    """Run pytest on `targets` with `tree` as the current directory and on the import path.

    `extra` are files put beside the tree, in a folder of their own, named `proofs/…` in targets.
    """
    folder = Path(tempfile.mkdtemp(prefix="harness-run-"))
    try:
        project = folder / "project"
        project.mkdir()
        _write(project, tree)
        _write(folder, extra or {})
        paths = [str(folder / t) if t in (extra or {}) else t for t in targets]
        return _run(folder, project, paths, children or Children(), time_limit)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(root: Path, tree: Tree) -> None:
    for path, content in tree.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _run(folder: Path, project: Path, targets: list[str], children: Children, time_limit: float) -> TestRun:
    report = folder / "report.xml"
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib", "-o", "addopts=",
        "--rootdir", str(project), "-c", os.devnull, f"--junitxml={report}", *targets,
    ]  # fmt: skip
    began = time.monotonic()
    if children.stopped:
        return TestRun((), 0.0, "stopped")
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=project, env=_environment(folder, project), stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_limits(time_limit),
        )  # fmt: skip
        children.started(process.pid)
        try:
            code: int | None = process.wait(time_limit)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            children.ended(process.pid)
    seconds = time.monotonic() - began
    if code is None:
        return TestRun((), seconds, f"it did not end within {time_limit:.0f} s")
    return _result(report, folder / "output", code, seconds)


def _environment(folder: Path, project: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": str(project),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "TZ": "UTC",
    }


def _limits(time_limit: float) -> Callable[[], None]:
    def apply() -> None:
        for what, value in (
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_FSIZE, _FILE_SIZE),
            (resource.RLIMIT_CPU, int(time_limit) + 5),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (value, value))

    return apply


def _result(report: Path, output: Path, code: int, seconds: float) -> TestRun:
    last = _last_line(output)
    if code < 0:
        return TestRun((), seconds, f"the process was ended by signal {-code}")
    if not report.is_file() or report.stat().st_size > _MOST_REPORT:
        return TestRun((), seconds, f"it left no report: {last}")
    try:
        cases = tuple(_case(node) for node in ElementTree.parse(report).iter("testcase"))
    except ElementTree.ParseError:
        return TestRun((), seconds, "its report cannot be read")
    broken = "" if cases else f"no test was found: {last}"
    return TestRun(cases, seconds, broken)


def _last_line(output: Path) -> str:
    with output.open("rb") as stream:
        stream.seek(max(0, output.stat().st_size - 4000))
        lines = stream.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "nothing was printed"


def _case(node: ElementTree.Element) -> TestCase:
    name = node.get("name", "")
    for outcome, tag in (("failed", "failure"), ("error", "error"), ("skipped", "skipped")):
        found = node.find(tag)
        if found is not None:
            return TestCase(name, outcome, found.get("message", "") or (found.text or "")[:2000])
    return TestCase(name, "passed")
