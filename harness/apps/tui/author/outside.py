"""The author's own editor on the entry, the proof or the planting of an issue."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from harness.apps.tui.candidate.external import editor_command
from harness.domain.errors import CannotRun
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.steps.authoring.plant import planted_copy, planted_from

_TAKES_A_LINE = {"vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "ne", "joe"}
"""Editors that go to a line when it is named as +N before the file."""


def edit(folder: Path, fixture: Fixture, issue: PlantedIssue, what: str) -> str:
    """Open the editor and wait for it; what was done, in words. Raises CannotRun, BadInput."""
    if what == "planting":
        return _planting(folder, fixture, issue)
    path = folder / "key/key.yaml" if what == "entry" else folder / "key" / issue.proof.path
    before = path.read_bytes() if path.exists() else b""
    _open(path, _line_of(before.decode("utf-8", "replace"), issue.id) if what == "entry" else 1)
    after = path.read_bytes() if path.exists() else b""
    return f"{path.name} {'changed' if before != after else 'is as it was'}."


def _planting(folder: Path, fixture: Fixture, issue: PlantedIssue) -> str:
    if issue.operator:
        raise CannotRun(
            f"{issue.id} is planted by the operator {issue.operator[0]}, so there is no patch to edit",
            next_step="Change `plant:` in its entry, with e.",
        )
    copy = planted_copy(folder, issue.id)
    try:
        for path in sorted({edit.path for edit in issue.edits}):
            _open(copy / path, 1)
        return planted_from(folder, issue.id, copy, issue.defect_class, issue.severity.value, replace=True).split("\n")[
            0
        ]
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _line_of(text: str, issue_id: str) -> int:
    pattern = re.compile(rf"\bid:\s*[\"']?{re.escape(issue_id)}\b")
    return next((n for n, line in enumerate(text.split("\n"), 1) if pattern.search(line)), 1)


def _open(path: Path, line: int) -> None:
    command = editor_command()
    if command is None:
        raise CannotRun("no editor is named", next_step="Set $EDITOR to the name of your editor, and start again.")
    place = [f"+{line}"] if Path(command[0]).name in _TAKES_A_LINE else []
    try:
        done = subprocess.run([*command, *place, str(path)], check=False)
    except OSError as error:
        raise CannotRun(f"the editor cannot be started: {error.strerror}") from None
    if done.returncode:
        raise CannotRun(f"the editor ended with {done.returncode}, so nothing was taken from it")
