"""The pull request: all that a candidate may see, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from harness.domain.diff import EMPTY, Change, Changes, FileText, Hunk, Side, changes_between, hunks


class FileStatus(StrEnum):
    """What happened to a file between base and head."""

    ADDED = "added"
    DELETED = "deleted"
    MODIFIED = "modified"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file of a pull request, with both of its texts and the changes between them.

    `path` is the new path (the old one for a deleted file); `base_path` differs from it only for a renamed file.
    A binary file has empty texts. The sequences may be lazy: nothing reads a file's lines before they are shown.
    """

    path: str
    status: FileStatus
    base: FileText
    head: FileText
    changes: Sequence[Change]
    added: int
    removed: int
    base_path: str | None = None
    binary: bool = False
    base_mode: int = 0o644
    head_mode: int = 0o644

    @classmethod
    def between(cls, path: str, base: str | None, head: str | None) -> ChangedFile:
        """The file at `path` that had text `base` and now has text `head`; None where it does not exist."""
        old = EMPTY if base is None else FileText.of(base)
        new = EMPTY if head is None else FileText.of(head)
        changes = _changes(old, new)
        status = FileStatus.ADDED if base is None else FileStatus.DELETED if head is None else FileStatus.MODIFIED
        added, removed = sum(c.added for c in changes), sum(c.removed for c in changes)
        return cls(path, status, old, new, changes, added, removed)

    def side(self, side: Side) -> FileText:
        """The text on one side."""
        return self.base if side is Side.LEFT else self.head

    def hunks(self, context: int = 3) -> tuple[Hunk, ...]:
        """The changes grouped with `context` lines around them."""
        return hunks(self.changes, len(self.base.lines), len(self.head.lines), context)


def _changes(old: FileText, new: FileText) -> Changes:
    """The changes, where a last line that gained or lost its line feed counts as changed."""
    base, head = list(old.lines), list(new.lines)
    if old.final_newline != new.final_newline:
        for lines, text in ((base, old), (head, new)):
            if lines and not text.final_newline:
                lines[-1] += "\n"  # no line contains a line feed, so this equals no other line
    return Changes(changes_between(base, head))


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A file of the project that the pull request leaves as it is, to read and to comment on like any other."""

    path: str
    text: FileText


class ArtefactKind(StrEnum):
    """What a document beside the code is."""

    TICKET = "ticket"
    SPEC = "spec"
    LOG = "log"
    METRICS = "metrics"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Artefact:
    """A document beside the code whose lines can be commented on, like a file's."""

    path: str
    title: str
    kind: ArtefactKind
    text: FileText


class PromptKind(StrEnum):
    """What a candidate is asked for beside comments."""

    QUESTION = "question"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something the candidate is asked beside the review."""

    id: str
    kind: PromptKind
    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """The invented colleague who opened the pull request."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """One step of the pull request, as its author told it. `paths` are the files that it touches."""

    title: str
    description: str = ""
    paths: tuple[str, ...] = ()


Document = ChangedFile | Artefact | TreeFile
"""Whatever has lines that a comment may be anchored at."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """What a candidate reviews. `minutes` is the time suggested for it; `tree` holds the files it leaves unchanged."""

    title: str
    description: str
    author: Author
    language: str
    minutes: int
    files: tuple[ChangedFile, ...]
    artefacts: tuple[Artefact, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    tree: tuple[TreeFile, ...] = ()
    commits: tuple[Commit, ...] = ()
    pauses: bool = True
    """Whether the candidate may stop the clock."""
    _by_path: dict[str, Document] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        documents: tuple[Document, ...] = (*self.files, *self.artefacts, *self.tree)
        for document in documents:
            self._by_path.setdefault(document.path, document)
        for file in self.files:
            if file.base_path:
                self._by_path.setdefault(file.base_path, file)

    def file(self, path: str) -> ChangedFile | None:
        """The changed file at `path`, by its new or its old name."""
        found = self._by_path.get(path)
        return found if isinstance(found, ChangedFile) else None

    def document(self, path: str) -> Document | None:
        """The changed or unchanged file or the artefact at `path`: whatever a comment may be anchored in."""
        return self._by_path.get(path)
