"""What ruff and mypy say of a project's files. The code is read, not run, and no configuration of the project is obeyed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from harness.domain.edit import Tree
from harness.domain.errors import CannotRun

_RUFF = (
    "--isolated", "--no-cache", "--select", "E,F,W,B,C4,PIE,RET,SIM,UP", "--ignore", "E501", "--output-format", "json",
)  # fmt: skip
"""The rules that teams commonly switch on; the length of lines is left to blemishes."""
_MYPY = (
    "--no-error-summary", "--hide-error-context", "--show-error-codes", "--ignore-missing-imports",
    "--check-untyped-defs", "--namespace-packages", "--explicit-package-bases",
)  # fmt: skip
ARGUMENTS = " ".join((*_RUFF, *_MYPY))
"""Everything that the findings depend on beside the files and the checkers' versions."""
_PLACE = re.compile(r"^(?P<path>[^:]+):\d+(?::\d+)?: (?P<rest>.*)$")
_PATIENCE = 120.0

Findings = Counter[tuple[str, str]]
"""How often each file has each finding; without line numbers, which move."""


def installed(name: str) -> bool:
    """Whether a checker is there."""
    return importlib.util.find_spec(name) is not None


def ruff_findings(trees: Sequence[Tree]) -> list[Findings]:
    """What ruff finds in the Python files of each tree."""
    found: list[Findings] = [Counter() for _ in trees]
    with tempfile.TemporaryDirectory(prefix="harness-ruff-") as name:
        folder = Path(name)
        for number, tree in enumerate(trees):
            _lay_out(folder / str(number), tree)
        said = _run(folder, "ruff", "check", *_RUFF, ".")
        for entry in json.loads(said or "[]"):
            which, _, path = os.path.relpath(entry["filename"], folder.resolve()).partition("/")
            found[int(which)][path, f"ruff {entry['code']}: {entry['message']}"] += 1
    return found


def mypy_findings(trees: Sequence[Tree]) -> list[Findings]:
    """What mypy finds in the Python files of each tree, with what it learned of the standard library shared."""
    found: list[Findings] = []
    with tempfile.TemporaryDirectory(prefix="harness-mypy-") as name:
        cache = Path(name) / "cache"
        for number, tree in enumerate(trees):
            folder = Path(name) / "project" / str(number)
            paths = _lay_out(folder, tree)
            said = _run(folder, "mypy", *_MYPY, "--config-file", os.devnull, "--cache-dir", str(cache), *paths)
            matches = [match for line in said.splitlines() if (match := _PLACE.match(line))]
            found.append(
                Counter((m["path"], f"mypy: {m['rest']}") for m in matches if " note: " not in f" {m['rest']}")
            )
    return found


def _lay_out(folder: Path, tree: Tree) -> list[str]:
    paths = [path for path in sorted(tree) if path.endswith(".py")]
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(tree[path])
    return paths


def _run(folder: Path, module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise CannotRun(f"{module} did not end within {_PATIENCE:.0f} s") from None
    if done.returncode not in (0, 1):
        raise CannotRun(f"{module} failed: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
    return done.stdout
