"""The same bytes come out, whatever instructions a processor has and however many of its cores take part."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).parent.parent / "data/heldout-1.jsonl"
CODE = "from harness.apps.cli.match_commands import match; match(standalone_mode=False)"
OTHER_MACHINES = (
    {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "2"},
    {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": "AVX2,FMA3"},
)


def answers(settings: dict[str, str]) -> bytes:
    """What the filter says in a fresh interpreter with these settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS", "OMP", "NPY"))}
    with DATA.open("rb") as source:
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", CODE], stdin=source, env=kept | settings, capture_output=True
        )
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout


def test_the_same_bytes_on_other_machines() -> None:
    here = answers({"PYTHONHASHSEED": "1"})
    assert here.count(b"\n") == 3
    for machine in OTHER_MACHINES:
        assert answers({"PYTHONHASHSEED": "2", **machine}) == here
