"""What a test run may take, and how it ended: read from files that a stranger's code may have written.

No link is followed, nothing is larger than it should be, and nothing but text is believed.
"""

from __future__ import annotations

import json
import os
import re
import signal
import stat
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from harness.domain.test_run import TestCase, TestRun

_MOST_REPORT = 4_000_000
_MOST_OUTPUT = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take, everything it starts included. Bytes and seconds."""

    seconds: float = 60.0
    memory: int = 2 * 1024**3
    file_size: int = 64 * 1024**2
    disk: int = 256 * 1024**2
    processes: int = 64

    def named(self, which: str) -> str:
        """The sentence for a limit that was reached."""
        return {
            "time": f"it did not end within {self.seconds:g} s",
            "memory": f"it took more than {self.memory / 1024**3:g} GB of memory",
            "file": f"it wrote a file larger than {self.file_size / 1024**2:g} MB",
            "disk": f"it wrote more than {self.disk / 1024**2:g} MB",
            "left": "it left processes running, which were ended",
            "processes": f"it started more than {self.processes} processes",
        }[which]


USUAL = Limits()


def read_result(folder: int, answer: dict[str, Any], limits: Limits) -> TestRun:
    """How a run ended, from the server's answer and the files in the run's folder, which is given as a descriptor."""
    code, seconds = answer["code"], float(answer["seconds"])
    if answer["ended"]:
        return TestRun((), seconds, limits.named(answer["ended"]))
    if code == -signal.SIGXCPU:
        return TestRun((), seconds, limits.named("time"))
    if code == -signal.SIGXFSZ:
        return TestRun((), seconds, limits.named("file"))
    if code < 0:
        return TestRun((), seconds, f"the process was ended by signal {-code}")
    report = _read(folder, "report.xml", _MOST_REPORT)
    if report is None or b"<!DOCTYPE" in report:
        return TestRun((), seconds, f"it left no report: {_last_line(folder)}")
    try:
        cases = tuple(_case(node) for node in ElementTree.fromstring(report).iter("testcase"))
    except ElementTree.ParseError:
        return TestRun((), seconds, "its report cannot be read")
    broken = _limit_in(cases, limits) if cases else f"no test was found: {_last_line(folder)}"
    return TestRun(cases, seconds, broken, _covered(folder))


def _limit_in(cases: tuple[TestCase, ...], limits: Limits) -> str:
    """A limit that showed as an exception inside a test."""
    for case in cases:
        if case.outcome in ("failed", "error"):
            if case.message.startswith("MemoryError"):
                return limits.named("memory")
            if "[Errno 27]" in case.message:
                return limits.named("file")
    return ""


def _covered(folder: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
    content = _read(folder, "cover.json", _MOST_REPORT)
    try:
        found = json.loads(content) if content else {}
        return tuple(sorted((str(path), tuple(map(int, lines))) for path, lines in found.items()))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()


def _read(folder: int, name: str, most: int) -> bytes | None:
    """A file that a run left: None unless it is an ordinary one of at most that size."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        content = stream.read(most + 1)
    return content if len(content) <= most else None


def _last_line(folder: int) -> str:
    lines = (_read(folder, "output", _MOST_OUTPUT) or b"")[-4000:].decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "nothing was printed"


def _case(node: ElementTree.Element) -> TestCase:
    name = node.get("name") or node.get("classname") or "the file"
    for outcome, tag in (("failed", "failure"), ("error", "error"), ("skipped", "skipped")):
        found = node.find(tag)
        if found is not None:
            return TestCase(name, outcome, _why(found))
    return TestCase(name, "passed")


def _why(found: ElementTree.Element) -> str:
    """What the report says of a case; of a file that could not be imported pytest gives the error in the text alone."""
    said, text = found.get("message", ""), found.text or ""
    if said != "collection failure":
        return said or text[:2000]
    errors = [line[1:].strip() for line in text.splitlines() if line.startswith("E ")]
    # Where the module lies, in brackets, is another folder each time.
    return re.sub(r" \(/[^)]*\)", "", f"it cannot be imported: {errors[-1]}")[:2000] if errors else said
