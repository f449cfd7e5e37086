"""What there is to read, in the order of reading: description, commits, artefacts, then the files folder by folder."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.domain.diff import FileText
from harness.domain.pull_request import Artefact, ArtefactKind, Commit, Document, PullRequest

DESCRIPTION = "(description)"
COMMITS = "(commits)"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of changed files; `path` is empty for those at the top."""

    path: str
    names: tuple[str, ...]


@dataclass(slots=True)
class Contents:
    """The documents of a pull request. Made once; nothing here is worked out again on a key press."""

    pull_request: PullRequest
    folders: tuple[Folder, ...] = field(init=False)
    names: tuple[str, ...] = field(init=False)
    """Everything that the motions from file to file pass, in order."""
    number: dict[str, int] = field(init=False)
    _own: dict[str, Artefact] = field(init=False)

    def __post_init__(self) -> None:
        folders: dict[str, list[str]] = {}
        for file in self.pull_request.files:
            folders.setdefault(file.path.rpartition("/")[0], []).append(file.path)
        self.folders = tuple(Folder(path, tuple(names)) for path, names in folders.items())
        self._own = {DESCRIPTION: _description(self.pull_request.description)}
        if len(self.pull_request.commits) > 1:
            self._own[COMMITS] = _commits(self.pull_request.commits)
        artefacts = [artefact.path for artefact in self.pull_request.artefacts]
        self.names = (*self._own, *artefacts, *(name for folder in self.folders for name in folder.names))
        self.number = {name: number for number, name in enumerate(self.names)}

    def document(self, name: str) -> Document:
        """The document of that name; the description where there is none."""
        return self._own.get(name) or self.pull_request.document(name) or self._own[DESCRIPTION]

    def has(self, name: str) -> bool:
        """Whether a document has that name."""
        return name in self._own or self.pull_request.document(name) is not None

    def beside(self, name: str, by: int) -> str | None:
        """The document so many further on; None beyond the ends. Unchanged files stand behind everything."""
        number = self.number.get(name, len(self.names) if by < 0 else -1) + by
        return self.names[number] if 0 <= number < len(self.names) else None


def _description(text: str) -> Artefact:
    return Artefact(DESCRIPTION, "Description", ArtefactKind.NOTE, FileText.of(text.rstrip("\n") + "\n"))


def _commits(commits: tuple[Commit, ...]) -> Artefact:
    lines: list[str] = []
    for number, commit in enumerate(commits, 1):
        lines += [f"## {number}. {commit.title}", ""]
        lines += [*commit.description.rstrip("\n").split("\n"), ""] if commit.description.strip() else []
        lines += [*(f"- `{path}`" for path in commit.paths), ""] if commit.paths else []
    return Artefact(COMMITS, "Commits", ArtefactKind.NOTE, FileText.of("\n".join(lines)))
