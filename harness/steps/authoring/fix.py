"""Write down another way to mend a planted issue: the author edits the head with the issue in it, and the edit becomes a fix."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from harness.adapters.event_log import write_atomically
from harness.adapters.fixtures import load_fixture
from harness.adapters.git_repo import make_working_copy
from harness.adapters.patches import edits_on, read_patch
from harness.domain.edit import edit_tree
from harness.domain.errors import BadInput, CannotRun
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.planting.forms import planted
from harness.steps.authoring.plant import edit_on


def fix_copy(folder: Path, issue_id: str) -> Path:
    """A working copy of the head with the issue in it; the caller deletes it. Raises FixtureFaulty, BadInput, CannotRun."""
    fixture = load_fixture(folder)
    issue = _issue(fixture, issue_id)
    if shutil.which("git") is None:
        raise CannotRun("git is not installed", next_step="Install git, and try again.")
    copy = Path(tempfile.mkdtemp(prefix=f"{fixture.slug}-fix-"))
    make_working_copy(copy, fixture.clean_head, planted(fixture, (issue,)))
    return copy


def fix_from(folder: Path, issue_id: str, copy: Path) -> str:
    """Take the edit in `copy` as another fix of the issue. Returns what was done, in words.

    Raises BadInput, having written nothing, where nothing changed, or where the edit leads to the clean head again or to the
    same text as another fix, since such a fix would show nothing new.
    """
    fixture = load_fixture(folder)
    issue = _issue(fixture, issue_id)
    head = planted(fixture, (issue,))
    patch = edit_on(head, copy)
    mended = edit_tree(head, edits_on(head, read_patch(patch)))
    again = [fix.name for fix in issue.mended if edit_tree(head, fix.edits) == mended]
    if mended == fixture.clean_head or again:
        what = f"the edit does the same as {again[0]}" if again else "the edit leads back to the clean head"
        raise BadInput(
            f"{what}, so it is no other fix", where=str(copy), next_step="Mend it in another way and --take it again."
        )
    path = _free(folder, issue_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, patch.encode("utf-8"))
    shutil.rmtree(copy, ignore_errors=True)
    many = len(issue.mended) + 1
    more = "" if many > 1 else " One more is needed."
    return f"{path}: written, fix {many} of {issue_id}.{more}\nThen: harness verify {folder} --gate G8"


def _issue(fixture: Fixture, issue_id: str) -> PlantedIssue:
    issue = fixture.key.issue(issue_id)
    if issue is None:
        known = ", ".join(sorted(i.id for i in fixture.key.issues)) or "none yet"
        raise BadInput(f"there is no planted issue {issue_id!r}", where=fixture.where, next_step=f"There are: {known}.")
    return issue


def _free(folder: Path, issue_id: str) -> Path:
    """The first of the names for the issue's fixes that is not taken."""
    number = 1
    while (path := folder / "key" / "fixes" / f"{issue_id}.{number}.patch").exists():
        number += 1
    return path
