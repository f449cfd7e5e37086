"""G5 covered, not triggered: the visible tests run the planted lines and stay green, so "nothing tests this" is no answer."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Mapping

from harness.domain.edit import Tree
from harness.domain.fixture import Fixture
from harness.domain.issue import Place, PlantedIssue
from harness.domain.test_run import TestRun
from harness.domain.verification import Check, Gate
from harness.planting.admissible import is_test
from harness.planting.compose import places_between
from harness.planting.forms import planted
from harness.steps.authoring.bench import Bench
from harness.steps.authoring.gates.claims import Plan

_WHAT = "the visible tests run the planted lines"
MISSING = "coverage is not installed: in the clone, pip install -e '.[author]'"


def covered(fixture: Fixture, bench: Bench) -> list[Plan]:
    """For each issue, a run of the visible tests that notes which lines it executes."""
    if importlib.util.find_spec("coverage") is None:
        return [lambda: [Check(Gate.COVERED, "all issues", _WHAT, None, MISSING)]]
    return [_issue(fixture, bench, issue) for issue in fixture.key.issues]


def _issue(fixture: Fixture, bench: Bench, issue: PlantedIssue) -> Plan:
    head = planted(fixture, (issue,))
    future = bench.visible(head, cover=True)

    def plan() -> Iterable[Check]:
        places = places_between(fixture.clean_head, head, {e.path for e in issue.edits if not is_test(e.path)})
        yield claim(issue.id, head, places, future.result())

    return plan


def claim(subject: str, head: Tree, places: Iterable[Place], run: TestRun) -> Check:
    """The claim that a run of the visible tests came to one of the places."""
    if not run.green:
        return Check(Gate.COVERED, subject, _WHAT, False, run.broken or "the visible tests are not green")
    executed = {path: set(lines) for path, lines in run.covered}
    found = [(place, _touches(head, place, executed)) for place in places if place.path.endswith(".py")]
    reached = [str(place) for place, touched in found if touched]
    missed = [str(place) for place, touched in found if touched is False]
    if not reached and missed:
        return Check(Gate.COVERED, subject, _WHAT, False, f"no visible test comes to {', '.join(missed)}")
    shown = f"{subject}: {', '.join(reached)}" if reached else f"{subject}: no line that could be executed"
    return Check(Gate.COVERED, subject, _WHAT, True, "", shown)


def _touches(head: Tree, place: Place, executed: Mapping[str, set[int]]) -> bool | None:
    """Whether a statement at the place was executed; None where there is no statement.

    Statements that begin there count; where none does, the place lies inside of one, and the innermost counts.
    """
    tree = ast.parse(head[place.path])
    at = [s for s in ast.walk(tree) if isinstance(s, ast.stmt) and _runs(s) and _meets(s, place)]
    begun = [s for s in at if s.lineno >= place.lines.start] or sorted(at, key=lambda s: s.lineno)[-1:]
    if not begun:
        return None
    lines = executed.get(place.path, set())
    return any(lines.intersection(range(s.lineno, _head_end(s) + 1)) for s in begun)


def _head_end(statement: ast.stmt) -> int:
    """The last line of a statement that has no body, the first of one that has."""
    return statement.lineno if hasattr(statement, "body") else statement.end_lineno or statement.lineno


def _runs(statement: ast.stmt) -> bool:
    """Whether it does something when it is come to; a def or a class only names what is to be done, a string nothing."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    return not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))


def _meets(statement: ast.stmt, place: Place) -> bool:
    return statement.lineno <= place.lines.end and (statement.end_lineno or statement.lineno) >= place.lines.start
