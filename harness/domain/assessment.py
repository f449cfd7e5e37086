"""A graded review: what was reviewed, what was said, what it matched, and what that came to."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.domain.attention import Attention, Coverage
from harness.domain.caution import Caution
from harness.domain.event import Record
from harness.domain.fixture import Variant
from harness.domain.judgement import Judgement
from harness.domain.match import Matching
from harness.domain.provenance import Provenance
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import Draft, ReviewSession
from harness.domain.score import Scorecard


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the interviewer may see of one session. `remarks_on_log` says in words what is wrong with the log."""

    session_id: str
    session: ReviewSession
    records: tuple[Record, ...]
    times: tuple[float, ...]
    """Working seconds at each record."""
    variant: Variant
    pull_request: PullRequest
    matching: Matching
    judgement: Judgement
    """The matching corrected by verdicts; `basis` says in words whose."""
    basis: str
    scorecard: Scorecard
    attention: Attention
    caution: Caution
    digest: str
    remarks_on_log: tuple[str, ...] = ()
    open_drafts: tuple[Draft, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def standing(self) -> str:
        """Whether the log is complete, and whether its end is anchored in a digest that the candidate read out."""
        return self.provenance.standing

    @property
    def coverage(self) -> Coverage:
        """How much of the pull request stood on the screen."""
        return self.attention.coverage
