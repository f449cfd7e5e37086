"""What a prover found, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, and where it was brought about."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Findings(list[Finding]):
    """All findings of a search; false where there are none, and as a text the first of them."""

    def __str__(self) -> str:
        more = f", and {len(self) - 1} more" if len(self) > 1 else ""
        return f"{self[0]}{more}" if self else "nothing found"

    @property
    def places(self) -> Sequence[str]:
        """Where, each place once, in order."""
        return list(dict.fromkeys(finding.where for finding in self))
