"""One thing wrong with a document, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How serious a fault is. Only errors stop a fixture from being used."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A fault in a file: line and column count from one; zero means the file as a whole."""

    path: str
    line: int
    column: int
    what: str
    remedy: str = ""
    weight: Weight = Weight.ERROR

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        label = "" if self.weight is Weight.ERROR else f"{self.weight}: "
        text = f"{place}: {label}{self.what}"
        if not self.remedy:
            return text
        return f"{text}{'' if text[-1] in '.?!' else '.'} {self.remedy}"
