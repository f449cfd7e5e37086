"""What a verified fixture keeps of its verification, so that nobody is sent an exercise that was never proven.

The evidence names what was proven by its digest: as soon as base, change, patches, proofs or fixes differ, it is evidence
of something else. Better sentences in the key leave it valid. It holds no time and no place, so the same proof gives the
same bytes.
"""

from __future__ import annotations

import hashlib
import json
import platform
from pathlib import Path
from typing import Any

from harness import __version__
from harness.adapters.event_log import write_atomically
from harness.adapters.fixtures import EVIDENCE
from harness.domain.errors import CannotRun, NotProven
from harness.domain.fixture import Fixture
from harness.domain.verification import Gate, Verification
from harness.planting.proof_digest import proof_digest

_FORMAT = 1


def write_evidence(folder: Path, verification: Verification) -> Path:
    """Write `key/evidence.json`, whole or not at all. Raises NotProven, having written nothing, where a gate is not passed."""
    if not verification.proven:
        named = ", ".join(f"{gate.short} {gate.title}" for gate in verification.not_passed)
        raise NotProven(
            f"no evidence is written, since not every gate is passed: {named}",
            where=str(folder),
            next_step="Mend what is named above and try again; nothing that stays as it is will be run twice.",
        )
    path = folder / EVIDENCE
    try:
        write_atomically(path, (json.dumps(_evidence(verification), indent=2) + "\n").encode("utf-8"))
    except OSError as error:
        raise CannotRun(f"the evidence cannot be written: {error.strerror}", where=str(path)) from None
    return path


def _evidence(verification: Verification) -> dict[str, Any]:
    gates = {
        gate.short: {
            "gate": gate.title,
            "claims": len(checks),
            "shown": [check.shown for check in checks if check.shown],
            "digest": _digest([[c.subject, c.what, c.shown] for c in checks]),
        }
        for gate in Gate
        if (checks := verification.of(gate))
    }
    body = {
        "format": _FORMAT,
        "fixture": verification.slug,
        "proven": verification.proof_digest,
        "repeats": verification.repeats,
        "harness": __version__,
        "python": platform.python_version(),
        "gates": gates,
    }
    return body | {"digest": _digest(body)}


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode("ascii")).hexdigest()


def evidence_of(fixture: Fixture) -> dict[str, Any] | None:
    """The evidence that the fixture, as it is now, was proven; None where there is none, or of something else."""
    try:
        evidence = json.loads((Path(fixture.where) / EVIDENCE).read_text("utf-8"))
        body = {name: value for name, value in evidence.items() if name != "digest"}
        whole = evidence["format"] == _FORMAT and evidence["digest"] == _digest(body)
        return evidence if whole and evidence["proven"] == proof_digest(fixture) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def require_evidence(fixture: Fixture) -> None:
    """Raise NotProven for a fixture that was not verified as it is now."""
    if evidence_of(fixture) is None:
        there = (Path(fixture.where) / EVIDENCE).exists()
        what = "it was changed after it was verified" if there else "it was never verified"
        raise NotProven(
            f"this exercise is not proven: {what}",
            where=fixture.where,
            next_step=f"Prove it with `harness verify {fixture.where} --publish`, or pack it with --unverified.",
        )
