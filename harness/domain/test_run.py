"""How a run of tests ended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TestCase:
    """One test: `outcome` is passed, failed (an assertion or exception in the test), error or skipped."""

    __test__ = False
    name: str
    outcome: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class TestRun:
    """How a run ended. `broken` says in words why there is no result to speak of: time-out, crash, nothing collected.

    `covered` holds the executed lines of each file of the project, where that was asked for.
    """

    __test__ = False
    cases: tuple[TestCase, ...]
    seconds: float
    broken: str = ""
    covered: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def green(self) -> bool:
        """Whether tests ran and all of them passed."""
        return not self.broken and bool(self.cases) and all(c.outcome == "passed" for c in self.cases)

    @property
    def red(self) -> tuple[TestCase, ...]:
        """The tests that did not pass."""
        return tuple(c for c in self.cases if c.outcome not in ("passed", "skipped"))

    @property
    def verdict(self) -> str:
        """What two runs must agree on to be the same: which tests ended how."""
        return self.broken or "; ".join(sorted(f"{c.name} {c.outcome}" for c in self.cases))
