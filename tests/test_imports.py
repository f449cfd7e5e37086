"""Imports go one way, and none leads from the candidate's side to the answer key."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "harness"

FLOORS = {
    "domain": 1,
    "operators": 1.5,  # between: loading a fixture needs what operators do, and they need nothing but the nouns
    "proofs": 1,
    "matching": 2,
    "scoring": 2,
    "planting": 2,
    "reports": 2,
    "adapters": 2,
    "steps": 3,
    "apps": 4,
}
FORBIDDEN_TO_THE_CANDIDATE = {
    "yaml", "git", "unidiff", "pydantic", "click", "pytest", "libcst", "numpy",
    "harness.domain.issue", "harness.domain.fixture", "harness.domain.match", "harness.domain.score",
    "harness.operators", "harness.matching", "harness.scoring", "harness.planting", "harness.reports", "harness.adapters.fixtures",
    "harness.adapters.rubrics", "harness.steps.authoring", "harness.apps.tui.interviewer", "harness.apps.cli",
}  # fmt: skip


def modules() -> dict[str, Path]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        if "_data" in path.parts:
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported_by(name: str) -> set[str]:
    """Every module that `name` imports anywhere in its text, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: a relative import"
            module = node.module or ""
            names.add(module)
            names.update(f"{module}.{alias.name}" for alias in node.names if f"{module}.{alias.name}" in MODULES)
    return names


def floor(name: str) -> float:
    return FLOORS.get(name.split(".")[1], 0) if "." in name else 0


def part(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize("name", sorted(m for m in MODULES if floor(m)))
def test_imports_go_down(name: str) -> None:
    """A module imports only its own package and the floors below it."""
    for other in imported_by(name):
        if not other.startswith("harness.") or not floor(other):
            continue
        same = part(other) == part(name)
        assert same or floor(other) < floor(name), f"{name} imports {other}"


@pytest.mark.parametrize("name", sorted(m for m in MODULES if m.startswith("harness.domain")))
def test_the_domain_needs_only_the_standard_library(name: str) -> None:
    """The nouns depend on nothing that has to be installed."""
    for other in imported_by(name):
        top = other.split(".")[0]
        assert top == "harness" or top in sys.stdlib_module_names, f"{name} imports {other}"


def test_init_files_import_nothing() -> None:
    """Importing a package pulls in nothing by itself."""
    for name, path in MODULES.items():
        if path.name == "__init__.py":
            assert not imported_by(name), name


def closure(start: str) -> dict[str, str]:
    """All that is reached from `start`, each with the module through which it was reached first."""
    reached, waiting = {start: ""}, [start]
    while waiting:
        name = waiting.pop()
        for other in imported_by(name) if name in MODULES else ():
            if other not in reached:
                reached[other] = name
                waiting.append(other)
    return reached


def test_no_import_leads_from_the_candidate_to_the_key() -> None:
    """The wall: whatever the candidate's program can import, by any chain, holds nothing of key, matching or scores."""
    starts = [m for m in MODULES if m.startswith(("harness.apps.tui.candidate", "harness.apps.tui.widgets"))]
    assert "harness.apps.tui.candidate.__main__" in starts
    for start in starts:
        for name, through in closure(start).items():
            for forbidden in FORBIDDEN_TO_THE_CANDIDATE:
                assert name != forbidden and not name.startswith(forbidden + "."), f"{through} imports {name}"


def test_the_running_candidate_has_loaded_nothing_of_the_key() -> None:
    """The same in a fresh interpreter, where imports by name would show too."""
    code = "import harness.apps.tui.candidate.__main__, sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "harness.apps.tui.candidate.__main__" in loaded
    assert not loaded & FORBIDDEN_TO_THE_CANDIDATE


def test_help_imports_no_command() -> None:
    """`harness --help` pays for no command."""
    code = (
        "import sys; from harness.apps.cli.main import main; main(['--help']); "
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert not loaded & {"textual", "git", "yaml", "pydantic", "unidiff", "pytest", "numpy", "rich", "libcst"}
