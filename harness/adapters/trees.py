"""A folder as a tree of files, read with limits, following nothing that leads out of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from harness.domain.display import display
from harness.domain.fault import Fault

MOST_FILE_BYTES = 5_000_000
MOST_FILES = 2_000
MOST_BYTES = 50_000_000
_IGNORED = {".git", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".DS_Store"}


def read_tree(root: Path, name: str) -> tuple[dict[str, bytes], list[Fault]]:
    """Every file below `root` by its path, and what could not be taken; `name` is what faults call the folder."""
    tree: dict[str, bytes] = {}
    faults: list[Fault] = []
    if not root.is_dir():
        return tree, [Fault(name, 0, 0, "this folder is missing")]
    inside, total = root.resolve(), 0
    for folder, folders, files in os.walk(root, onerror=lambda error: faults.append(_closed(error, root, name))):
        folders[:] = sorted(f for f in folders if f not in _IGNORED)
        for entry in sorted([*files, *(f for f in folders if (Path(folder) / f).is_symlink())]):
            path = Path(folder) / entry
            shown = str(Path(name) / path.relative_to(root))
            if entry in _IGNORED or entry.endswith(".pyc"):
                continue
            fault = _unfit(path, inside, shown)
            if not fault and len(tree) >= MOST_FILES:
                return tree, [*faults, Fault(name, 0, 0, f"more than {MOST_FILES:,} files")]
            if fault:
                faults.append(fault)
                continue
            content = path.read_bytes()
            total += len(content)
            if total > MOST_BYTES:
                return tree, [*faults, Fault(name, 0, 0, f"more than {MOST_BYTES:,} bytes")]
            tree[path.relative_to(root).as_posix()] = content
    return tree, faults


def _closed(error: OSError, root: Path, name: str) -> Fault:
    shown = Path(name) / Path(error.filename).relative_to(root)
    return Fault(str(shown), 0, 0, f"the folder cannot be read: {error.strerror}")


def _unfit(path: Path, inside: Path, shown: str) -> Fault | None:
    if display(path.name) != path.name or "\\" in path.name:
        return Fault(shown, 0, 0, "the name of this file holds characters that no screen shows", "Rename it.")
    try:
        if path.is_symlink():
            target = path.resolve()
            leaves = not target.is_relative_to(inside)
            return Fault(
                shown, 0, 0, "a link" + (" that leaves the fixture" if leaves else ""), "Put the file itself here."
            )
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Fault(shown, 0, 0, "this is neither a file nor a folder", "Take it away.")
        if status.st_size > MOST_FILE_BYTES:
            return Fault(shown, 0, 0, f"the file is larger than {MOST_FILE_BYTES:,} bytes", "Make it smaller.")
        with path.open("rb"):
            return None
    except OSError as error:
        return Fault(shown, 0, 0, f"the file cannot be read: {error.strerror}")
