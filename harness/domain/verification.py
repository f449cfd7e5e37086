"""What was proven of a fixture, and what was not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum


class Gate(Enum):
    """What a planted issue has to pass before anybody is asked to find it; the value is its short name and its title."""

    FILLED_IN = ("G0", "filled in")
    CLEAN = ("G1", "clean")
    REAL_AND_HIDDEN = ("G2", "real and hidden")
    STEADY = ("G3", "steady")
    COMPOSED = ("G4", "composed")
    COVERED = ("G5", "covered, not triggered")
    NO_TELL_TALE = ("G6", "no tell-tale")
    IN_THE_DIFF = ("G7", "in the diff")
    FIX_NEUTRAL = ("G8", "fix-neutral")
    DECOYS_PROVEN = ("G9", "decoys proven")
    BLEMISHES_NEUTRAL = ("G10", "blemishes neutral")

    @property
    def short(self) -> str:
        """`G1` and the like."""
        return self.value[0]

    @property
    def title(self) -> str:
        """The gate in words."""
        return self.value[1]


_NOT_IN_ALL = (Gate.DECOYS_PROVEN, Gate.BLEMISHES_NEUTRAL, Gate.COMPOSED)
"""Gates without any claim in a fixture that simply has nothing for them: no decoy, no blemish, no pair."""


@dataclass(frozen=True, slots=True)
class Check:
    """One claim: `subject` is what it is about, `what` the claim, `reason` why it does not hold where it does not.

    `holds` is None for a claim that could not be looked into here; `shown` says what it rests on where that is more than the
    claim itself.
    """

    gate: Gate
    subject: str
    what: str
    holds: bool | None
    reason: str = ""
    shown: str = ""

    @property
    def named(self) -> set[str]:
        """The issues that the claim names, in what it is about or as the one whose proof it is; other words beside them."""
        proof = self.what.partition("proof of ")[2].split(" ")[0]
        return {*self.subject.replace("+", " ").split(), *([proof] if proof else [])}

    def bears_on(self, issue: str, issues: Collection[str]) -> bool:
        """Whether the claim is about this one of the fixture's issues, or about the whole fixture."""
        return issue in self.named or not self.named & {*issues}


@dataclass(frozen=True, slots=True)
class Verification:
    """All claims about a fixture, with what it took: distinct test runs, how many of them were remembered from
    an earlier time, wall seconds, and how often each was repeated."""

    slug: str
    proof_digest: str
    checks: tuple[Check, ...]
    runs: int
    remembered: int
    seconds: float
    repeats: int = 1
    protection: str = ""
    gates: frozenset[Gate] = frozenset(Gate)
    """The gates that were looked into in full."""

    @property
    def holds(self) -> bool:
        """Whether no claim is false. What was not looked into is left open; see `proven`."""
        return all(check.holds is not False for check in self.checks)

    @property
    def proven(self) -> bool:
        """Whether every gate was looked into and every claim holds."""
        return not self.not_passed

    @property
    def not_passed(self) -> tuple[Gate, ...]:
        """The gates that were not looked into in full, or of which not every claim holds."""
        return tuple(gate for gate in Gate if gate not in self.gates or not self._passed(gate))

    def _passed(self, gate: Gate) -> bool:
        checks = self.of(gate)
        return bool(state_of(checks)) if checks else gate in _NOT_IN_ALL

    def of(self, gate: Gate) -> tuple[Check, ...]:
        """The claims of one gate."""
        return tuple(check for check in self.checks if check.gate is gate)


def state_of(checks: Iterable[Check]) -> bool | None:
    """Whether all claims hold; None where some could not be looked into and none is false, or where there are none."""
    held = [check.holds for check in checks]
    if False in held:
        return False
    return None if None in held or not held else True
