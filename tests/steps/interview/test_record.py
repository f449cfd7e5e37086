"""Recording: what a candidate does is in the log, comes back after a crash, and is handed in as one file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log
from harness.domain.comment import Anchor
from harness.domain.errors import CannotRun
from harness.domain.event import CommentAdded, DraftChanged, DraftOpened, Opened, Paused, Resumed, Started, Submitted
from harness.domain.packet import Packet
from harness.domain.pull_request import Author, PullRequest
from harness.domain.review_session import ReviewSession
from harness.steps.interview.record import Recorder, find_unfinished, open_session

PACKET = Packet("words", "7", "ab" * 32, PullRequest("Title", "", Author("Ada"), "python", 30, ()))


class HandClock(Clock):
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds


def recorder(folder: Path, clock: Clock | None = None, packet: Packet = PACKET) -> Recorder:
    """Open the session in `folder`; what is handed in goes to `folder/out`."""
    (folder / "out").mkdir(exist_ok=True)
    return open_session(packet, folder / "sessions", clock or Clock(), "0.1", folder / "out")


def write_a_little(recorder: Recorder) -> None:
    """A comment that stands and a draft that is half-written."""
    recorder.record(Opened("0.1", 80, 24))
    recorder.record(Started())
    recorder.record(CommentAdded("c1", Anchor("a.py"), "what evicts these?"))
    recorder.record(DraftOpened("d1", Anchor("a.py")))
    recorder.record(DraftChanged("d1", 0, 0, "And wh"))


def test_replaying_equals_living(tmp_path: Path) -> None:
    """The state on the screen is the state that the log gives."""
    living = recorder(tmp_path)
    write_a_little(living)
    assert ReviewSession.replay(read_log(living.path).records) == living.session
    living.close()


def test_an_unfinished_session_goes_on_where_it_was(tmp_path: Path) -> None:
    """Same file, same state, the half-written draft included; the run counts up."""
    first = recorder(tmp_path)
    write_a_little(first)
    first.close()
    again = recorder(tmp_path)
    assert again.path == first.path and again.session == first.session
    assert again.record(Opened("0.1", 80, 24)).run == 2
    again.close()


def test_another_packet_or_a_finished_session_is_not_gone_on_with(tmp_path: Path) -> None:
    """Only the same pull request, and only until it was handed in."""
    first = recorder(tmp_path)
    write_a_little(first)
    other = recorder(tmp_path, packet=Packet("words", "8", "cd" * 32, PACKET.pull_request))
    assert other.path != first.path and not other.session.comments
    first.submit()
    first.close()
    other.close()
    assert find_unfinished(PACKET.digest, tmp_path / "sessions") is None
    again = recorder(tmp_path)
    assert again.path != first.path and not again.session.comments
    again.close()


def test_rubbish_beside_the_sessions_is_passed_over(tmp_path: Path) -> None:
    """A file of another kind, an empty one, a folder."""
    first = recorder(tmp_path)
    write_a_little(first)
    first.close()
    sessions = tmp_path / "sessions"
    (sessions / "x.log").write_bytes(b"\x00\xff")
    (sessions / "empty.log").touch()
    (sessions / "folder.log").mkdir()
    assert find_unfinished(PACKET.digest, sessions) == first.path


def test_a_second_window_is_refused(tmp_path: Path) -> None:
    """With the reason."""
    first = recorder(tmp_path)
    with pytest.raises(CannotRun, match="another window"):
        recorder(tmp_path)
    first.close()


def test_handing_in_leaves_one_whole_file(tmp_path: Path) -> None:
    """Named after fixture and session; its last event says that it was handed in; its digest is what is read aloud."""
    living = recorder(tmp_path)
    write_a_little(living)
    handed_in = living.submit()
    sealed = read_log(handed_in.path)
    assert handed_in.path == tmp_path / "out" / f"words-{sealed.header.session[:8]}.session.jsonl"
    assert sealed.damage is None and sealed.records[-1].event == Submitted()
    assert sealed.digest == handed_in.digest and sealed.header.packet == PACKET.digest
    assert living.status.state == "saved"
    assert living.submit() == handed_in, "handing in twice is handing in once"
    living.close()


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc").exists(), reason="needs a folder that refuses even root")
def test_where_the_folder_refuses_the_file_lies_beside_the_log(tmp_path: Path) -> None:
    """And the answer says where."""
    living = open_session(PACKET, tmp_path / "sessions", Clock(), "0.1", Path("/proc"))
    write_a_little(living)
    handed_in = living.submit()
    assert handed_in.path.parent == tmp_path / "sessions" and read_log(handed_in.path).damage is None
    living.close()


def test_working_time_counts_neither_pauses_nor_the_time_between_runs(tmp_path: Path) -> None:
    """Ten seconds, a pause of fifty, five seconds; then a crash and a restart on another clock, two seconds more."""
    clock = HandClock()
    living = recorder(tmp_path, clock)
    steps: list[tuple[float, object]] = [(10, Paused()), (50, Resumed()), (5, Started())]
    for seconds, event in steps:
        clock.seconds += seconds
        living.record(event)  # type: ignore[arg-type]
    assert living.elapsed() == pytest.approx(15, abs=0.001)
    living.close()
    clock.seconds = 9_000
    again = recorder(tmp_path, clock)
    again.record(Opened("0.1", 80, 24))
    clock.seconds += 2
    again.record(Paused())
    clock.seconds += 100
    # The first event was recorded after the ten seconds had begun, so the log knows of five of the fifteen.
    assert again.elapsed() == pytest.approx(7, abs=0.001)
    again.close()
