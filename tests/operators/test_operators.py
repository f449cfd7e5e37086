"""Operators take one guard away and nothing else, and their examples say so."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from harness.adapters.fixtures import load_fixture
from harness.adapters.locations import fixtures_dir, rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.edit import Tree, edit_tree
from harness.operators.catalogue import OPERATORS, UnknownOperator, operator_named
from harness.operators.operator import Example, Operator
from harness.operators.planting import Planting, plant, plantings
from harness.operators.selector import BadSelector
from harness.planting.residue import new_residue

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = [(o, e) for o in OPERATORS for e in o.examples]
NAMES = [f"{o.name}-{n}" for o in OPERATORS for n in range(len(o.examples))]


SLUGS = sorted(p.parent.name for p in fixtures_dir().glob("*/pr.yaml"))


@cache
def shipped(slug: str) -> tuple[Tree, list[Planting]]:
    """The clean head of a shipped fixture and the plantings on its changed sources."""
    fixture = load_fixture(fixtures_dir() / slug)
    head = fixture.clean_head
    paths = [p for p in sorted(head) if p.endswith(".py") and fixture.base.get(p) != head[p]]
    return head, list(plantings(head, OPERATORS, [p for p in paths if not p.startswith("tests/")]))


@pytest.mark.parametrize(("operator", "example"), EXAMPLES, ids=NAMES)
def test_an_example_has_one_site_and_becomes_what_it_says(operator: Operator, example: Example) -> None:
    """Exactly one place is found, planting gives the text after, and its selector finds it again."""
    tree = {"m.py": example.before.encode()}
    [planting] = plantings(tree, [operator], ["m.py"])
    assert edit_tree(tree, planting.edits)["m.py"].decode() == example.after
    assert plant(tree, operator, planting.selector) == planting


@pytest.mark.parametrize(("operator", "example"), EXAMPLES, ids=NAMES)
def test_an_operator_fits_no_second_time(operator: Operator, example: Example) -> None:
    """Where the guard is gone there is nothing left to take, unless the operator only turns things round."""
    again = list(plantings({"m.py": example.after.encode()}, [operator], ["m.py"]))
    turns = {"flip-comparison", "swap-locks", "ack-before-effect"}
    assert operator.name in turns or not again


@pytest.mark.parametrize(("operator", "example"), EXAMPLES, ids=NAMES)
def test_line_ends_are_kept(operator: Operator, example: Example) -> None:
    """A file with CRLF stays one."""
    tree = {"m.py": example.before.replace("\n", "\r\n").encode()}
    [planting] = plantings(tree, [operator], ["m.py"])
    assert edit_tree(tree, planting.edits)["m.py"].decode() == example.after.replace("\n", "\r\n")


def test_there_is_an_operator_for_every_class() -> None:
    """At least thirty, each of a class and a family of proofs that the rubric knows; names are used once."""
    rubric = load_classes(rubrics_dir())
    families = {c.id: set(c.families) for c in rubric.classes}
    assert len(OPERATORS) >= 30
    assert {o.defect_class for o in OPERATORS} == set(families)
    assert {o.family for o in OPERATORS} <= set(rubric.families)
    assert len({o.name for o in OPERATORS}) == len(OPERATORS)


def test_examples_leave_no_trace_that_a_linter_sees(tmp_path: Path) -> None:
    """No unused import, variable or argument, and no broken layout, comes with the planting."""
    for side in ("before", "after"):
        (tmp_path / side).mkdir()
        for name, (_, example) in zip(NAMES, EXAMPLES, strict=True):
            (tmp_path / side / f"{name.replace('-', '_')}.py").write_text(getattr(example, side), "utf-8")
    before, after = (_findings(tmp_path / side) for side in ("before", "after"))
    # What these do is what linters warn of: the author is told so, and such code is found in the wild all the same.
    expected = {"shared_default_0.py B006", "format_query_0.py S608", "close_at_the_end_0.py SIM115"}
    assert after - before <= expected


def _findings(folder: Path) -> set[str]:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--select",
        "F,E,W,B,C4,S608,SIM115,I",
        "--line-length",
        "120",
    ]
    done = subprocess.run(
        [*command, "--output-format", "concise", "."], cwd=folder, capture_output=True, text=True, check=False
    )
    return {f"{m[1]} {m[2]}" for m in re.finditer(r"^(\S+?\.py):\d+:\d+: (\w+)", done.stdout, re.MULTILINE)} - {
        f"{n.replace('-', '_')}.py F821" for n in NAMES
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_changes_but_site_and_residue(slug: str) -> None:
    """Outside the function of the site, a changed line names something that went, or belongs to it, or is blank or a doc."""
    head, found = shipped(slug)
    assert found
    for planting in found:
        before = head[planting.spot.path].decode()
        ast.parse(edit_tree(head, planting.edits)[planting.spot.path].decode())
        allowed = [_span(before, planting.spot.symbol), *(_span_of(before, name) for name in planting.went)]
        for edit in planting.edits:
            assert edit.path == planting.spot.path
            for number in range(edit.start, edit.end):
                line = before.split("\n")[number - 1]
                named = any(re.search(rf"\b{name}\b", line) for name in planting.went)
                inside = any(start <= number <= end for start, end in allowed)
                assert inside or named or not line.strip() or '"""' in line, f"{planting.selector}: {line}"


