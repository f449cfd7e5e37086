"""Writing in the candidate's own editor. Only on the candidate's own machine: elsewhere an editor is a shell."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path


def editor_command() -> list[str] | None:
    """The words of $VISUAL or $EDITOR; None where neither names a program that is there."""
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(os.environ.get(name, ""))
        except ValueError:
            continue
        if words and shutil.which(words[0]):
            return words
    return None


def edited(text: str, command: list[str]) -> str | None:
    """The text after the editor was closed; None where it could not be started or ended with an error."""
    with tempfile.TemporaryDirectory(prefix="comment-") as folder:
        path = Path(folder) / "comment.md"
        path.write_text(text, "utf-8", errors="replace")
        try:
            done = subprocess.run([*command, str(path)], check=False)
        except OSError:
            return None
        if done.returncode != 0:
            return None
        return path.read_text("utf-8", errors="replace").rstrip("\n")
