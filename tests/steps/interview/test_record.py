"""Recording: what is resumed, what is counted as work, and what handing in leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log
from harness.domain.comment import Anchor
from harness.domain.diff import Side
from harness.domain.errors import CannotRun
from harness.domain.event import CommentAdded, DraftChanged, DraftOpened, Opened, Paused, Resumed, Submitted
from harness.domain.packet import Packet
from harness.domain.pull_request import Author, PullRequest
from harness.domain.review_session import ReviewSession
from harness.domain.timeline import working_times
from harness.steps.interview.record import Recorder, find_unfinished, open_session


class Hand(Clock):
    """A clock that is turned by hand."""

    seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


def packet(digest: str = "d" * 64) -> Packet:
    return Packet("words", "1", digest, PullRequest("t", "d", Author("A"), "python", 10, ()))


def opened(tmp_path: Path, clock: Clock | None = None, digest: str = "d" * 64) -> Recorder:
    return open_session(packet(digest), tmp_path / "logs", clock or Clock(), "0.1", tmp_path)


def test_a_review_goes_on_exactly_where_it_was(tmp_path: Path) -> None:
    """State, comments and half-written drafts are those before the program ended, without any farewell."""
    first = opened(tmp_path)
    first.record(Opened("0.1", 80, 24))
    first.record(CommentAdded("c1", Anchor("a.py", Side.RIGHT, 3), "what evicts these?"))
    first.record(DraftOpened("d1", Anchor("a.py")))
    first.record(DraftChanged("d1", 0, 0, "and who holds"))
    before = ReviewSession.replay(read_log(first.path).records)
    assert before == first.session
    first.close()
    second = opened(tmp_path)
    assert second.path == first.path and second.session == before
    assert second.record(Opened("0.1", 80, 24)).run == 2
    second.close()


def test_another_pull_request_gets_a_session_of_its_own(tmp_path: Path) -> None:
    """Even of the same fixture: the digest decides."""
    first, other = opened(tmp_path), opened(tmp_path, digest="e" * 64)
    assert first.path != other.path
    first.close()
    other.close()


def test_one_session_in_two_windows_is_refused(tmp_path: Path) -> None:
    """The second is told where the first is."""
    first = opened(tmp_path)
    with pytest.raises(CannotRun, match="another window"):
        opened(tmp_path)
    first.close()


def test_pauses_and_the_time_between_runs_are_no_work(tmp_path: Path) -> None:
    """Ten seconds, a pause of a thousand, five seconds; the program is closed for a day; three seconds."""
    clock = Hand()
    first = opened(tmp_path, clock)
    first.record(Opened("0.1", 80, 24))
    clock.seconds += 10
    first.record(Paused())
    clock.seconds += 1000
    assert first.elapsed() == 10
    first.record(Resumed())
    clock.seconds += 5
    first.record(DraftOpened("d1", Anchor()))
    assert first.elapsed() == 15
    first.close()
    clock.seconds = 3.0  # another boot: the clock began anew
    second = opened(tmp_path, clock)
    second.record(Opened("0.1", 80, 24))
    clock.seconds += 3
    assert second.elapsed() == 18
    second.record(DraftChanged("d1", 0, 0, "x"))
    assert working_times(read_log(second.path).records)[-1] == 18
    second.close()


def test_handing_in_leaves_one_whole_file_to_send(tmp_path: Path) -> None:
    """The sealed copy equals the log, ends with the submission, and the next start begins a new session."""
    recorder = opened(tmp_path)
    recorder.record(CommentAdded("c1", Anchor(), "fine"))
    submission = recorder.submit()
    assert recorder.status.state == "saved"
    assert submission.path.parent == tmp_path and submission.path.name.endswith(".session.jsonl")
    sealed = read_log(submission.path)
    assert sealed.damage is None and isinstance(sealed.records[-1].event, Submitted)
    assert submission.path.read_bytes() == recorder.path.read_bytes()
    assert submission.digest == sealed.digest
    assert recorder.submit() == submission
    recorder.close()
    assert find_unfinished("d" * 64, tmp_path / "logs") is None


def test_where_the_copy_cannot_be_put_it_stays_beside_the_log(tmp_path: Path) -> None:
    """And the answer says where that is."""
    recorder = open_session(packet(), tmp_path / "logs", Clock(), "0.1", tmp_path / "absent")
    submission = recorder.submit()
    assert submission.path.parent == tmp_path / "logs"
    assert read_log(submission.path).damage is None
    recorder.close()
