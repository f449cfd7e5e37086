"""Export what a candidate did in the words of other tools. Nothing of the answer key is read for it but its places' code.

Comments keep their places, labels and texts; what a format has no word for is said in the text or left out, never bent.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from harness.adapters.event_log import read_log
from harness.adapters.github_reviews import github_payload
from harness.adapters.packets import read_packet
from harness.adapters.rdjsonl import rdjsonl
from harness.adapters.sarif import sarif
from harness.domain.errors import WrongPullRequest
from harness.domain.event import Record
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession, in_threads
from harness.domain.timeline import working_times
from harness.reports.review_text import review_markdown
from harness.reports.screencast import asciicast
from harness.steps.interview.assess import Ground, fixture_of

Writer = Callable[[PullRequest, ReviewSession, tuple[Record, ...]], str]


def _github(pull_request: PullRequest, session: ReviewSession, records: tuple[Record, ...]) -> str:
    comments = in_threads(session.comments.values())
    return github_payload(pull_request, comments, session.summary, session.conclusion)


def _cast(version: int) -> Writer:
    return lambda pull_request, session, records: asciicast(pull_request, records, working_times(records), version)


FORMATS: dict[str, Writer] = {
    "github": _github,
    "rdjsonl": lambda pull_request, session, records: rdjsonl(in_threads(session.comments.values())),
    "sarif": lambda pull_request, session, records: sarif(in_threads(session.comments.values())),
    "markdown": lambda pull_request, session, records: review_markdown(pull_request, session),
    "asciicast": _cast(2),
    "asciicast-v3": _cast(3),
}
"""How each format is written, by the name that the command line knows it by."""


def export(path: Path, form: str, fixture: str | None = None, packet: Path | None = None) -> str:
    """A session in one of FORMATS. What was reviewed comes from `packet`, or from the fixture that the log names.

    Raises BadSession for a file that is no log, WrongPullRequest where it was made on another pull request.
    """
    log = read_log(path)
    if packet is not None:
        opened = read_packet(packet)
        if opened.digest != log.header.packet:
            raise WrongPullRequest(
                "this session was made on another packet", where=str(path), next_step="Name the packet that was sent."
            )
        pull_request = opened.pull_request
    else:
        pull_request = Ground.of(fixture_of(log, fixture), "backend").variant(log.header, path)[1]
    return FORMATS[form](pull_request, ReviewSession.replay(log.records), log.records)
