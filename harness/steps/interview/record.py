"""Recording a review: events to the log, and the state they make. The candidate's side."""

from __future__ import annotations

import platform
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.clock import Clock
from harness.adapters.event_log import EventLog, Header, Status, read_log, write_atomically
from harness.domain.errors import BadSession, CannotRun
from harness.domain.event import Event, Record, Submitted
from harness.domain.packet import Packet
from harness.domain.review_session import ReviewSession
from harness.domain.timeline import working_times

SUFFIX = ".session.jsonl"


@dataclass(frozen=True, slots=True)
class Submission:
    """A review that was handed in: the file to send, and a short digest of it to read aloud."""

    path: Path
    digest: str


class Recorder:
    """Writes events down and keeps the state that they make."""

    def __init__(self, log: EventLog, records: tuple[Record, ...], clock: Clock, sealed_in: Path) -> None:
        self._log, self._clock, self._sealed_in = log, clock, sealed_in
        self.session = ReviewSession.replay(records)
        self._worked = working_times(records)[-1] if records else 0.0
        self._since: float | None = clock.monotonic()

    @property
    def path(self) -> Path:
        """Where the log is."""
        return self._log.path

    @property
    def status(self) -> Status:
        """Whether everything is safe."""
        return self._log.status

    @property
    def on_status(self) -> Callable[[], None] | None:
        """Called, perhaps from another thread, whenever the status changes."""
        return self._log.on_status

    @on_status.setter
    def on_status(self, callback: Callable[[], None] | None) -> None:
        self._log.on_status = callback

    def record(self, event: Event) -> Record:
        """Write an event and take it into account. It is with the operating system when this returns."""
        record = self._log.append(event)
        self.session.apply(record)
        if self.session.paused:
            self._worked, self._since = self.elapsed(), None
        elif self._since is None:
            self._since = self._clock.monotonic()
        return record

    def elapsed(self) -> float:
        """Seconds of work so far, over all runs and without pauses."""
        return self._worked + (0.0 if self._since is None else self._clock.monotonic() - self._since)

    def make_safe(self) -> bool:
        """Make everything durable now; False where the disk refuses."""
        return self._log.sync()

    @property
    def waiting(self) -> int:
        """How many events are in memory alone."""
        return self._log.waiting

    def copy_elsewhere(self) -> Path | None:
        """Put a whole copy of the session in another place than the log's; None where none takes it."""
        content = self._log.content()
        for folder in (self._sealed_in, Path.home(), Path(tempfile.gettempdir())):
            path = folder / f"{self._log.header.fixture}-{self._log.header.session[:8]}{SUFFIX}"
            try:
                write_atomically(path, content, mode=0o600)
            except OSError:
                continue
            return path
        return None

    def submit(self) -> Submission:
        """Hand the review in: the last event, made durable, and a sealed copy to send."""
        refused = CannotRun(
            "the review cannot be saved", where=str(self.path), next_step="Make room on the disk, try again."
        )
        if not self._log.sync():
            raise refused
        if not self.session.submitted:
            self.record(Submitted())
        if not self._log.sync():
            raise refused
        content = self.path.read_bytes()
        name = f"{self._log.header.fixture}-{self._log.header.session[:8]}{SUFFIX}"
        digest = read_log(self.path).digest
        for folder in (self._sealed_in, self.path.parent):
            try:
                write_atomically(folder / name, content)
                return Submission(folder / name, digest)
            except OSError:
                continue
        return Submission(self.path, digest)

    def close(self) -> None:
        """Make everything durable and let go of the log."""
        self._log.close()


def open_session(packet: Packet, folder: Path, clock: Clock, program: str, sealed_in: Path) -> Recorder:
    """The recorder of a packet's unfinished session in `folder`, or of a new one.

    Raises CannotRun where the session is open elsewhere or cannot be written.
    """
    found = find_unfinished(packet.digest, folder)
    if found is None:
        session = secrets.token_hex(8)
        python = platform.python_version()
        header = Header(1, session, packet.fixture, packet.seed, packet.digest, program, clock.now(), python)
        path = folder / f"{packet.fixture}-{session[:8]}.log"
        EventLog.create(path, header, clock).close()
        found = path
    log = EventLog.open(found, clock)
    return Recorder(log, read_log(found).records, clock, sealed_in)


def find_unfinished(packet_digest: str, folder: Path) -> Path | None:
    """The latest session of this packet in `folder` that was not handed in."""
    return _find(packet_digest, folder, handed_in=False)


def find_handed_in(packet_digest: str, folder: Path) -> Path | None:
    """The latest session of this packet in `folder` that was handed in."""
    return _find(packet_digest, folder, handed_in=True)


def _find(packet_digest: str, folder: Path, *, handed_in: bool) -> Path | None:
    logs = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.is_dir() else []
    for path in logs:
        try:
            log = read_log(path)
        except BadSession:
            continue
        finished = any(isinstance(record.event, Submitted) for record in log.records)
        whole = handed_in or not log.damage or log.torn
        if log.header.packet == packet_digest and finished is handed_in and whole:
            return path
    return None
