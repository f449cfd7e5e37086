"""What a candidate's program is given: a pull request, the fixture and seed it was drawn with, and its digest."""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain.pull_request import PullRequest


@dataclass(frozen=True, slots=True)
class Packet:
    """A pull request as it was packed. `digest` is the SHA-256 of its manifest, which covers all of its texts."""

    fixture: str
    seed: str
    digest: str
    pull_request: PullRequest
