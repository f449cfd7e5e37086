"""The outcome of `harness verify` as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from harness.domain.verification import Check, Gate, Verification, state_of

_SIGNS = {True: "✓", False: "✗", None: "·"}


def gate_lines(gate: Gate, checks: tuple[Check, ...]) -> str:
    """The line of a gate, with what does not hold below it; ends in a line feed, and is empty without any claim."""
    if not checks:
        return ""
    held = sum(check.holds is True for check in checks)
    count = f"{held} of {len(checks)}"
    first = f"{_SIGNS[state_of(checks)]} {gate.short:<3} {gate.title:<23} {count:<11}{_shown(checks)}".rstrip()
    return "\n".join([first, *_below(checks)]) + "\n"


def verification_summary(verification: Verification) -> str:
    """What all gates show together, and what it took; ends in a line feed."""
    return "\n".join(_summary(verification)) + "\n"


def issue_table(verification: Verification, issues: Sequence[str]) -> str:
    """A row for each issue and a column for each gate that was looked into; ends in a line feed, fits 80 columns."""
    gates = [gate for gate in Gate if verification.of(gate)]
    wide = min(max(map(len, issues), default=0), 79 - 5 * len(gates))
    rows = ["".join([" " * wide, *(f"{gate.short:>5}" for gate in gates)])]
    for issue in issues:
        states = [state_of(check for check in verification.of(gate) if check.bears_on(issue, issues)) for gate in gates]
        name = issue if len(issue) <= wide else issue[: wide - 1] + "…"
        rows.append("".join([f"{name:<{wide}}", *(f"{_SIGNS[state]:>5}" for state in states)]))
    return "\n".join(rows) + "\n"


def _shown(checks: tuple[Check, ...]) -> str:
    """The evidence of a gate that rests on one claim."""
    return checks[0].shown if len(checks) == 1 else ""


def _below(checks: tuple[Check, ...]) -> Iterator[str]:
    for check in checks:
        if check.holds is False:
            yield f"      {check.subject}: not so: {check.what}. {check.reason}"
    for reason in sorted({check.reason for check in checks if check.holds is None}):
        yield f"      not looked into: {reason}"


def _summary(verification: Verification) -> Iterator[str]:
    checks = verification.checks
    held = sum(check.holds is True for check in checks)
    yield f"{verification.slug}: {_word(verification)}; {held} of {len(checks)} claims hold"
    fresh = verification.runs - verification.remembered
    seconds = f"{verification.seconds:.1f} s"
    yield f"{verification.runs} test runs, {fresh} of them now and {verification.remembered} remembered; {seconds}"


def _word(verification: Verification) -> str:
    """Proven is said of all gates alone; of less, that nothing speaks against it, and what it lacks."""
    if not verification.holds:
        return "NOT proven"
    if verification.proven:
        return "proven"
    return f"holds so far, {', '.join(gate.short for gate in verification.not_passed)} left open"


def verification_json(verification: Verification) -> str:
    """The whole outcome as JSON text ending in a line feed."""
    value = {
        "schema": 3,
        "slug": verification.slug,
        "proven": verification.proven,
        "holds": verification.holds,
        "not_passed": [gate.short for gate in verification.not_passed],
        "proof_digest": verification.proof_digest,
        "runs": verification.runs,
        "remembered": verification.remembered,
        "repeats": verification.repeats,
        "seconds": round(verification.seconds, 3),
        "protection": verification.protection,
        "checks": [
            {
                "gate": c.gate.short, "subject": c.subject, "what": c.what, "holds": c.holds,
                "reason": c.reason, "shown": c.shown,
            }
            for c in verification.checks
        ],
    }  # fmt: skip
    return json.dumps(value, indent=2) + "\n"
