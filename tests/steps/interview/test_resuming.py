"""What lies beside a session, and handing in more than once."""

from __future__ import annotations

from pathlib import Path

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log
from harness.domain.event import Opened, Submitted
from harness.domain.packet import Packet
from harness.domain.pull_request import Author, PullRequest
from harness.steps.interview.record import Recorder, find_unfinished, open_session

PACKET = Packet("words", "7", "ab" * 32, PullRequest("Title", "", Author("Ada"), "python", 30, ()))


def recorder(folder: Path) -> Recorder:
    """Open the session in `folder/sessions`; what is handed in goes to `folder`."""
    return open_session(PACKET, folder / "sessions", Clock(), "0.1", folder)


def test_rubbish_beside_the_sessions_is_passed_over(tmp_path: Path) -> None:
    """A file of another kind, an empty one, a folder: the unfinished session is found all the same."""
    living = recorder(tmp_path)
    living.record(Opened("0.1", 80, 24))
    living.close()
    sessions = tmp_path / "sessions"
    (sessions / "x.log").write_bytes(b"\x00\xff")
    (sessions / "empty.log").touch()
    (sessions / "folder.log").mkdir()
    assert find_unfinished(PACKET.digest, sessions) == living.path


def test_handing_in_twice_is_handing_in_once(tmp_path: Path) -> None:
    """As after a full disk, when the first try could not be made durable."""
    living = recorder(tmp_path)
    first, second = living.submit(), living.submit()
    assert first == second and living.status.state == "saved"
    assert [record.event for record in read_log(first.path).records] == [Submitted()]
    living.close()
