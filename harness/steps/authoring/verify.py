"""Prove a fixture: every defect real, hidden, on its own and in company; every decoy right; every blemish harmless.

Each test run is a fresh process on a tree of its own. Equal work is done once: two claims about the same tree and the same
proof share a run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

from harness.adapters.fixtures import load_fixture
from harness.adapters.test_runner import Children, TestRun, run_tests
from harness.domain.edit import Edit, Tree, edit_tree
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.domain.verification import Check, Verification
from harness.planting.compose import admissible_sets, why_apart

VISIBLE = ""
"""The name of the visible tests, beside the ids of proofs."""


def verify(folder: Path, jobs: int | None = None, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Run every check on a fixture. `progress` is told runs done and runs planned. Raises FixtureFaulty."""
    fixture = load_fixture(folder)
    began = time.monotonic()
    with _Bench(fixture, jobs or os.cpu_count() or 1, progress) as bench:
        checks = [check for plan in _plans(fixture, bench) for check in plan()]
    return Verification(fixture.slug, fixture.digest, tuple(checks), bench.runs, time.monotonic() - began)


class _Bench:
    """Test runs in parallel, each distinct one once."""

    def __init__(self, fixture: Fixture, jobs: int, progress: Callable[[int, int], None] | None) -> None:
        self._fixture, self._progress = fixture, progress
        self._pool = ThreadPoolExecutor(jobs)
        self._children = Children()
        self._futures: dict[tuple[object, ...], Future[TestRun]] = {}
        self._done = 0

    @property
    def runs(self) -> int:
        """How many processes were started."""
        return len(self._futures)

    def __enter__(self) -> _Bench:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._children.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def visible(self, tree: Tree, targets: tuple[str, ...] = ()) -> Future[TestRun]:
        """The visible tests on a tree, or some of them."""
        return self._start(tree, targets or self._fixture.brief.tests, None)

    def proof(self, tree: Tree, issue: PlantedIssue) -> Future[TestRun]:
        """A proof on a tree."""
        name = f"proofs/{Path(issue.proof.path).name}"
        return self._start(tree, (name,), {name: issue.proof.source.encode("utf-8")})

    def _start(self, tree: Tree, targets: tuple[str, ...], extra: Tree | None) -> Future[TestRun]:
        key = (tuple(sorted(tree.items())), targets, tuple(sorted((extra or {}).items())))
        if key not in self._futures:
            future = self._pool.submit(run_tests, dict(tree), targets, extra, children=self._children)
            future.add_done_callback(self._finished)
            self._futures[key] = future
        return self._futures[key]

    def _finished(self, _: Future[TestRun]) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, len(self._futures))


Plan = Callable[[], Iterable[Check]]


def _plans(fixture: Fixture, bench: _Bench) -> list[Plan]:
    """Start every run now; each plan then waits for its own and says what they show."""
    key = fixture.key
    plans = [_tree_plan(fixture, bench, "clean head", fixture.clean_head, frozenset())]
    for issue in key.issues:
        plans.append(_issue_plan(fixture, bench, issue))
    for one, other in combinations(key.issues, 2):
        if why_apart(one, other) is None:
            plans.append(_set_plan(fixture, bench, (one, other)))
    for ids in _largest_sets(fixture):
        if len(ids) > 2:
            plans.append(_set_plan(fixture, bench, [i for i in key.issues if i.id in ids]))
    plans += [_decoy_plan(fixture, bench, decoy.id) for decoy in key.decoys]
    plans += [_blemish_plan(fixture, bench, blemish.id) for blemish in key.blemishes]
    return plans


def _largest_sets(fixture: Fixture) -> list[tuple[str, ...]]:
    """Every admissible set that no other admissible set contains."""
    found: list[tuple[str, ...]] = []
    for count in range(len(fixture.key.issues), 0, -1):
        for ids in admissible_sets(fixture, count):
            if not any(set(ids) <= set(larger) for larger in found):
                found.append(ids)
    return found


