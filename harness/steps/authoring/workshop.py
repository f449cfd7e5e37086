"""What an author looks at while working on a fixture: the texts before and after planting, and the state of the gates."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from harness.adapters.fixtures import load_fixture
from harness.domain.diff import changes_between
from harness.domain.edit import Tree, edit_tree
from harness.domain.errors import CannotRun
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.domain.pull_request import ChangedFile
from harness.domain.verification import Check, Gate, state_of
from harness.steps.authoring.evidence import evidence_of


class Look(StrEnum):
    """Which two texts are compared."""

    PLANTING = "clean → planted"
    PULL_REQUEST = "base → planted"
    CLEAN = "base → clean"


class State(StrEnum):
    """The state of a gate for an issue."""

    GREEN = "✓"
    RED = "✗"
    OPEN = "?"
    """It was looked into, as far as that is possible here."""
    NOT_RUN = "·"


@dataclass(frozen=True, slots=True)
class Workshop:
    """A fixture with what is known of its gates: from its evidence, and from what was run since."""

    fixture: Fixture
    proven: tuple[Gate, ...] = ()
    """Gates that the evidence beside the fixture, as it is now, vouches for."""
    checks: tuple[Check, ...] = ()
    run: frozenset[Gate] = frozenset()

    @classmethod
    def open(cls, folder: Path) -> Workshop:
        """Load a fixture and its evidence. Raises FixtureFaulty."""
        fixture = load_fixture(folder)
        evidence = evidence_of(fixture) or {"gates": {}}
        return cls(fixture, tuple(gate for gate in Gate if gate.short in evidence["gates"]))

    def with_checks(self, gates: Iterable[Gate], checks: Iterable[Check]) -> Workshop:
        """After a run of some gates: what they show takes the place of what was known of them."""
        now = frozenset(gates)
        kept = tuple(check for check in self.checks if check.gate not in now)
        return Workshop(self.fixture, self.proven, (*kept, *checks), self.run | now)

    def state(self, issue: PlantedIssue, gate: Gate) -> State:
        """The state of a gate for an issue."""
        if gate not in self.run:
            return State.GREEN if gate in self.proven else State.NOT_RUN
        held = state_of(self.about(issue, gate))
        return State.OPEN if held is None else State.GREEN if held else State.RED

    def about(self, issue: PlantedIssue, gate: Gate) -> list[Check]:
        """The claims of a gate that bear on an issue: those about it, and those about the whole fixture."""
        ids = [other.id for other in self.fixture.key.issues]
        return [check for check in self.checks if check.gate is gate and check.bears_on(issue.id, ids)]

    def false_claims(self, issue: PlantedIssue) -> list[Check]:
        """The claims about an issue that do not hold."""
        return [check for gate in Gate for check in self.about(issue, gate) if check.holds is False]

    def document(self, issue: PlantedIssue | None, path: str, look: Look) -> ChangedFile:
        """The two texts of a file that a look compares."""
        planted = edit_tree(self.fixture.clean_head, issue.edits) if issue else self.fixture.clean_head
        base, clean = self.fixture.base, self.fixture.clean_head
        before, after = {
            Look.PLANTING: (clean, planted), Look.PULL_REQUEST: (base, planted), Look.CLEAN: (base, clean),
        }[look]  # fmt: skip
        return ChangedFile.between(path, _text(before, path), _text(after, path))

    def files(self, issue: PlantedIssue | None, look: Look) -> list[str]:
        """The files that a look compares: those that planting changes first, then the others of the pull request."""
        planted = sorted({edit.path for edit in issue.edits}) if issue else []
        if look is Look.PLANTING:
            return planted
        head, base = self.fixture.clean_head, self.fixture.base
        changed = sorted(p for p in {*head, *base} if head.get(p) != base.get(p))
        return planted + [path for path in changed if path not in planted]

    def first_line(self, issue: PlantedIssue, path: str) -> int:
        """The line of the planted head at which an issue begins in a file."""
        planted = edit_tree(self.fixture.clean_head, issue.edits)
        before, after = ((_text(t, path) or "").split("\n") for t in (self.fixture.clean_head, planted))
        return next((max(c.head_start, 1) for c in changes_between(before, after)), 1)


def _text(tree: Tree, path: str) -> str | None:
    return tree[path].decode("utf-8", "replace") if path in tree else None


class GateRun:
    """`harness verify` in a process of its own, so that it can be stopped and leaves nothing behind."""

    def __init__(self, folder: Path, gates: Iterable[Gate]) -> None:
        self.gates = tuple(gates)
        words = [word for gate in self.gates for word in ("--gate", gate.short)]
        command = [sys.executable, "-P", "-m", "harness", "verify", str(folder), "--json", *words]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  closed with the run
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._said, start_new_session=True
        )

    def wait(self) -> tuple[Check, ...]:
        """The claims, once it has ended; raises CannotRun where it ended without any."""
        out, _ = self._process.communicate()
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace").strip()
        self._said.close()
        try:
            return tuple(_check(value) for value in json.loads(out)["checks"])
        except (ValueError, KeyError, TypeError):
            raise CannotRun(said.split("\n")[-1] or "the run was stopped") from None

    def stop(self) -> None:
        """End it as Ctrl-C would, which a job in the background does not hear; it takes its own processes with it."""
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGTERM)


def _check(value: dict[str, Any]) -> Check:
    gate = next(gate for gate in Gate if gate.short == value["gate"])
    return Check(gate, value["subject"], value["what"], value["holds"], value["reason"], value["shown"])
