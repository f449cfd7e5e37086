"""What must agree across the documents of a fixture, beyond the shape of each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import combinations
from pathlib import PurePosixPath

from harness.adapters import fixture_models as shape
from harness.adapters.documents import Document
from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.edit import Edit, Tree
from harness.domain.fault import Fault
from harness.domain.fixture import AnswerKey
from harness.domain.issue import PlantedIssue
from harness.domain.places import find_symbol

Step = tuple[str | int, ...]


def stays_inside(path: str) -> bool:
    """Whether a relative path names something below its folder, as written."""
    pure = PurePosixPath(path)
    return bool(path) and not pure.is_absolute() and ".." not in pure.parts and "\\" not in path and "\x00" not in path


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    rubric = load_classes(rubrics_dir())
    return tuple(c.id for c in rubric.classes), tuple(s.id for s in rubric.styles), tuple(rubric.families)


def check_sources(base: Tree, where: str) -> Iterator[Fault]:
    """Python files of the base project that are not UTF-8: a candidate would be shown none of their lines."""
    for path in sorted(base):
        if path.endswith(".py"):
            try:
                base[path].decode("utf-8")
            except UnicodeDecodeError as error:
                line = base[path].count(b"\n", 0, error.start) + 1
                what = f"byte {error.start + 1} of the file is not UTF-8, so no line of it could be shown"
                yield Fault(f"{where}/{path}", line, 1, what, "Save the file as UTF-8.")


def check_brief(model: shape.PullRequestModel, document: Document, head: Tree) -> Iterator[Fault]:
    """Faults of `pr.yaml`: tests that are not there, ids used twice."""
    for index, test in enumerate(model.tests):
        if not any(path == test or path.startswith(test.rstrip("/") + "/") for path in head):
            yield document.fault(
                ("tests", index), f"there are no tests at {test!r} in the clean head", "Name the folder."
            )
    yield from _twice(document, "prompts", [p.id for p in model.prompts])
    yield from _twice(document, "artefacts", [a.path for a in model.artefacts], "path")


def check_answers(brief: shape.PullRequestModel, model: shape.KeyModel, document: Document) -> Iterator[Fault]:
    """Faults of the reference answers: to no prompt, or a range that runs backwards."""
    prompts = tuple(prompt.id for prompt in brief.prompts)
    for name, answer in model.answers.items():
        yield from _one_of(document, ("answers", name), name, prompts, "prompt of pr.yaml")
        if answer.range and answer.range[0] > answer.range[1]:
            yield document.fault(("answers", name, "range"), "the range runs backwards", "Write the lower end first.")


def check_key(key: AnswerKey, model: shape.KeyModel, document: Document, head: Tree) -> Iterator[Fault]:
    """Faults of `key.yaml`: unknown classes, proofs that declare nothing, places that are nowhere, issues that clash."""
    for name in ("issues", "findings", "decoys", "blemishes", "questions"):
        yield from _twice(document, name, [entry.id for entry in getattr(model, name)])
    for index, entry in enumerate(model.issues):
        yield from _issue(key, entry, key.issues[index], document, ("issues", index), head)
    for index, finding in enumerate(model.findings):
        yield from _finding(key, finding, document, ("findings", index), head)
    for index, decoy in enumerate(model.decoys):
        yield from _place(
            document, ("decoys", index, "at"), shape.PlaceModel(path=decoy.path, **decoy.at.model_dump()), head
        )
        yield from _test_exists(document, ("decoys", index, "breaks"), decoy.breaks, head)
    for index, blemish in enumerate(model.blemishes):
        yield from _one_of(document, ("blemishes", index, "class"), blemish.class_, _known()[1], "heading of style")
    yield from _clashes(key, document)


def _issue(
    key: AnswerKey, m: shape.IssueModel, issue: PlantedIssue, document: Document, at: Step, head: Tree
) -> Iterator[Fault]:
    classes, _, families = _known()
    yield from _one_of(document, (*at, "class"), m.class_, classes, "class")
    yield from _one_of(document, (*at, "proof", "family"), m.proof.family, families, "proof family")
    if m.plant.at and not m.plant.operator:
        yield document.fault((*at, "plant", "at"), "a place, but no operator to use there", "Add `operator:`.")
    for index, place in enumerate(m.also_at):
        yield from _place(document, (*at, "also_at", index), place, head)
    yield from _excludes(key, m, document, at)
    yield from _proof(issue, document, (*at, "proof"))


def _finding(key: AnswerKey, m: shape.FindingModel, document: Document, at: Step, head: Tree) -> Iterator[Fault]:
    planted = tuple(sorted(issue.id for issue in key.issues))
    yield from _one_of(document, (*at, "class"), m.class_, _known()[0], "class")
    if m.id in planted:
        yield document.fault((*at, "id"), f"there is a planted issue {m.id!r} already", "Rename one.")
    for index, place in enumerate(m.at):
        yield from _place(document, (*at, "at", index), place, head)
    for index, name in enumerate(m.excludes):
        yield from _one_of(document, (*at, "excludes", index), name, planted, "planted issue")


def _excludes(key: AnswerKey, m: shape.IssueModel, document: Document, at: Step) -> Iterator[Fault]:
    others = {i.id: i.excludes for i in key.issues}
    known = sorted({*others, *(d.id for d in key.decoys)} - {m.id})
    for index, name in enumerate(m.excludes):
        yield from _one_of(document, (*at, "excludes", index), name, tuple(known), "issue or decoy")
        if name in others and m.id not in others[name]:
            yield document.fault(
                (*at, "excludes", index), f"{name} does not exclude {m.id} in turn", "Write it on both."
            )


def _proof(issue: PlantedIssue, document: Document, at: Step) -> Iterator[Fault]:
    if not issue.proof.source:
        return
    try:
        tree = ast.parse(issue.proof.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield document.fault(at, f"the proof {issue.proof.path} is not Python: {error}")
        return
    texts = list(_messages(tree))
    if not any(text.startswith(f"{issue.id}:") for text in texts):
        what = f"no assertion of {issue.proof.path} has a message that starts with '{issue.id}:'"
        yield document.fault(at, what, "A proof says which issue it proves.")
    if not any(issue.proof.failure in text for text in texts):
        what = f"the declared failure {issue.proof.failure!r} stands in no assertion's message of {issue.proof.path}"
        yield document.fault((*at, "failure"), what, "Use the words of the failing assertion.")


def _messages(tree: ast.AST) -> Iterator[str]:
    """What assertions, `raise AssertionError` and `pytest.fail` say, as far as it is written in the proof."""
    for node in ast.walk(tree):
        said: list[ast.expr] = []
        if isinstance(node, ast.Assert) and node.msg:
            said = [node.msg]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("AssertionError", "pytest.fail"):
            said = [*node.args, *(keyword.value for keyword in node.keywords)]
        for expression in said:
            for part in ast.walk(expression):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def _place(document: Document, at: Step, place: shape.PlaceModel, head: Tree) -> Iterator[Fault]:
    if (place.symbol is None) == (place.text is None):
        yield document.fault(at, "a place needs either `symbol` or `text`", "Give one of them.")
    elif place.path not in head:
        near = get_close_matches(place.path, list(head), n=1)
        hint = f"Did you mean {near[0]!r}?" if near else ""
        yield document.fault((*at, "path"), f"there is no file {place.path!r} in the clean head", hint)
    elif place.text is not None:
        count = sum(place.text in line for line in head[place.path].decode("utf-8", "replace").split("\n"))
        if count != 1:
            found = "on no line" if not count else f"on {count} lines"
            yield document.fault(
                (*at, "text"), f"{place.text!r} stands {found} of {place.path}", "It must be one line."
            )
    elif place.symbol and not find_symbol(head[place.path].decode("utf-8", "replace"), place.symbol, place.path):
        what = f"there is no function or class {place.symbol!r} in {place.path}"
        yield document.fault((*at, "symbol"), what, "Write it as `function`, `Class` or `Class.method`.")


def _test_exists(document: Document, at: Step, test: str, head: Tree) -> Iterator[Fault]:
    path, _, name = test.partition("::")
    text = head.get(path, b"").decode("utf-8", "replace")
    function = name.rsplit("::", 1)[-1].partition("[")[0]
    if not function or f"def {function}(" not in text:
        yield document.fault(at, f"there is no test {test!r} in the clean head", "Write it as file::test.")


TODO = "TODO"
"""What `harness plant` writes where its author has to decide. It loads, and `harness verify` asks for it."""


def _one_of(document: Document, at: Step, word: str, known: tuple[str, ...], what: str) -> Iterator[Fault]:
    if word not in known and word != TODO:
        near = get_close_matches(word, known, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."
        yield document.fault(at, f"{word!r} is not a known {what}", hint)


def _twice(document: Document, name: str, ids: list[str], key: str = "id") -> Iterator[Fault]:
    for index, entry in enumerate(ids):
        if entry in ids[:index]:
            yield document.fault((name, index, key), f"the {key} {entry!r} is used twice", "Rename one.")


def _clashes(key: AnswerKey, document: Document) -> Iterator[Fault]:
    for (_, one), (second, other) in combinations(enumerate(key.issues), 2):
        declared = other.id in one.excludes or one.defect_class == other.defect_class
        clash = None if declared else _overlap(one.edits, other.edits)
        if clash:
            what = f"{one.id} and {other.id} both change {clash.path} at line {clash.start} of the clean head"
            yield document.fault(("issues", second, "id"), what, "Name each in the other's `excludes`.")


def _overlap(ours: tuple[Edit, ...], theirs: tuple[Edit, ...]) -> Edit | None:
    if ours and set(ours) == set(theirs):
        return ours[0]
    return next((b for a in ours for b in theirs if not a.meets(b)), None)
