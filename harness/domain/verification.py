"""What was proven of a fixture, and what was not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One claim: `subject` is what it is about, `what` the claim, `reason` why it does not hold where it does not."""

    subject: str
    what: str
    holds: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """All claims about a fixture, with the number of test runs and the wall seconds they took."""

    slug: str
    fixture_digest: str
    checks: tuple[Check, ...]
    runs: int
    seconds: float

    @property
    def proven(self) -> bool:
        """Whether every claim holds."""
        return all(check.holds for check in self.checks)
