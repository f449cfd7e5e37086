"""A working copy of the clean head for an author: a git repository made fresh. The only import of GitPython.

Nothing of the user's git settings and hooks acts in it, and no repository that came from elsewhere is ever opened.
"""

from __future__ import annotations

import os
from pathlib import Path

from git import Actor, Repo

from harness.domain.edit import Tree

_QUIET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
_NOBODY = Actor("harness", "harness@localhost")


def make_working_copy(folder: Path, base: Tree, head: Tree) -> None:
    """Make a repository in `folder` with two commits, the base and the clean head; the latter is checked out."""
    with Repo.init(folder, initial_branch="main") as repo:
        repo.git.update_environment(**_QUIET)
        with repo.config_writer() as config:
            config.set_value("core", "hooksPath", os.devnull)
            config.set_value("core", "autocrlf", "false")
            config.set_value("core", "fsmonitor", "false")
        for message, tree in (("base", base), ("clean head", head)):
            _lay_out(folder, tree)
            repo.git.add("--all", "--force", ".")
            repo.git.commit(
                "--quiet", "--allow-empty", "--no-verify", "-m", message, f"--author={_NOBODY.name} <{_NOBODY.email}>",
                env=_QUIET | {"GIT_COMMITTER_NAME": str(_NOBODY.name), "GIT_COMMITTER_EMAIL": str(_NOBODY.email)},
            )  # fmt: skip


def _lay_out(folder: Path, tree: Tree) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and ".git" not in path.relative_to(folder).parts:
            path.unlink()
    for name, content in tree.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def changed_files(folder: Path) -> list[str]:
    """The files that differ between the two commits of a fresh working copy, and are there in the second."""
    with Repo(folder) as repo:
        repo.git.update_environment(**_QUIET)
        named: str = repo.git.diff("--name-only", "--diff-filter=d", "-z", "HEAD~1", "HEAD")
        return [name for name in named.split("\x00") if name]


def edit_of(folder: Path, head: Tree) -> str:
    """The author's edit as a unified diff against the clean head; empty where nothing changed.

    The texts are compared as they lie on the disk, so that it does not matter what the author committed meanwhile.
    """
    with Repo(folder) as repo:
        repo.git.update_environment(**_QUIET)
        if not head:
            return ""
        first = repo.git.rev_list("--max-parents=0", "HEAD").split()[-1]
        commits = repo.git.rev_list("--reverse", f"{first}..HEAD").split()
        clean = commits[0] if commits else first
        repo.git.add("--all", "--intent-to-add", ".")
        text: str = repo.git.diff(
            "--no-ext-diff", "--no-textconv", "--no-color", clean, "--", strip_newline_in_stdout=False
        )
        return text
