"""From test runs to claims: green, or red for the reason that the key declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from harness.domain.edit import Tree
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.domain.test_run import TestRun
from harness.domain.verification import Check, Gate
from harness.steps.authoring.bench import Bench

Plan = Callable[[], Iterable[Check]]
"""Runs were started when it was made; called, it waits for them and says what they show."""


def tree_plan(
    gate: Gate, fixture: Fixture, bench: Bench, subject: str, tree: Tree, planted: frozenset[str] = frozenset()
) -> Plan:
    """On this tree the visible tests are green, the proofs of what is planted red, and all other proofs green."""
    visible = bench.visible(tree)
    proofs = [(issue, bench.proof(tree, issue)) for issue in fixture.key.issues]

    def plan() -> Iterable[Check]:
        yield green(gate, subject, "visible tests green", visible.result())
        for issue, future in proofs:
            if issue.id in planted:
                yield red_for_its_reason(gate, subject, issue, future.result())
            else:
                yield green(gate, subject, f"proof of {issue.id} green", future.result())

    return plan


def green(gate: Gate, subject: str, what: str, run: TestRun) -> Check:
    """The claim that a run was green."""
    if run.green:
        return Check(gate, subject, what, True)
    reason = run.broken or "; ".join(f"{c.name}: {short(c.message)}" for c in run.red[:3]) or "a test was skipped"
    return Check(gate, subject, what, False, reason)


def red_for_its_reason(gate: Gate, subject: str, issue: PlantedIssue, run: TestRun) -> Check:
    """The claim that a test failed, in an assertion, whose message starts with the issue's id and holds the declared failure."""
    what = f"proof of {issue.id} red for its declared reason"
    if run.broken:
        return Check(gate, subject, what, False, run.broken)
    if not run.red:
        return Check(gate, subject, what, False, "the proof stays green although the issue is planted")
    for case in run.red:
        said = case.message.removeprefix("AssertionError: ")
        declared = case.outcome == "failed" and said.startswith(f"{issue.id}:") and issue.proof.failure in said
        if not declared:
            wanted = f"wanted is an assertion that says '{issue.id}: … {issue.proof.failure}'"
            return Check(gate, subject, what, False, f"{case.name} ended otherwise: {short(case.message)}; {wanted}")
    return Check(gate, subject, what, True)


def short(message: str) -> str:
    """The first line of a message, not too long."""
    line = message.strip().split("\n")[0]
    return line if len(line) <= 160 else line[:159] + "…"
