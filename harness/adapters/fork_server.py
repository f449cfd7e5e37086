"""The process that test runs are forked from: pytest is imported here once, the code of a fixture never.

Started as a plain script with a clean environment, so it imports nothing of the harness. One line of JSON on stdin asks for a
run, one on stdout says how it ended. A run is a forked child: as fresh as a new interpreter, without the quarter of a second
that importing pytest takes. What the children leave behind falls to this process, and is ended before it answers; it ends
itself, with all of them, as soon as stdin is closed.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
from typing import Any, BinaryIO

_SUBREAPER, _PARENT_DEATH = 36, 1
_TICK = 0.05
_GRACE = 1.0
_PAGE = os.sysconf("SC_PAGE_SIZE")
_ARGUMENTS = ["-q", "--import-mode=importlib", "-o", "addopts=", "-c", os.devnull] + [
    f"-pno:{name}"
    for name in ("cacheprovider", "doctest", "pastebin", "stepwise", "threadexception", "unraisableexception")
]
_TRIVIAL = "def test_warm(monkeypatch):\n    assert True\n"


def main() -> None:
    """Answer requests until stdin is closed."""
    libc = ctypes.CDLL(None)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    _warm(sys.argv[1])
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # In a process namespace of our own the parent is its first process; anywhere else the signal to all would reach all.
    sealed = os.environ.get("HARNESS_SEALED") == "1" and os.getppid() == 1
    _say(answers, {"ready": True})
    while line := requests.readline():
        request = json.loads(line)
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            libc.prctl(_PARENT_DEATH, signal.SIGKILL, 0, 0, 0)
            _child(request)
        code, ended = _watch(pid, request, requests.fileno())
        if not ended and not _all_end_by_themselves():
            ended = "left"
        _end_all(sealed)
        if ended == "gone":
            return
        _say(answers, {"number": request["number"], "code": code, "ended": ended, "seconds": time.monotonic() - began})


def _say(stream: BinaryIO, value: dict[str, Any]) -> None:
    stream.write(json.dumps(value).encode() + b"\n")
    stream.flush()


def _warm(folder: str) -> None:
    """Import all that pytest will want and run a trivial test once, so that the children find everything ready."""

    import pytest

    with contextlib.suppress(ImportError):
        import coverage  # noqa: F401
    test = os.path.join(folder, "test_warm.py")
    with open(test, "w", encoding="utf-8") as stream:
        stream.write(_TRIVIAL)
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        pytest.main([*_ARGUMENTS, "--rootdir", folder, f"--junitxml={folder}/warm.xml", test])
    for name in [n for n in sys.modules if n.endswith("test_warm")]:
        del sys.modules[name]
    gc.collect()
    gc.freeze()


def _watch(pid: int, request: dict[str, Any], stdin: int) -> tuple[int | None, str]:
    """Wait for a run. Its exit status (negative: a signal; None: it was ended here), and why it was ended."""
    deadline = time.monotonic() + float(request["seconds"])
    handle = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.register(stdin, select.POLLHUP)
    try:
        while True:
            ready = dict(poll.poll(_TICK * 1000))
            if handle in ready:
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), ""
            if ready.get(stdin, 0) & (select.POLLHUP | select.POLLERR):
                return None, "gone"
            if time.monotonic() > deadline:
                return None, "time"
            if excess := _excess(request):
                return None, excess
    finally:
        os.close(handle)


def _excess(request: dict[str, Any]) -> str:
    """Which limit the run and all that it started exceed together, if any."""
    running = _descendants()
    if len(running) > int(request["processes"]):
        return "processes"
    if _written(str(request["folder"])) > int(request["disk"]):
        return "disk"
    pages = 0
    for pid in running:
        with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{pid}/statm") as stream:
            pages += int(stream.read().split()[1])
    return "memory" if pages * _PAGE > int(request["memory"]) else ""


def _written(folder: str) -> int:
    total = 0
    for root, _, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_blocks * 512
    return total


def _descendants() -> list[int]:
    """Every process below this one, orphans included: they are given to it by the system."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{name}/stat", "rb") as stream:
                parent = int(stream.read().rpartition(b")")[2].split()[1])
                parents.setdefault(parent, []).append(int(name))
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        below = parents.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _all_end_by_themselves() -> bool:
    """Whether all that the run started ends too; helpers of the standard library take a moment to notice."""
    until = time.monotonic() + _GRACE
    while not _nobody_left():
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    return True


def _end_all(sealed: bool) -> None:
    """End whatever a run left behind. In a sandbox of its own one signal reaches all; else they are stopped first, so
    that none can start another while it is being ended."""
    while not _nobody_left():
        if sealed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
            time.sleep(0.001)
            continue
        stopped: set[int] = set()
        while more := set(_descendants()) - stopped:
            _signal(more, signal.SIGSTOP)
            stopped |= more
        _signal(stopped, signal.SIGKILL)


def _signal(pids: set[int], which: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, which)


def _nobody_left() -> bool:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return True
    return False


def _child(request: dict[str, Any]) -> None:
    """The run itself. Ends the process."""
    code = 70
    try:
        os.setsid()
        _become(request)
        code = _run_pytest(request)
    except BaseException as error:  # whatever happens, the child must not go on as a second server
        with contextlib.suppress(BaseException):
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _become(request: dict[str, Any]) -> None:
    """Take on the run's own streams, environment, folder and limits."""
    project = str(request["project"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(str(request["output"]), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, 256)
    sys.stdin, sys.stdout, sys.stderr = (
        open(n, mode, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        for n, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    os.environ.update(request["environment"])
    time.tzset()
    tempfile.tempdir = None  # it remembers the server's
    os.chdir(project)
    sys.path[:0] = request["imports"]
    seconds = int(float(request["seconds"])) + 5
    for what, value in (
        (resource.RLIMIT_AS, int(request["memory"])),
        (resource.RLIMIT_FSIZE, int(request["file_size"])),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (value, value))


def _run_pytest(request: dict[str, Any]) -> int:
    import pytest

    arguments = [*_ARGUMENTS, "--rootdir", str(request["project"]), f"--junitxml={request['report']}"]
    arguments += request["targets"]
    if not request["cover"]:
        return int(pytest.main(arguments))
    return _covered(request, arguments)


def _covered(request: dict[str, Any], arguments: list[str]) -> int:
    """The same with a note of every line of the project that was executed, in a file beside the report."""
    import coverage
    import pytest

    project = str(request["project"])
    watching = coverage.Coverage(data_file=None, source=[project], config_file=False, concurrency="thread")
    watching.start()
    code = int(pytest.main(arguments))
    watching.stop()
    data = watching.get_data()
    lines = {os.path.relpath(f, project): sorted(data.lines(f) or ()) for f in data.measured_files()}
    with open(str(request["cover"]), "w", encoding="utf-8") as stream:
        json.dump(lines, stream)
    return code


if __name__ == "__main__":
    main()
