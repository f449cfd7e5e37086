"""Plant a defect: the author edits a working copy of the clean head, and the edit becomes a planted issue."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from difflib import get_close_matches
from pathlib import Path

from harness.adapters.event_log import write_atomically
from harness.adapters.fixture_models import ID
from harness.adapters.fixtures import load_fixture
from harness.adapters.git_repo import edit_of, make_working_copy
from harness.adapters.locations import rubrics_dir
from harness.adapters.patches import PatchFault, edits_on, read_patch
from harness.adapters.rubrics import load_classes
from harness.domain.diff import changes_between
from harness.domain.edit import edit_tree
from harness.domain.errors import BadInput, CannotRun
from harness.domain.fixture import Fixture

_ENTRY = """
  - id: {id}
    class: {defect_class}
    severity: {severity}
    title: TODO what is wrong, in a few words
    mechanism: TODO how the code does it
    trigger: TODO when it happens
    consequence: TODO what breaks, for whom, how badly
    remedy: TODO what would be right
    proof:
      family: {family}
      failure: TODO words of the failing assertion
    hidden_because: TODO why the visible tests stay green
    tags: []
    wordings: []
"""
_PROOF = '''"""Proof of {id}: green on the clean head, red once the issue is planted."""


def test_{name}():
    # Build the trigger here: no sleep, no stress loop, no real clock, no network.
    assert False, "{id}: TODO words of the failing assertion"
'''


def working_copy(folder: Path) -> Path:
    """A fresh working copy of a fixture's clean head; the caller deletes it. Raises FixtureFaulty, CannotRun."""
    fixture = load_fixture(folder)
    if shutil.which("git") is None:
        raise CannotRun("git is not installed", next_step="Install git, and try again.")
    copy = Path(tempfile.mkdtemp(prefix=f"{fixture.slug}-"))
    make_working_copy(copy, fixture.base, fixture.clean_head)
    return copy


def check_issue(folder: Path, issue_id: str, defect_class: str, replace: bool = False) -> None:
    """Raise BadInput where the id is taken or malformed or the class unknown, before an author's time is spent."""
    _check_names(load_fixture(folder), issue_id, defect_class, replace)


def open_copy(folder: Path, editor: str | None) -> Path:
    """A working copy that the author has edited in an editor. Raises CannotRun where there is none."""
    command = editor or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise CannotRun(
            "no editor is named",
            next_step="Give --editor, or set $EDITOR, or use --open and --take with any tool.",
        )
    copy = working_copy(folder)
    try:
        subprocess.run([*shlex.split(command), str(copy)], check=True, cwd=copy)
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


def planted_from(
    folder: Path, issue_id: str, copy: Path, defect_class: str, severity: str, replace: bool = False
) -> str:
    """Take the edit in `copy` as the issue's patch; write patch, key entry and proof. Returns what was done, in words.

    Raises BadInput, having written nothing, where the id is taken or malformed, the class unknown, or nothing changed.
    """
    fixture = load_fixture(folder)
    _check_names(fixture, issue_id, defect_class, replace)
    patch = _edit(fixture, copy)
    lines = _lines(fixture, patch)
    key = folder / "key"
    (key / "issues").mkdir(parents=True, exist_ok=True)
    (key / "proofs").mkdir(parents=True, exist_ok=True)
    proof = key / "proofs" / f"test_{issue_id.replace('-', '_')}.py"
    if fixture.key.issue(issue_id) is None:
        entry = _entry(issue_id, defect_class, severity)
        if not proof.exists():
            skeleton = _PROOF.format(id=issue_id, name=issue_id.replace("-", "_"))
            write_atomically(proof, skeleton.encode("utf-8"))
        write_atomically(key / "key.yaml", _with_entry((key / "key.yaml").read_text("utf-8"), entry).encode("utf-8"))
    write_atomically(key / "issues" / f"{issue_id}.patch", patch.encode("utf-8"))
    shutil.rmtree(copy, ignore_errors=True)
    return (
        f"{issue_id} is planted at {lines}.\n"
        f"Fill in what says TODO in {key / 'key.yaml'}, write {proof},\n"
        f"then: harness verify {folder}"
    )


def _check_names(fixture: Fixture, issue_id: str, defect_class: str, replace: bool) -> None:
    if not re.fullmatch(ID, issue_id):
        raise BadInput(
            f"{issue_id!r} is no id", next_step="Use lower-case words joined by dashes, such as lost-update."
        )
    if fixture.key.issue(issue_id) and not replace:
        raise BadInput(
            f"there is a planted issue {issue_id!r} already", next_step="Use --replace to take the edit anew."
        )
    classes = [c.id for c in load_classes(rubrics_dir()).classes]
    if defect_class not in classes and defect_class != "TODO":
        near = get_close_matches(defect_class, classes, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(classes)}."
        raise BadInput(f"{defect_class!r} is not a known class", next_step=hint)


def _edit(fixture: Fixture, copy: Path) -> str:
    if not (copy / ".git").is_dir():
        raise BadInput("this is no working copy made by --open", where=str(copy), next_step="Make one with --open.")
    patch = edit_of(copy, fixture.clean_head)
    if not patch.strip():
        raise BadInput(
            "nothing was changed in the working copy, so nothing was planted", next_step="Edit it and try again."
        )
    try:
        edits_on(fixture.clean_head, read_patch(patch))
    except PatchFault as fault:
        raise BadInput(fault.what, where=str(copy), next_step=fault.remedy) from None
    return patch


def _lines(fixture: Fixture, patch: str) -> str:
    """Where the issue stands, in lines of the clean head with it planted."""
    edits = edits_on(fixture.clean_head, read_patch(patch))
    planted = edit_tree(fixture.clean_head, edits)
    places = []
    for path in sorted({edit.path for edit in edits}):
        before = fixture.clean_head[path].decode("utf-8").split("\n")
        for change in changes_between(before, planted[path].decode("utf-8").split("\n")):
            end = max(change.head_end - 1, change.head_start)
            places.append(f"{path}:{change.head_start}" + (f"-{end}" if end > change.head_start else ""))
    return ", ".join(places)


def _entry(issue_id: str, defect_class: str, severity: str) -> str:
    families = next((c.families for c in load_classes(rubrics_dir()).classes if c.id == defect_class), ())
    family = families[0] if families else "TODO"
    return _ENTRY.format(id=issue_id, defect_class=defect_class, severity=severity, family=family)


def _with_entry(text: str, entry: str) -> str:
    """The key with an entry at the end of its issues; everything else stays as its author wrote it."""
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if re.match(r"issues:", line)]
    if not starts:
        return text.rstrip("\n") + "\nissues:" + entry
    start = starts[0]
    if re.match(r"issues:\s*\[\s*\]", lines[start]):
        lines[start] = "issues:"
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " #-"):
        end += 1
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    dashed = next((line for line in lines[start + 1 : end] if line.lstrip().startswith("- ")), "  - ")
    indent = len(dashed) - len(dashed.lstrip())
    shift = [(" " * indent + line[2:]) if line.startswith("  ") else line for line in entry.strip("\n").split("\n")]
    return "\n".join([*lines[:end], *shift, *lines[end:]])
