"""The same program in fresh processes with different hash seeds: what depends on the order of a set shows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

_PATIENCE = 30.0


def outputs(program: str, seeds: Sequence[int] = (0, 1, 2, 3, 4)) -> list[str]:
    """What a Python program prints under each hash seed, in this folder and with this import path."""
    path = os.pathsep.join(part for part in sys.path if part)
    said = []
    for seed in seeds:
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=_PATIENCE,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"the program failed under hash seed {seed}: {done.stderr.strip().splitlines()[-1:]}")
        said.append(done.stdout)
    return said


def differing(program: str, seeds: Sequence[int] = (0, 1, 2, 3, 4)) -> int:
    """How many different outputs there are; 1 means that the program does not depend on the hash seed."""
    return len(set(outputs(program, seeds)))
