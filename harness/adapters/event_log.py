"""The session log: one append-only file, one writer.

What `append` returned from is with the operating system: killing the process loses nothing of it. A thread makes it
durable within half a second. After a failed write the file is cut back to its last good line and the event waits in
memory, so that a full disk never glues two lines together. Reading never writes.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import stat
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from harness.adapters.clock import Clock
from harness.adapters.log_lines import START, BadLine, decode, encode, is_whole
from harness.domain.errors import BadSession, CannotRun
from harness.domain.event import Event, Record, Recovered, event_of, payload_of

FORMAT = 1
MOST_BYTES = 400_000_000
_RESERVE = 64 * 1024
_SYNC_WITHIN = 0.4
_TELL_EVERY = 10_000
_LONGEST = 1e9
"""No machine is up for thirty years: a time beyond that was not written by a clock."""

Tell = Callable[[float], None]
"""Hears which share of something long is done."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: whose session this is, and on which pull request."""

    format: int
    session: str
    fixture: str
    seed: str
    packet: str
    program: str
    created: str
    python: str = ""


@dataclass(frozen=True, slots=True)
class LogForm:
    """A kind of log: what its first line says, what it may hold, and how to speak of it to a person."""

    kind: str
    """What the first line calls itself."""
    format: int
    header: type[Any]
    record_of: Callable[[dict[str, Any]], Any]
    """A line's value as a record. Raises ValueError."""
    name: str
    """As in "this is not a session log"."""
    hint: str
    """A sentence that says which file is meant."""
    in_use: str
    """What to say while another program writes to it."""


