"""Prove a fixture: every defect real, hidden, on its own and in company; every decoy right; every blemish harmless.

The gates are those of docs/authoring.md. Each gate starts its runs at once and says later what they show, so that all of them
share the machine, and equal work is done once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.fixtures import load_fixture
from harness.adapters.sandbox import Sandbox, best_sandbox
from harness.domain.errors import CannotRun
from harness.domain.fixture import Fixture
from harness.domain.verification import Check, Gate, Verification
from harness.planting.proof_digest import proof_digest
from harness.steps.authoring.bench import Bench, Progress, jobs_of
from harness.steps.authoring.gates.claims import Plan
from harness.steps.authoring.gates.covered import covered
from harness.steps.authoring.gates.filled_in import filled_in
from harness.steps.authoring.gates.fixes import fix_neutral
from harness.steps.authoring.gates.harmless import blemishes, decoys
from harness.steps.authoring.gates.in_diff import in_the_diff
from harness.steps.authoring.gates.planted import clean, composed, full_sets, real_and_hidden
from harness.steps.authoring.gates.steady import steady
from harness.steps.authoring.gates.tell_tale import no_tell_tale

FOREIGN = "FOREIGN"
"""A file of this name in a fixture's folder says that it came from somebody else."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to verify. Without a cache nothing is remembered; `fresh` runs everything again."""

    jobs: int | None = None
    cache: Path | None = None
    fresh: bool = False
    repeat: int = 1
    gates: frozenset[Gate] | None = None
    """Only these gates; None for all."""
    foreign: bool = False
    trust: bool = False
    """Run a foreign fixture also where no sandbox works."""
    quick: bool = False
    """For the work in between: what needs no run, the clean head, each issue alone, and all of them together."""
    progress: Callable[[Progress], None] | None = None
    finished: Callable[[Gate, tuple[Check, ...]], None] | None = None
    """Told of each gate as soon as all of its claims are looked into; those that need no run come first."""


USUAL = Options()


def verify(folder: Path, options: Options = USUAL) -> Verification:
    """Run every check on a fixture. Raises FixtureFaulty, and CannotRun for a foreign one without a sandbox."""
    fixture = load_fixture(folder)
    sandbox = sandbox_for(folder, options)
    began = time.monotonic()
    with Bench(fixture, jobs_of(options.jobs), sandbox, options.cache, options.fresh, options.progress) as bench:
        checks = list(_checks(fixture, bench, options))
    order = list(Gate)
    checks.sort(key=lambda check: order.index(check.gate))
    return Verification(
        fixture.slug, proof_digest(fixture), tuple(checks), bench.runs, bench.remembered,
        time.monotonic() - began, options.repeat, sandbox.sentence, _in_full(options),
    )  # fmt: skip


def _in_full(options: Options) -> frozenset[Gate]:
    """The gates of which these options leave nothing out."""
    gates = options.gates or frozenset(Gate)
    return gates & _QUICK.keys() - {Gate.COMPOSED} if options.quick else gates


def _checks(fixture: Fixture, bench: Bench, options: Options) -> Iterator[Check]:
    def wanted(gate: Gate) -> bool:
        return options.gates is None or gate in options.gates

    def done(gate: Gate, checks: tuple[Check, ...]) -> tuple[Check, ...]:
        if options.finished:
            options.finished(gate, checks)
        return checks

    starts = _QUICK if options.quick else _STARTS
    plans: list[tuple[Gate, list[Plan]]] = []
    for gate, start in starts.items():
        if wanted(gate):
            ready = start(fixture, bench)
            if gate in _WITHOUT_RUNS:
                yield from done(gate, _looked_into(ready))
            else:
                plans.append((gate, ready))
    for gate, ready in plans:
        yield from done(gate, _looked_into(ready))
    if wanted(Gate.STEADY) and not options.quick:
        yield from done(Gate.STEADY, tuple(steady(bench, options.repeat)))


def _looked_into(plans: list[Plan]) -> tuple[Check, ...]:
    return tuple(check for plan in plans for check in plan())


def sandbox_for(folder: Path, options: Options) -> Sandbox:
    """The protection for this fixture; a foreign one is not run without a real sandbox."""
    sandbox = best_sandbox()
    foreign = options.foreign or (folder / FOREIGN).exists()
    if foreign and not sandbox.sealed and not options.trust:
        raise CannotRun(
            "this fixture came from somebody else, and no sandbox works here, so its code is not run",
            where=str(folder),
            next_step="Install bubblewrap; or read all of its code and use --trust, which runs it with your rights.",
        )
    return sandbox


_STARTS: dict[Gate, Callable[[Fixture, Bench], list[Plan]]] = {
    Gate.FILLED_IN: filled_in,
    Gate.IN_THE_DIFF: in_the_diff,
    Gate.CLEAN: clean,
    Gate.REAL_AND_HIDDEN: real_and_hidden,
    Gate.COMPOSED: composed,
    Gate.COVERED: covered,
    Gate.NO_TELL_TALE: no_tell_tale,
    Gate.FIX_NEUTRAL: fix_neutral,
    Gate.DECOYS_PROVEN: decoys,
    Gate.BLEMISHES_NEUTRAL: blemishes,
}
_WITHOUT_RUNS = frozenset({Gate.FILLED_IN, Gate.IN_THE_DIFF})
"""Looked into before any run is started, so that what can be said at once is said at once."""
_QUICK: dict[Gate, Callable[[Fixture, Bench], list[Plan]]] = {
    **{gate: _STARTS[gate] for gate in (Gate.FILLED_IN, Gate.IN_THE_DIFF, Gate.CLEAN, Gate.REAL_AND_HIDDEN)},
    Gate.COMPOSED: full_sets,
}
