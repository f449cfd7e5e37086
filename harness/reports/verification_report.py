"""The outcome of `harness verify` as a table and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from harness.domain.verification import Verification


def verification_table(verification: Verification) -> str:
    """One line per subject, with what does not hold below it; ends in a line feed."""
    subjects: dict[str, list[bool]] = {}
    for check in verification.checks:
        subjects.setdefault(check.subject, []).append(check.holds)
    width = min(max(len(subject) for subject in subjects), 60)
    lines = []
    for subject, held in subjects.items():
        sign = "✓" if all(held) else "✗"
        lines.append(f"{sign} {subject:<{width}}  {sum(held)} of {len(held)}")
        for check in verification.checks:
            if check.subject == subject and not check.holds:
                lines.append(f"    not so: {check.what}. {check.reason}")
    held_all = sum(check.holds for check in verification.checks)
    verdict = "proven" if verification.proven else "NOT proven"
    lines.append(
        f"{verification.slug}: {verdict}; {held_all} of {len(verification.checks)} claims hold, "
        f"{verification.runs} test runs, {verification.seconds:.1f} s"
    )
    return "\n".join(lines) + "\n"


def verification_json(verification: Verification) -> str:
    """The whole outcome as JSON text ending in a line feed."""
    return json.dumps({"schema": 1, "proven": verification.proven, **asdict(verification)}, indent=2) + "\n"
