"""A fixture's folder to a `Fixture`, or to every fault in it at once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TypeVar

from harness.adapters import fixture_checks as checks
from harness.adapters import fixture_models as shape
from harness.adapters.documents import MOST_BYTES, Document, Refused, parse, text_of
from harness.adapters.locations import fixtures_dir
from harness.adapters.models import check
from harness.adapters.patches import PatchFault, apply_change, edits_on, read_patch
from harness.adapters.trees import read_tree
from harness.domain.diff import FileText
from harness.domain.edit import Edit, Tree, edit_tree
from harness.domain.errors import BadInput, FixtureFaulty
from harness.domain.fault import Fault
from harness.domain.fixture import AnswerKey, Brief, Fixture
from harness.domain.issue import (
    Blemish,
    Decoy,
    ExpectedQuestion,
    Finding,
    Fix,
    PlaceName,
    PlantedIssue,
    Proof,
    ReferenceAnswer,
    Severity,
)
from harness.domain.pull_request import Artefact, ArtefactKind, Author, Commit, Prompt, PromptKind

M = TypeVar("M", bound=shape.Model)

_MOST_PATCH_BYTES = 2_000_000
EVIDENCE, LEDGER, SECRET = "key/evidence.json", "key/ledger.jsonl", "key/secret"
PARTS = ("pr.yaml", "change.patch", "base", "key")
"""What a fixture's folder holds at its top."""
WRITTEN_LATER = frozenset({EVIDENCE, LEDGER, SECRET, "FOREIGN"})


def find_fixture(name: str) -> Path:
    """The folder that a name means: a path, or the slug of a fixture that comes with the harness."""
    path = Path(name)
    if path.is_dir():
        return _some_fixture(path)
    if path.exists():
        raise BadInput(
            "this is a file, and a fixture is a folder", where=name, next_step="Name the folder with pr.yaml."
        )
    shipped = fixtures_dir()
    if "/" not in name and (shipped / name / "pr.yaml").is_file():
        return shipped / name
    slugs = sorted(p.parent.name for p in shipped.glob("*/pr.yaml"))
    near = get_close_matches(name, slugs, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(slugs)}."
    raise BadInput(f"there is no fixture {name!r}", next_step=hint)


def _some_fixture(folder: Path) -> Path:
    """The folder, where it holds anything of a fixture; a faulty one is for lint to name, another folder is a slip."""
    if any((folder / name).exists() for name in PARTS):
        return folder
    below = sorted(path.parent.name for path in folder.glob("*/pr.yaml"))
    hint = f"It holds fixtures; name one: {', '.join(below)}." if below else "Start one with `harness new SLUG`."
    raise BadInput(
        f"this folder is no fixture, since it holds none of {', '.join(PARTS)}", where=str(folder), next_step=hint
    )


def load_fixture(folder: Path) -> Fixture:
    """The fixture in `folder`. Raises FixtureFaulty with all of its faults."""
    fixture, faults = check_fixture(folder)
    if fixture is None:
        raise FixtureFaulty(str(folder), faults)
    return fixture


def check_fixture(folder: Path) -> tuple[Fixture | None, tuple[Fault, ...]]:
    """The fixture, if it can be used, and all faults found, sorted by place."""
    loading = _Loading(folder)
    fixture = loading.run()
    faults = tuple(sorted(set(loading.faults)))
    return (None if faults else fixture), faults


