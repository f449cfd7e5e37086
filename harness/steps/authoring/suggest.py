"""Every place in a fixture's clean head where an operator fits, and which of them the visible tests miss.

A mutation that no test sees is waste to others and raw material here: what is hidden and does harm is a planted issue, and
whether it does harm is for the author's proof to show.
"""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.fixtures import load_fixture
from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.adapters.run_results import Limits
from harness.domain.diff import changes_between
from harness.domain.edit import Tree, edit_tree, split_lines
from harness.domain.errors import BadInput
from harness.domain.fixture import Fixture
from harness.domain.suggestion import Fate, Suggestion
from harness.domain.test_run import TestRun
from harness.operators.catalogue import OPERATORS, UnknownOperator, operator_named
from harness.operators.operator import Operator
from harness.operators.planting import Planting, plantings
from harness.planting.compose import places_between
from harness.planting.residue import new_residue
from harness.steps.authoring.bench import Bench, Progress, jobs_of
from harness.steps.authoring.gates.covered import claim
from harness.steps.authoring.verify import Options, sandbox_for

_CAN_COVER = importlib.util.find_spec("coverage") is not None
_PATIENCE = Limits(seconds=20.0)
"""A planted loop may never end; the visible tests of a fixture take a second."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which places are looked at: of this class, by this operator, in files whose path holds this text; empty for all."""

    defect_class: str = ""
    operator: str = ""
    path: str = ""


def suggest(
    folder: Path,
    wanted: Wanted,
    jobs: int | None = None,
    cache: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[Suggestion, ...]:
    """Run the visible tests on every planting; the hidden ones first. Raises FixtureFaulty, BadInput, CannotRun."""
    fixture = load_fixture(folder)
    found = list(_places(fixture, wanted))
    bench = Bench(fixture, jobs_of(jobs), sandbox_for(folder, Options()), cache, progress=progress, limits=_PATIENCE)
    with bench:
        clean = bench.visible(fixture.clean_head)
        runs: list[tuple[Planting, Tree, Future[TestRun]]] = []
        for planting in found:
            tree = edit_tree(fixture.clean_head, planting.edits)
            runs.append((planting, tree, bench.visible(tree, cover=_CAN_COVER)))
        if not clean.result().green:
            why = clean.result().broken or ", ".join(case.name for case in clean.result().red)
            raise BadInput(
                f"the visible tests are not green on the clean head ({why}), so nothing can hide from them",
                where=fixture.where,
                next_step="Mend the pull request first; `harness verify` says more.",
            )
        made = [_suggestion(fixture, planting, tree, run.result()) for planting, tree, run in runs]
    return tuple(sorted(made, key=lambda s: (list(Fate).index(s.fate), s.path, s.line, s.operator)))


def why_none(folder: Path, wanted: Wanted) -> str:
    """Why nothing was suggested, and what to do, as sentences."""
    fixture = load_fixture(folder)
    looked_at, operators = _paths(fixture, wanted), _operators(wanted)
    if not operators:
        there = operator_named(wanted.operator).defect_class
        return f"The operator {wanted.operator} is of the class {there}, not {wanted.defect_class}."
    if not looked_at:
        others = ", ".join(_paths(fixture, Wanted())) or "none"
        holding = f" whose path holds {wanted.path!r}" if wanted.path else ""
        return f"The pull request brings no lines of Python{holding}, tests apart. Files that it changes: {others}."
    named = operators[0].summary if len(operators) == 1 else f"{len(operators)} operators were tried there."
    return (
        f"No operator found its guard in the lines that the pull request brings to {', '.join(looked_at)}. {named} "
        "An operator takes away what is there: write the guard into the pull request first, or plant by an edit."
    )


def _paths(fixture: Fixture, wanted: Wanted) -> list[str]:
    head, base = fixture.clean_head, fixture.base
    paths = [p for p in sorted(head) if p.endswith(".py") and base.get(p) != head[p] and wanted.path in p]
    return [p for p in paths if not _is_test(p, fixture)]


def _places(fixture: Fixture, wanted: Wanted) -> Iterator[Planting]:
    """Plantings whose guard stands in lines that the pull request brings, tests apart, one for each outcome."""
    seen = set()
    for planting in plantings(fixture.clean_head, _operators(wanted), _paths(fixture, wanted)):
        if planting.line in _brought(fixture, planting.spot.path) and planting.edits not in seen:
            seen.add(planting.edits)
            yield planting


def _operators(wanted: Wanted) -> list[Operator]:
    known = [c.id for c in load_classes(rubrics_dir()).classes] if wanted.defect_class else [""]
    if wanted.defect_class not in known:
        raise BadInput(f"{wanted.defect_class!r} is not a known class", next_step=f"Known are: {', '.join(known)}.")
    try:
        chosen = [operator_named(wanted.operator)] if wanted.operator else list(OPERATORS)
    except UnknownOperator as error:
        raise BadInput(str(error.args[0])) from None
    return [o for o in chosen if wanted.defect_class in ("", o.defect_class)]


def _is_test(path: str, fixture: Fixture) -> bool:
    folders = tuple(test.rstrip("/") + "/" for test in fixture.brief.tests)
    return path.startswith(folders) or path in fixture.brief.tests or path.rsplit("/", 1)[-1].startswith("test_")


def _brought(fixture: Fixture, path: str) -> set[int]:
    before = split_lines(fixture.base.get(path, b"").decode("utf-8", "replace"))
    after = split_lines(fixture.clean_head[path].decode("utf-8", "replace"))
    return {n for c in changes_between(before, after) for n in range(c.head_start, c.head_end)}


def _suggestion(fixture: Fixture, planting: Planting, tree: Tree, run: TestRun) -> Suggestion:
    operator, path = planting.operator, planting.spot.path
    fate, reason = _fate(fixture, planting, tree, run)
    texts = _texts(fixture.clean_head, tree)
    return Suggestion(
        operator.name, operator.defect_class, operator.family, planting.selector, path, planting.line,
        operator.summary, _diff(fixture.clean_head, tree, path), planting.left + texts, fate, reason,
    )  # fmt: skip


def _fate(fixture: Fixture, planting: Planting, tree: Tree, run: TestRun) -> tuple[Fate, str]:
    if run.broken:
        return Fate.BROKEN, run.broken
    if not run.green:
        return Fate.CAUGHT, ", ".join(case.name for case in run.red)
    if _CAN_COVER:
        places = places_between(fixture.clean_head, tree, {edit.path for edit in planting.edits})
        reached = claim(planting.operator.name, tree, places, run)
        if not reached.holds:
            return Fate.UNTESTED, reached.reason
    return Fate.HIDDEN, ""


def _texts(clean: Tree, planted: Tree) -> tuple[str, ...]:
    """Texts in other files that speak of what is gone: nothing that an operator decides about."""
    try:
        return tuple(said for said in new_residue(clean, planted) if "speaks of" in said)
    except SyntaxError:
        return ()


def _diff(before: Tree, after: Tree, path: str) -> str:
    old, new = before[path].decode("utf-8"), after[path].decode("utf-8")
    lines = difflib.unified_diff(split_lines(old), split_lines(new), f"a/{path}", f"b/{path}", n=3)
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
