"""A fixture: an honest pull request with everything that can be planted into it, and a variant drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain.edit import Tree
from harness.domain.issue import Blemish, Decoy, ExpectedQuestion, Finding, Place, PlantedIssue, ReferenceAnswer
from harness.domain.pull_request import Artefact, Author, Commit, Prompt


@dataclass(frozen=True, slots=True)
class Brief:
    """The public words of a fixture: what `pr.yaml` says."""

    title: str
    description: str
    author: Author
    language: str
    minutes: int
    tests: tuple[str, ...] = ("tests",)
    artefacts: tuple[Artefact, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    pauses: bool = True
    commits: tuple[Commit, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Everything secret. `issue_count` and `blemish_count` say how many a seed plants; None plants all that can meet."""

    issues: tuple[PlantedIssue, ...]
    decoys: tuple[Decoy, ...] = ()
    blemishes: tuple[Blemish, ...] = ()
    questions: tuple[ExpectedQuestion, ...] = ()
    answers: tuple[tuple[str, ReferenceAnswer], ...] = ()
    issue_count: int | None = None
    blemish_count: int | None = None
    public: bool = False
    findings: tuple[Finding, ...] = ()

    def issue(self, issue_id: str) -> PlantedIssue | None:
        """The planted issue of this id, or the finding in the shape of one."""
        found = next((finding.as_issue() for finding in self.findings if finding.id == issue_id), None)
        return next((issue for issue in self.issues if issue.id == issue_id), found)


@dataclass(frozen=True, slots=True)
class Fixture:
    """A loaded fixture. `digest` covers its whole content, `where` is the folder as the user named it."""

    slug: str
    where: str
    brief: Brief
    base: Tree
    clean_head: Tree
    key: AnswerKey
    digest: str


@dataclass(frozen=True, slots=True)
class Variant:
    """The exact pull request that one candidate sees, drawn from a fixture by a seed.

    `issues`, `decoys` and `blemishes` are ids in alphabetical order; `places` and `also_at` give each planted issue's
    lines in `head`; `file_order` lists the changed files as they are presented.
    """

    fixture: Fixture
    seed: str
    issues: tuple[str, ...]
    decoys: tuple[str, ...]
    blemishes: tuple[str, ...]
    file_order: tuple[str, ...]
    head: Tree
    places: tuple[tuple[str, tuple[Place, ...]], ...]
    also_at: tuple[tuple[str, tuple[Place, ...]], ...]
    decoy_places: tuple[tuple[str, tuple[Place, ...]], ...]
    digest: str
    findings: tuple[str, ...] = ()
    """Ids of the findings that it contains, in alphabetical order; their lines stand in `places` too."""

    @property
    def counted(self) -> tuple[str, ...]:
        """The ids of all that counts: what is planted, and the findings that count like it."""
        return (*self.issues, *(f.id for f in self.fixture.key.findings if f.counts and f.id in self.findings))
