"""What a check remembers until the next night."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class StateFile:
    """The memory of one check, empty at first."""

    path: Path

    def load(self) -> dict[str, Any]:
        """What was saved last."""
        if not self.path.exists():
            return {}
        state: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return state

    def save(self, state: dict[str, Any]) -> None:
        """Put `state` in place of what was saved before, whole or not at all."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(state), encoding="utf-8")
        os.replace(fresh, self.path)