@pytest.mark.parametrize("slug", SLUGS)
def test_what_lies_about_afterwards_is_said(slug: str) -> None:
    """The gate that looks for names nobody reads finds nothing that the planting did not name itself."""
    head, found = shipped(slug)
    for planting in found:
        for said in new_residue(head, edit_tree(head, planting.edits)):
            if "nothing reads" in said:
                name = said.split("'")[1].split("(")[-1].rstrip(")")
                assert any(name in left for left in planting.left), f"{planting.selector}: {said}"


def _span(text: str, symbol: str) -> tuple[int, int]:
    return _span_of(text, symbol.rsplit(".", 1)[-1]) if symbol else (1, text.count("\n") + 1)


def _span_of(text: str, name: str) -> tuple[int, int]:
    for node in ast.walk(ast.parse(text)):
        if getattr(node, "name", None) == name and isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ):
            return node.lineno, node.end_lineno or node.lineno
    return 0, 0


def test_the_page_about_operators_is_current() -> None:
    """docs/operators.md says what the operators do now; `python scripts/operators_doc.py` writes it."""
    spec = importlib.util.spec_from_file_location("operators_doc", ROOT / "scripts/operators_doc.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs/operators.md").read_text("utf-8") == module.page()


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ("nowhere.py::f", "no file 'nowhere.py'"),
        ("m.py::g", "means no place where it fits; there are m.py::f::"),
        ("m.py::f", "means 2 places; add ::TEXT or #N"),
        ("m.py::f#3", "number 3 of 2"),
        ("m.py", "PATH::SYMBOL"),
        ("notes.md::f", "not Python"),
        ("broken.py::f", "not Python"),
    ],
)
def test_a_selector_that_means_no_place_says_what_there_is(selector: str, said: str) -> None:
    """The author reads which places there are."""
    text = b"def f(a, b):\n    x = a < b\n    return x or b < a\n"
    tree = {"m.py": text, "notes.md": b"", "broken.py": b"def ("}
    with pytest.raises(BadSelector, match=re.escape(said)):
        plant(tree, operator_named("flip-comparison"), selector)


def test_a_selector_lives_through_edits_elsewhere() -> None:
    """Lines above and functions beside do not change what it means."""
    text = "def f(a, b):\n    x = a < b\n    return x or b < a\n"
    operator = operator_named("flip-comparison")
    [first, second] = plantings({"m.py": text.encode()}, [operator], ["m.py"])
    grown = {"m.py": f"# new\nLIMIT = 1\n\n\ndef g(a):\n    return a < 3\n\n\n{text}".encode()}
    assert plant(grown, operator, first.selector).spot == first.spot
    assert plant(grown, operator, second.selector).line == second.line + 8


def test_equal_lines_are_told_apart_by_their_number() -> None:
    """`#N` counts places in the order of the text."""
    tree = {"m.py": b"def f(a, b):\n    if a < b < 3:\n        return 1\n    return 0\n"}
    operator = operator_named("flip-comparison")
    found = list(plantings(tree, [operator], ["m.py"]))
    assert [p.selector for p in found] == ["m.py::f::if a < b < 3:#1", "m.py::f::if a < b < 3:#2"]
    assert [plant(tree, operator, p.selector).edits for p in found] == [p.edits for p in found]


def test_an_unknown_operator_is_met_with_a_near_one() -> None:
    """A slip of the pen is understood."""
    with pytest.raises(UnknownOperator, match="did you mean 'drop-lock'"):
        operator_named("drop-locks")