def _tree_plan(fixture: Fixture, bench: _Bench, subject: str, tree: Tree, planted: frozenset[str]) -> Plan:
    visible = bench.visible(tree)
    proofs = [(issue, bench.proof(tree, issue)) for issue in fixture.key.issues]

    def plan() -> Iterable[Check]:
        yield _green(subject, "visible tests green", visible.result())
        for issue, future in proofs:
            if issue.id in planted:
                yield _red_for_its_reason(subject, issue, future.result())
            else:
                yield _green(subject, f"proof of {issue.id} green", future.result())

    return plan


def _issue_plan(fixture: Fixture, bench: _Bench, issue: PlantedIssue) -> Plan:
    tree = edit_tree(fixture.clean_head, issue.edits)
    return _tree_plan(fixture, bench, issue.id, tree, frozenset({issue.id}))


def _set_plan(fixture: Fixture, bench: _Bench, issues: Sequence[PlantedIssue]) -> Plan:
    edits = tuple(edit for issue in issues for edit in issue.edits)
    subject = " + ".join(issue.id for issue in issues) if len(issues) < 3 else f"all {len(issues)} that may meet"
    tree = edit_tree(fixture.clean_head, edits)
    return _tree_plan(fixture, bench, subject, tree, frozenset(issue.id for issue in issues))


def _decoy_plan(fixture: Fixture, bench: _Bench, decoy_id: str) -> Plan:
    decoy = next(d for d in fixture.key.decoys if d.id == decoy_id)
    with_decoy = edit_tree(fixture.clean_head, decoy.edits)
    before = bench.visible(with_decoy, (decoy.breaks,))
    after = bench.visible(_corrected(fixture.clean_head, decoy.edits, decoy.naive), (decoy.breaks,))

    def plan() -> Iterable[Check]:
        yield _green(decoy_id, f"{decoy.breaks} green as it stands", before.result())
        run = after.result()
        holds = not run.broken and bool(run.red)
        reason = "" if holds else run.broken or "the test stays green under the naive correction"
        yield Check(decoy_id, f"{decoy.breaks} red under the naive correction", holds, reason)

    return plan


def _corrected(clean: Tree, own: tuple[Edit, ...], naive: tuple[Edit, ...]) -> Tree:
    return edit_tree(clean, (*own, *naive))


def _blemish_plan(fixture: Fixture, bench: _Bench, blemish_id: str) -> Plan:
    blemish = next(b for b in fixture.key.blemishes if b.id == blemish_id)
    return _tree_plan(fixture, bench, blemish_id, edit_tree(fixture.clean_head, blemish.edits), frozenset())


def _green(subject: str, what: str, run: TestRun) -> Check:
    if run.green:
        return Check(subject, what, True)
    reason = run.broken or "; ".join(f"{c.name}: {_short(c.message)}" for c in run.red[:3]) or "a test was skipped"
    return Check(subject, what, False, reason)


def _red_for_its_reason(subject: str, issue: PlantedIssue, run: TestRun) -> Check:
    """Red means: a test failed, in an assertion, whose message starts with the issue's id and holds the declared failure."""
    what = f"proof of {issue.id} red for its declared reason"
    if run.broken:
        return Check(subject, what, False, run.broken)
    if not run.red:
        return Check(subject, what, False, "the proof stays green although the issue is planted")
    for case in run.red:
        said = case.message.removeprefix("AssertionError: ")
        declared = case.outcome == "failed" and said.startswith(f"{issue.id}:") and issue.proof.failure in said
        if not declared:
            return Check(subject, what, False, f"{case.name} ended otherwise: {_short(case.message)}")
    return Check(subject, what, True)


def _short(message: str) -> str:
    line = message.strip().split("\n")[0]
    return line if len(line) <= 160 else line[:159] + "…"
