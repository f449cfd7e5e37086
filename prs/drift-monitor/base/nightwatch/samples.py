"""What the models were trained on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Samples:
    """A folder with one file for each model in production: some thousand values of each of its features."""

    folder: Path

    def models(self) -> list[str]:
        """The models in production."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def of(self, model: str) -> Mapping[str, Sequence[float | None]]:
        """The values of each feature of `model`; null where the training data had none."""
        values: dict[str, list[float | None]] = json.loads((self.folder / f"{model}.json").read_text(encoding="utf-8"))
        return values