@dataclass(slots=True)
class _Loading:
    """One pass over a fixture's folder, collecting faults on the way instead of stopping at the first."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    key_document: Document | None = None
    pr_document: Document | None = None
    content: Tree = field(default_factory=dict)

    def run(self) -> Fixture | None:
        """The fixture; None where too little could be read to build one."""
        content, faults = read_tree(self.folder, self.name(""))
        self.content, self.faults = content, faults
        if any(fault.path == self.name("") for fault in faults):
            return None
        self.pr_document, brief_model = self._document("pr.yaml", shape.PullRequestModel)
        self.key_document, key_model = self._document("key/key.yaml", shape.KeyModel)
        base = {path.removeprefix("base/"): data for path, data in content.items() if path.startswith("base/")}
        if not base:
            self.faults.append(Fault(self.name("base"), 0, 0, "the base project is missing or empty"))
        self.faults += checks.check_sources(base, self.name("base"))
        head = self._clean_head(base)
        brief = self._brief(brief_model) if brief_model else None
        key = self._key(key_model, head) if key_model and head is not None else None
        if brief and brief_model and self.pr_document and head is not None:
            self.faults += checks.check_brief(brief_model, self.pr_document, head)
        if brief_model and key_model and self.key_document:
            self.faults += checks.check_answers(brief_model, key_model, self.key_document)
        if brief is None or key is None or head is None:
            return None
        return Fixture(self.folder.resolve().name, str(self.folder), brief, base, head, key, _digest(content))

    def name(self, path: str) -> str:
        """What messages call a file of the fixture."""
        return str(self.folder / path) if path else str(self.folder)

    def _document(self, path: str, model: type[M]) -> tuple[Document | None, M | None]:
        text = self._text(path, MOST_BYTES)
        if text is None:
            return None, None
        try:
            document = parse(text, self.name(path))
        except Refused as refused:
            self.faults.append(refused.fault)
            return None, None
        made = check(document, model)
        self.faults += document.faults
        return document, made

    def _clean_head(self, base: Tree) -> dict[str, bytes] | None:
        text = self._text("change.patch")
        if text is None:
            return None
        try:
            return apply_change(base, read_patch(text))
        except PatchFault as fault:
            self.faults.append(Fault(self.name("change.patch"), fault.line, 1, fault.what, fault.remedy))
            return None

    def _text(self, path: str, most: int = _MOST_PATCH_BYTES) -> str | None:
        """The text of a file that was read with the tree: nothing is opened twice, and no link is followed."""
        name = self.name(path)
        content = self.content.get(str(PurePosixPath(path)))
        if content is None:
            if not any(fault.path == name for fault in self.faults):
                self.faults.append(Fault(name, 0, 0, "the file is missing", "Write it, or take away what names it."))
            return None
        try:
            return text_of(content, name, most)
        except Refused as refused:
            self.faults.append(refused.fault)
            return None

    def _inside(self, document: Document | None, at: checks.Step, path: str, below: str = "") -> bool:
        """Whether a path that the author wrote stays where it belongs; a fault at its place where it does not."""
        if checks.stays_inside(path) and path.startswith(below):
            return True
        if document:
            remedy = f"Name a file below {below}." if below else "Name a file of the fixture."
            self.faults.append(document.fault(at, f"the path {path!r} leaves {below or 'the fixture'}", remedy))
        return False

    def _brief(self, model: shape.PullRequestModel) -> Brief:
        return Brief(
            model.title,
            model.description,
            Author(model.author.name, model.author.role),
            model.language,
            model.minutes,
            model.tests,
            tuple(a for a in map(self._artefact, range(len(model.artefacts)), model.artefacts) if a),
            tuple(Prompt(p.id, PromptKind(p.kind), p.text, p.unit) for p in model.prompts),
            model.pauses,
            tuple(Commit(c.title, c.description, c.paths) for c in model.commits),
        )

    def _artefact(self, index: int, model: shape.ArtefactModel) -> Artefact | None:
        # Only what lies below artefacts/ is public: a path into key/ would hand the answers to the candidate.
        at: checks.Step = ("artefacts", index, "path")
        text = self._text(model.path) if self._inside(self.pr_document, at, model.path, "artefacts/") else None
        return None if text is None else Artefact(model.path, model.title, ArtefactKind(model.kind), FileText.of(text))

    def _key(self, model: shape.KeyModel, head: Tree) -> AnswerKey:
        issues = tuple(self._issue(m, ("issues", n), head) for n, m in enumerate(model.issues))
        decoys = tuple(self._decoy(m, ("decoys", n), head) for n, m in enumerate(model.decoys))
        blemishes = tuple(
            Blemish(
                m.id,
                m.class_,
                m.note,
                self._edits(m.patch or f"blemishes/{m.id}.patch", ("blemishes", n, "patch"), head),
            )
            for n, m in enumerate(model.blemishes)
        )
        counts = [None if c == "all" else c for c in (model.variant.issues, model.variant.blemishes)]
        answers = tuple((n, ReferenceAnswer(a.reasoning, a.range, a.unit)) for n, a in sorted(model.answers.items()))
        questions = tuple(ExpectedQuestion(q.id, q.text, q.value, q.answer) for q in model.questions)
        findings = tuple(map(_finding, model.findings))
        key = AnswerKey(issues, decoys, blemishes, questions, answers, counts[0], counts[1], model.public, findings)
        if self.key_document:
            self.faults += checks.check_key(key, model, self.key_document, head)
        return key

    def _issue(self, m: shape.IssueModel, at: checks.Step, head: Tree) -> PlantedIssue:
        proof_path = m.proof.test or f"proofs/test_{m.id.replace('-', '_')}.py"
        inside = self._inside(self.key_document, (*at, "proof", "test"), proof_path)
        source = (self._text(f"key/{proof_path}") if inside else None) or ""
        edits = self._planted(m, (*at, "plant"), head)
        return PlantedIssue(
            m.id, m.class_, Severity(m.severity), m.title, m.mechanism, m.trigger, m.consequence, m.remedy, edits,
            Proof(proof_path, m.proof.family, m.proof.failure, source), m.hidden_because, m.tags, m.wordings,
            m.near_misses, tuple(PlaceName(p.path, p.symbol, p.text) for p in m.also_at), frozenset(m.excludes),
            m.fixes, m.bound, self._fixes(m.id, head, edits), m.difficulty,
            (m.plant.operator, m.plant.at or "") if m.plant.operator else None,
        )  # fmt: skip

    def _planted(self, m: shape.IssueModel, at: checks.Step, head: Tree) -> tuple[Edit, ...]:
        if not m.plant.operator:
            return self._edits(m.plant.patch or f"issues/{m.id}.patch", (*at, "patch"), head)
        # Loaded where a key names an operator, and not before: nobody else waits for the syntax trees.
        from harness.adapters.operator_edits import OperatorFault, edits_by_operator

        try:
            return edits_by_operator(head, m.plant)
        except OperatorFault as fault:
            if self.key_document:
                self.faults.append(self.key_document.fault((*at, fault.field), fault.what, fault.remedy))
            return ()

    def _decoy(self, m: shape.DecoyModel, at: checks.Step, head: Tree) -> Decoy:
        own = self._edits(m.patch, (*at, "patch"), head) if m.patch else ()
        naive = self._edits(f"decoys/{m.id}.naive.patch", at, head)
        place = PlaceName(m.path, m.at.symbol, m.at.text)
        return Decoy(m.id, place, m.looks_like, m.right_because, m.breaks, naive, own)

    def _fixes(self, issue_id: str, head: Tree, edits: tuple[Edit, ...]) -> tuple[Fix, ...]:
        """The patches `key/fixes/<id>.<n>.patch`, each on the clean head with the issue in it."""
        if not edits:
            return ()  # the patch of the issue itself is at fault, and that is said already
        planted = edit_tree(head, edits)
        names = [n for n in self.content if re.fullmatch(rf"key/fixes/{re.escape(issue_id)}\.\d+\.patch", n)]
        fixes = []
        for name in sorted(names, key=lambda n: int(n.split(".")[-2])):
            text = self._text(name)
            try:
                fixes.append(Fix(name.removeprefix("key/"), edits_on(planted, read_patch(text or ""))))
            except PatchFault as fault:
                self.faults.append(Fault(self.name(name), fault.line, 1, fault.what, fault.remedy))
        return tuple(fixes)

    def _edits(self, path: str, at: checks.Step, head: Tree) -> tuple[Edit, ...]:
        text = self._text(f"key/{path}") if self._inside(self.key_document, at, path) else None
        if text is None:
            return ()
        try:
            return edits_on(head, read_patch(text))
        except PatchFault as fault:
            self.faults.append(Fault(self.name(f"key/{path}"), fault.line, 1, fault.what, fault.remedy))
            return ()


def _finding(m: shape.FindingModel) -> Finding:
    return Finding(
        m.id, m.class_, Severity(m.severity), m.title, m.mechanism, m.trigger, m.consequence, m.remedy,
        tuple(PlaceName(p.path, p.symbol, p.text) for p in m.at), m.counts, m.wordings, m.near_misses,
        frozenset(m.excludes), m.source,
    )  # fmt: skip


def _digest(content: Tree) -> str:
    """SHA-256 over every file's path and content, in order of path; what is written about the fixture later is no part."""
    total = hashlib.sha256(b"harness-fixture-1\n")
    for path in sorted(content.keys() - WRITTEN_LATER):
        total.update(f"{path}\x00{hashlib.sha256(content[path]).hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()
