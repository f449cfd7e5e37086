"""A fixture as its judges look at it: visible lines with their places, what the pull request brings, where an entry stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.domain.diff import changes_between
from harness.domain.edit import Tree, edit_tree
from harness.domain.fault import Fault, Weight
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue


@dataclass(frozen=True, slots=True)
class VisibleLine:
    """A line that a candidate can read. `place` is what messages call its file."""

    place: str
    number: int
    text: str


@dataclass(frozen=True)
class Subject:
    """The fixture and the text of its key."""

    fixture: Fixture
    key_text: str

    @classmethod
    def of(cls, fixture: Fixture) -> Subject:
        """Read the key's text again, for the places of its entries."""
        return cls(fixture, (Path(fixture.where) / "key/key.yaml").read_text("utf-8"))

    def at_entry(self, entry_id: str, what: str, remedy: str, weight: Weight) -> Fault:
        """A fault at the line of the key where an entry begins."""
        pattern = re.compile(rf"\bid:\s*[\"']?{re.escape(entry_id)}\b")
        lines = self.key_text.split("\n")
        line = next((n for n, text in enumerate(lines, 1) if pattern.search(text)), 0)
        return Fault(f"{self.fixture.where}/key/key.yaml", line, 1, what, remedy, weight)

    def at_brief(self, what: str, remedy: str, weight: Weight) -> Fault:
        """A fault of the fixture as a whole, at its public document."""
        return Fault(f"{self.fixture.where}/pr.yaml", 0, 0, what, remedy, weight)

    @cached_property
    def brought(self) -> dict[str, list[int]]:
        """The line numbers that the pull request brings, by path of the clean head."""
        base, head = self.fixture.base, self.fixture.clean_head
        return {
            path: [
                n
                for c in changes_between(_lines(base, path), _lines(head, path))
                for n in range(c.head_start, c.head_end)
            ]
            for path in sorted(head)
            if base.get(path) != head[path]
        }

    def is_source(self, path: str) -> bool:
        """Whether a path is neither a test nor a document."""
        tests = self.fixture.brief.tests
        within = any(path == t or path.startswith(t.rstrip("/") + "/") for t in tests)
        return (
            not within
            and not path.rsplit("/", 1)[-1].startswith("test_")
            and not path.endswith((".md", ".txt", ".rst"))
        )

    def code_lines(self) -> Iterator[VisibleLine]:
        """Every line of the clean head, named as in the fixture where it stands in the base unchanged."""
        for path in sorted(self.fixture.clean_head):
            same = self.fixture.base.get(path) == self.fixture.clean_head[path]
            place = f"{self.fixture.where}/base/{path}" if same else f"{self.fixture.where} (clean head) {path}"
            for number, text in enumerate(_lines(self.fixture.clean_head, path), 1):
                yield VisibleLine(place, number, text)

    def prose_lines(self) -> Iterator[VisibleLine]:
        """Title, description, prompts and artefacts."""
        brief = self.fixture.brief
        words = [brief.title, *brief.description.split("\n"), *(prompt.text for prompt in brief.prompts)]
        for text in words:
            yield VisibleLine(f"{self.fixture.where}/pr.yaml", 0, text)
        for artefact in brief.artefacts:
            for number, text in enumerate(artefact.text.lines, 1):
                yield VisibleLine(f"{self.fixture.where}/{artefact.path}", number, text)

    def planted_lines(self, issue: PlantedIssue) -> Iterator[tuple[str, str]]:
        """The lines that planting an issue brings, as (path, text)."""
        planted = edit_tree(self.fixture.clean_head, issue.edits)
        for path in sorted({edit.path for edit in issue.edits}):
            before, after = _lines(self.fixture.clean_head, path), _lines(planted, path)
            for change in changes_between(before, after):
                yield from ((path, line) for line in after[change.head_start - 1 : change.head_end - 1])


def _lines(tree: Tree, path: str) -> list[str]:
    text = tree[path].decode("utf-8", "replace") if path in tree else ""
    return text.removesuffix("\n").split("\n") if text else []
