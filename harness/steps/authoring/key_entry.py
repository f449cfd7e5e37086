"""A new planted issue in the key: its entry, its proof, and what is left for the author to write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from harness.adapters.event_log import write_atomically
from harness.adapters.fixture_models import ID
from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.diff import changes_between
from harness.domain.edit import Edit, edit_tree
from harness.domain.errors import BadInput
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
{plant}    proof:
      family: {family}
      failure: TODO words of the failing assertion
    hidden_because: TODO why the visible tests stay green
    tags: [{tag}]
    wordings: []  # how people would put it, in a hurry or as a question; six say enough
    near_misses: []  # what people say here that is not it
    also_at: []  # other fair places, such as {{path: a.py, symbol: f}} or {{path: a.py, text: "x = f()"}}
    fixes: []  # in words; as patches write two with `harness fix`
    bound: TODO how much it does, in figures
"""
_PROOF = '''"""Proof of {id}: green on the clean head, red once the issue is planted."""


def test_{name}():
    # Build the trigger here: no sleep, no stress loop, no real clock, no network.
    assert False, "{id}: TODO words of the failing assertion"
'''


def check_names(fixture: Fixture, issue_id: str, defect_class: str, replace: bool) -> None:
    """Raise BadInput where the id is taken or malformed, or the class unknown."""
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


def write_entry(folder: Path, issue_id: str, entry: str) -> None:
    """Put an entry at the end of the key's issues, and a proof to fill in beside it where there is none."""
    key = folder / "key"
    proof = _proof_of(folder, issue_id)
    proof.parent.mkdir(parents=True, exist_ok=True)
    if not proof.exists():
        skeleton = _PROOF.format(id=issue_id, name=issue_id.replace("-", "_"))
        write_atomically(proof, skeleton.encode("utf-8"))
    write_atomically(key / "key.yaml", _with_entry((key / "key.yaml").read_text("utf-8"), entry).encode("utf-8"))


def next_steps(folder: Path, issue_id: str, lines: str) -> str:
    """What was done and what comes next, for the author to read."""
    return (
        f"{issue_id} is planted at {lines}.\n"
        f"Fill in what says TODO in {folder / 'key' / 'key.yaml'}, write {_proof_of(folder, issue_id)},\n"
        f"then: harness verify {folder}"
    )


def planted_lines(fixture: Fixture, edits: Sequence[Edit]) -> str:
    """Where the issue stands, in lines of the clean head with it planted."""
    planted = edit_tree(fixture.clean_head, edits)
    places = []
    for path in sorted({edit.path for edit in edits}):
        before = fixture.clean_head[path].decode("utf-8").split("\n")
        for change in changes_between(before, planted[path].decode("utf-8").split("\n")):
            end = max(change.head_end - 1, change.head_start)
            places.append(f"{path}:{change.head_start}" + (f"-{end}" if end > change.head_start else ""))
    return ", ".join(places)


def _proof_of(folder: Path, issue_id: str) -> Path:
    return folder / "key" / "proofs" / f"test_{issue_id.replace('-', '_')}.py"


def entry_text(
    issue_id: str, defect_class: str, severity: str, *, plant: str = "", family: str = "", tag: str = ""
) -> str:
    """The text of an entry, with TODO where the author has to write; `plant` is a line of its own, if any."""
    families = next((c.families for c in load_classes(rubrics_dir()).classes if c.id == defect_class), ())
    family = family or (families[0] if families else "TODO")
    return _ENTRY.format(id=issue_id, defect_class=defect_class, severity=severity, family=family, plant=plant, tag=tag)


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
