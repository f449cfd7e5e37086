"""Plant a defect: the author edits a working copy of the clean head, and the edit becomes a planted issue."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness.adapters.event_log import write_atomically
from harness.adapters.fixtures import load_fixture
from harness.adapters.git_repo import changed_files, edit_of, make_working_copy
from harness.adapters.patches import PatchFault, edits_on, read_patch
from harness.domain.edit import Tree, edit_tree
from harness.domain.errors import BadInput, CannotRun
from harness.steps.authoring.key_entry import check_names, entry_text, next_steps, planted_lines, write_entry

_FILES_ALONE = frozenset({"nano", "rnano", "pico", "micro", "joe", "jmacs", "jed", "ed", "mcedit", "ne", "tilde", "vi"})
"""Editors that cannot open a folder; most that are called vi cannot either."""


def working_copy(folder: Path) -> Path:
    """A fresh working copy of a fixture's clean head; the caller deletes it. Raises FixtureFaulty, CannotRun."""
    fixture = load_fixture(folder)
    if shutil.which("git") is None:
        raise CannotRun("git is not installed", next_step="Install git, and try again.")
    copy = Path(tempfile.mkdtemp(prefix=f"{fixture.slug}-"))
    make_working_copy(copy, fixture.base, fixture.clean_head)
    return copy


def planted_copy(folder: Path, issue_id: str) -> Path:
    """A working copy in which an issue is planted already, to plant it otherwise; the caller deletes it."""
    fixture = load_fixture(folder)
    copy = working_copy(folder)
    issue = fixture.key.issue(issue_id)
    for path, content in edit_tree(fixture.clean_head, issue.edits if issue else ()).items():
        (copy / path).write_bytes(content)
    return copy


def check_issue(folder: Path, issue_id: str, defect_class: str, replace: bool = False) -> None:
    """Raise BadInput where the id is taken or malformed or the class unknown, before an author's time is spent."""
    check_names(load_fixture(folder), issue_id, defect_class, replace)


def open_copy(folder: Path, editor: str | None) -> Path:
    """A working copy that the author has edited in an editor. Raises CannotRun where there is none."""
    return edited_copy(lambda: working_copy(folder), editor)


def edited_copy(make: Callable[[], Path], editor: str | None) -> Path:
    """The working copy that `make` makes, once the author has edited it. Raises CannotRun where there is no editor."""
    command = editor or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise CannotRun(
            "no editor is named",
            next_step="Give --editor, or set $EDITOR, or use --open and --take with any tool.",
        )
    words, copy = shlex.split(command), make()
    try:
        subprocess.run([*words, *_opened(words[0], copy)], check=True, cwd=copy)
    except FileNotFoundError:
        shutil.rmtree(copy, ignore_errors=True)
        raise CannotRun(f"the editor {command!r} was not found", next_step="Name another with --editor.") from None
    except subprocess.CalledProcessError as error:
        raise CannotRun(
            f"the editor ended with {error.returncode}", next_step=f"Your edit is kept: take it with --take {copy}."
        ) from None
    except KeyboardInterrupt:
        print(f"\nYour edit is kept: take it with --take {copy}", file=sys.stderr)
        raise
    return copy


def _opened(program: str, copy: Path) -> list[str]:
    """What an editor is given: the working copy, or the files that the pull request brings, for one that opens no folders."""
    if Path(program).name not in _FILES_ALONE:
        return [str(copy)]
    return [str(copy / path) for path in changed_files(copy)] or [str(copy)]


def planted_from(
    folder: Path, issue_id: str, copy: Path, defect_class: str, severity: str, replace: bool = False
) -> str:
    """Take the edit in `copy` as the issue's patch; write patch, key entry and proof. Returns what was done, in words.

    Raises BadInput, having written nothing, where the id is taken or malformed, the class unknown, or nothing changed.
    """
    fixture = load_fixture(folder)
    check_names(fixture, issue_id, defect_class, replace)
    patch = edit_on(fixture.clean_head, copy)
    lines = planted_lines(fixture, edits_on(fixture.clean_head, read_patch(patch)))
    key = folder / "key"
    (key / "issues").mkdir(parents=True, exist_ok=True)
    if fixture.key.issue(issue_id) is None:
        write_entry(folder, issue_id, entry_text(issue_id, defect_class, severity))
    write_atomically(key / "issues" / f"{issue_id}.patch", patch.encode("utf-8"))
    shutil.rmtree(copy, ignore_errors=True)
    return next_steps(folder, issue_id, lines)


def edit_on(head: Tree, copy: Path) -> str:
    """The author's edit of a working copy of `head`, as a patch. Raises BadInput where it is none."""
    if not (copy / ".git").is_dir():
        raise BadInput("this is no working copy made by --open", where=str(copy), next_step="Make one with --open.")
    patch = edit_of(copy, head)
    if not patch.strip():
        raise BadInput(
            "nothing was changed in the working copy, so nothing was written",
            next_step=f"Edit it, and take it with --take {copy}; an editor that returns at once has a way to wait, "
            "such as `code --wait`.",
        )
    try:
        edits_on(head, read_patch(patch))
    except PatchFault as fault:
        raise BadInput(fault.what, where=str(copy), next_step=fault.remedy) from None
    return patch
