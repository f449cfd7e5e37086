"""How the matcher takes one comment, as lines for reading: what it earns and why, and what else it was thought to mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from harness.domain.errors import BadInput
from harness.domain.match import Candidate, Match


class Tried(Protocol):
    """What trying a comment gives."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """What the comment earns."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every issue that it might mean, likeliest first."""


def place_of(at: str | None, paths: Sequence[str]) -> tuple[str | None, int | None]:
    """`PATH:LINE` as path and line; nothing stands for the whole review. Raises BadInput for a place that is none."""
    if not at:
        return None, None
    path, _, number = at.rpartition(":")
    if not path or not number.isdigit() or int(number) < 1:
        raise BadInput(f"{at!r} is no place", next_step="Write it as PATH:LINE, such as app/cache.py:12.")
    if path not in paths:
        raise BadInput(f"the fixture has no file {path}", next_step=f"It has {', '.join(sorted(paths)[:8])}.")
    return path, int(number)


def trial_lines(tried: Tried, body: str, only: str | None = None) -> list[str]:
    """The answer in lines. `only` keeps what concerns one issue."""
    found = [f"» {body}"]
    matches = [m for m in tried.matches if only is None or m.issue == only]
    for match in matches:
        found += _match_lines(match)
    listed = [c for c in tried.candidates if only is None or c.issue == only]
    if listed:
        found.append("  " + ", ".join(f"{c.issue} {c.probability:.2f}" for c in listed[:6]))
    if not matches and not listed:
        found.append(f"  nothing speaks for {only}" if only else "  nothing speaks for any issue")
    return [*found, ""]


def _match_lines(match: Match) -> list[str]:
    if match.issue is None:
        head = f"  no credit; {match.kind.value}" + (f", takes decoy {match.decoy}" if match.decoy else "")
    else:
        head = f"  {match.decision.value}: {match.issue}, level {match.level}, probability {match.probability:.2f}"
    return [head, *(f"    {e.why}" for e in match.evidence)]