@dataclass(frozen=True, slots=True)
class SessionLog:
    """What was read. `damage` is None for a whole log; otherwise it says what is wrong after the last record."""

    path: Path
    header: Header
    records: tuple[Record, ...]
    damage: str | None
    good_bytes: int
    chain: str
    torn: bool
    """Whether the damage is only a half-written end, as a power cut leaves it."""

    @property
    def digest(self) -> str:
        """A short form of the chain at the end, to read aloud."""
        return " ".join(self.chain[i : i + 4] for i in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Status:
    """Whether everything is safe: `state` is saved, saving or failed; `at` the time of the last true sync."""

    state: str
    at: str = ""
    message: str = ""


def read_log(path: Path, tell: Tell | None = None) -> SessionLog:
    """Read a session log as far as it is whole. Raises BadSession where it is none.

    `tell` hears now and then which share of a long log is read.
    """
    return read_form(path, SESSION, tell)


def read_form(path: Path, form: LogForm, tell: Tell | None = None) -> SessionLog:
    """Read a log of any form; its header and records are what the form makes of them.

    Nothing that is read forms a ring, so the collector would only look at hundreds of thousands of new values in vain.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(path, form, tell)
    finally:
        if collecting:
            gc.enable()


def _read(path: Path, form: LogForm, tell: Tell | None) -> SessionLog:
    content = _content(path, form)
    lines = content.split(b"\n")
    complete, tail = lines[:-1], lines[-1]
    if not complete:
        raise _not_a_log(path, form)
    header, chain = _header(path, complete[0], form)
    records: list[Record] = []
    good, damage, torn = len(complete[0]) + 1, None, False
    for number, line in enumerate(complete[1:], 2):
        if tell and number % _TELL_EVERY == 0:
            tell(number / len(complete))
        try:
            value, chain = decode(line, chain)
            records.append(form.record_of(value))
        except ValueError as error:
            torn = not any(is_whole(one) for one in complete[number - 1 :])
            damage = f"line {number}: {error if isinstance(error, BadLine) else 'it holds no event'}"
            break
        good += len(line) + 1
    if damage is None and tail:
        damage, torn = f"line {len(complete) + 1}: it was cut off while being written", True
    return SessionLog(path, header, tuple(records), damage, good, chain, torn)


def _content(path: Path, form: LogForm) -> bytes:
    try:
        if path.is_dir():
            raise BadSession(
                "this is a folder, and a session is a file", where=str(path), next_step="Name the file in it."
            )
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise BadSession("this is no ordinary file", where=str(path), next_step="Name a session's file.")
        if about.st_size > MOST_BYTES:
            raise BadSession(
                f"the file is larger than {MOST_BYTES:,} bytes", where=str(path), next_step=f"This is no {form.name}."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise BadSession("there is no such file", where=str(path), next_step="Check the name.") from None
    except PermissionError:
        raise BadSession("the file may not be read", where=str(path), next_step="Check its permissions.") from None


def _not_a_log(path: Path, form: LogForm) -> BadSession:
    return BadSession(f"this is not a {form.name}", where=str(path), next_step=form.hint)


def _header(path: Path, line: bytes, form: LogForm) -> tuple[Any, str]:
    try:
        value, chain = decode(line, START)
    except (BadLine, ValueError):
        raise _not_a_log(path, form) from None
    if value.get("kind") != form.kind or not isinstance(value.get("format"), int):
        raise _not_a_log(path, form)
    if value["format"] > form.format:
        raise BadSession(
            f"the log is of format {value['format']}, and this version reads up to {form.format}",
            where=str(path),
            next_step="Use a newer version of the harness.",
        )
    given = {f.name: value[f.name] for f in fields(form.header) if f.name in value}
    if any(type(given[f.name]).__name__ != f.type for f in fields(form.header) if f.name in given):
        raise BadSession("its first line is not as it should be", where=str(path), next_step=form.hint)
    try:
        return form.header(**given), chain
    except TypeError:
        raise _not_a_log(path, form) from None


_NUMBERS = (int, float)


def _record(value: dict[str, Any]) -> Record:
    get = value.get
    seq, at, mono, run, kind, data = get("seq"), get("at"), get("mono"), get("run"), get("kind"), get("data")
    typed = type(seq) is int and type(at) is str and type(mono) in _NUMBERS and type(run) is int
    if not typed or type(kind) is not str or type(data) is not dict or not abs(mono) <= _LONGEST:  # type: ignore[arg-type]
        raise ValueError("it holds no event")
    return Record(seq, at, float(mono), run, event_of(kind, data))  # type: ignore[arg-type]


SESSION = LogForm(
    "session",
    FORMAT,
    Header,
    _record,
    "session log",
    "It is the file named *.session.jsonl that a review leaves.",
    "this session is open in another window",
)


def read_on(log: SessionLog) -> SessionLog:
    """The log with what was written since, for a file that is still being written.

    A line that is only half there is left for the next time. A file that got shorter was repaired, so it is read anew.
    """
    with log.path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < log.good_bytes:
            return read_log(log.path)
        file.seek(log.good_bytes)
        content = file.read(MOST_BYTES)
    records, chain, good = list(log.records), log.chain, log.good_bytes
    for line in content.split(b"\n")[:-1]:
        try:
            value, after = decode(line, chain)
            records.append(_record(value))
        except ValueError:
            break
        chain, good = after, good + len(line) + 1
    return SessionLog(log.path, log.header, tuple(records), None, good, chain, False)


def chain_after(path: Path, seq: int) -> str | None:
    """The chain of a whole log after the record of this number; None where it has no such record."""
    chain, last = START, 0
    for line in _content(path, SESSION).split(b"\n")[:-1]:
        if last == seq and chain != START:
            return chain
        try:
            value, chain = decode(line, chain)
        except ValueError:
            return None
        last = value.get("seq", 0)
    return chain if last == seq else None


class EventLog:
    """A session log that is open for writing."""

    def __init__(self, path: Path, descriptor: int, log: SessionLog, clock: Clock, form: LogForm = SESSION) -> None:
        self.path, self.header, self._clock, self.form = path, log.header, clock, form
        self._fd, self._offset, self._chain = descriptor, log.good_bytes, log.chain
        self._seq = log.records[-1].seq if log.records else 0
        self.run = (log.records[-1].run if log.records else 0) + 1
        self._waiting: list[bytes] = []
        self._synced = 0
        """Up to here the file was surely durable; `_unsynced` is what was written after it."""
        self._unsynced = bytearray(os.pread(descriptor, log.good_bytes, 0))
        self._reserve: Path | None = None
        self._lock = threading.Lock()
        self._dirty = threading.Event()
        self._stop = threading.Event()
        self._closed = False
        self.status = Status("saved", clock.local())
        self.on_status: Callable[[], None] | None = None
        self._sync_file: Callable[[int], None] = os.fsync
        self._set_reserve_aside()
        self._thread = threading.Thread(target=self._keep_synced, name="session-log", daemon=True)
        self._thread.start()

    @classmethod
    def create(cls, path: Path, header: Any, clock: Clock, form: LogForm = SESSION) -> EventLog:
        """Start a log. Raises CannotRun where the place cannot be written."""
        line, _ = encode({"kind": form.kind, **asdict(header)}, START)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(path, line, mode=0o600)
        except OSError as error:
            raise CannotRun(
                f"the {form.name} cannot be written: {error.strerror}",
                where=str(path),
                next_step="Choose another folder with --sessions, or make room.",
            ) from None
        return cls.open(path, clock, form)

    @classmethod
    def open(cls, path: Path, clock: Clock, form: LogForm = SESSION) -> EventLog:
        """Go on with a log. A torn end is cut off, kept aside and logged; damage before it raises BadSession."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except OSError as error:
            raise BadSession(
                f"the log cannot be opened: {error.strerror}", where=str(path), next_step="Check its permissions."
            ) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise CannotRun(form.in_use, where=str(path), next_step="Go on there, or close it first.") from None
        try:
            log = read_form(path, form)
            if log.damage and not log.torn:
                raise BadSession(
                    f"the log is damaged in the middle, at {log.damage}",
                    where=str(path),
                    next_step="It can be graded as far as it is whole, but not written to.",
                )
        except BaseException:
            os.close(descriptor)
            raise
        torn = _cut_tail(path, descriptor, log)
        writer = cls(path, descriptor, log, clock, form)
        if torn:
            writer.append(Recovered(torn))
        return writer

    def append(self, event: Event) -> Record:
        """Write an event. When this returns, it is with the operating system, or, after a failure, in memory."""
        value = self.append_data(event.kind, payload_of(event))
        return Record(value["seq"], value["at"], value["mono"], value["run"], event)

    def append_data(self, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        """Write a line of this kind; the line's value, with its number and time."""
        with self._lock:
            value = {
                "seq": self._seq + 1,
                "at": self._clock.now(),
                "mono": round(self._clock.monotonic(), 4),
                "run": self.run,
                "kind": kind,
                "data": data,
            }
            line, self._chain = encode(value, self._chain)
            self._seq += 1
            self._waiting.append(line)
            self._write_waiting()
        self._dirty.set()
        return value

    def _write_waiting(self) -> None:
        """Write what waits; on a failure cut the file back, so that the next line starts where a line must start."""
        while self._waiting:
            line, done = self._waiting[0], 0
            try:
                while done < len(line):
                    done += os.pwrite(self._fd, line[done:], self._offset + done)
            except OSError as error:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._fd, self._offset)
                if self._reserve is not None:
                    self._free_reserve()
                    continue
                self._tell(Status("failed", self.status.at, error.strerror or "the disk refuses"))
                return
            self._offset += len(line)
            self._unsynced += self._waiting.pop(0)
        if self.status.state != "saving":
            self._tell(Status("saving", self.status.at))

    @property
    def waiting(self) -> int:
        """How many events are in memory alone, because the disk refused them."""
        return len(self._waiting)

    def content(self) -> bytes:
        """The whole log, with the events that the disk refused."""
        with self._lock:
            return os.pread(self._fd, self._synced, 0) + bytes(self._unsynced) + b"".join(self._waiting)

    def sync(self) -> bool:
        """Make everything durable now; False where that failed."""
        with self._lock:
            self._write_waiting()
            if self._waiting:
                return False
            seq, offset = self._seq, self._offset
        try:
            self._sync_file(self._fd)
        except OSError as error:
            return self._start_afresh(error)
        with self._lock:
            self._now_durable(offset)
            if self._seq == seq and not self._waiting:
                self._tell(Status("saved", self._clock.local()))
        return True

    def _now_durable(self, offset: int) -> None:
        if offset > self._synced:
            del self._unsynced[: offset - self._synced]
            self._synced = offset

    def _start_afresh(self, error: OSError) -> bool:
        """After a failed fsync the kernel may have dropped what was written since the last good one.

        So the log is written anew, to another file in its place: the durable part read back, the rest from memory.
        """
        self._tell(Status("failed", self.status.at, error.strerror or "the disk refuses"))
        with self._lock:
            try:
                content = os.pread(self._fd, self._synced, 0) + self._unsynced
                if len(content) != self._offset:
                    return False
                write_atomically(self.path, content, mode=0o600, sync=self._sync_file)
                descriptor = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            os.close(self._fd)
            self._fd = descriptor
            self._now_durable(self._offset)
            self._tell(Status("saved", self._clock.local()))
        return True

    def _keep_synced(self) -> None:
        while True:
            self._dirty.wait()
            if self._stop.is_set():
                return
            self._dirty.clear()
            if not self.sync():
                self._dirty.set()
            self._stop.wait(_SYNC_WITHIN)

    def _tell(self, status: Status) -> None:
        changed = status != self.status
        self.status = status
        if changed and self.on_status:
            self.on_status()

    def _set_reserve_aside(self) -> None:
        reserve = self.path.with_suffix(".reserve")
        try:
            descriptor = os.open(reserve, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(descriptor, 0, _RESERVE)
                self._reserve = reserve
            finally:
                os.close(descriptor)
        except (OSError, AttributeError):
            with contextlib.suppress(OSError):
                reserve.unlink()

    def _free_reserve(self) -> None:
        if self._reserve is not None:
            with contextlib.suppress(OSError):
                self._reserve.unlink()
            self._reserve = None

    def close(self) -> None:
        """Make everything durable and let go of the file."""
        if self._closed:
            return
        self.on_status = None
        self._closed = True
        self._stop.set()
        self._dirty.set()
        self._thread.join()  # or it might sync a descriptor that by then is another file's
        self.sync()
        self._free_reserve()
        os.close(self._fd)


def _cut_tail(path: Path, descriptor: int, log: SessionLog) -> int:
    size = os.fstat(descriptor).st_size
    torn = size - log.good_bytes
    if torn > 0:
        number = 1
        while (aside := path.with_name(f"{path.name}.torn-{number}")).exists():
            number += 1
        write_atomically(aside, os.pread(descriptor, torn, log.good_bytes), mode=0o600)
        os.ftruncate(descriptor, log.good_bytes)
        os.fsync(descriptor)
    return max(torn, 0)


def write_atomically(path: Path, content: bytes, mode: int = 0o644, sync: Callable[[int], None] = os.fsync) -> None:
    """Put `content` at `path` whole or not at all: temporary file, fsync, rename, fsync of the folder.

    A device or a pipe is written to as it is: a rename would put a file in the place of /dev/null, for the whole machine.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, mode)
        try:
            done = 0
            while done < len(content):
                done += os.write(descriptor, content[done:])
            sync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
