"""A grader's verdicts: one append-only log per grader, beside the session it is about.

It is kept like the candidate's log (checksum, chain, lock, durability), which itself is never touched. The first line
names the session and the chain at the record up to which it was graded, so that verdicts on one review are never
taken for verdicts on another, or on an edited copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from harness.adapters.clock import Clock
from harness.adapters.event_log import EventLog, LogForm, SessionLog, Status, chain_after, read_form
from harness.domain.errors import BadInput, BadSession
from harness.domain.verdict import Given, Verdict, payload_of, verdict_of

FORMAT = 1
SUFFIX = ".verdicts.jsonl"
ROLES = ("grader", "closing")
_NAME = r"[a-z0-9][a-z0-9_-]{0,31}"
_SESSION_SUFFIXES = (".session.jsonl", ".log", ".jsonl")


@dataclass(frozen=True, slots=True)
class VerdictHeader:
    """The first line: whose verdicts, on which session, up to which of its records.

    `role` is "grader", or "closing" for the word that settles where graders differ.
    """

    format: int
    grader: str
    role: str
    session: str
    packet: str
    seq: int
    chain: str
    program: str
    created: str


@dataclass(frozen=True, slots=True)
class VerdictLog:
    """What was read. `damage` says what is wrong after the last verdict; None for a whole log."""

    path: Path
    header: VerdictHeader
    given: tuple[Given, ...]
    damage: str | None = None

    @property
    def grader(self) -> str:
        """Whose it is."""
        return self.header.grader

    @property
    def closing(self) -> bool:
        """Whether it settles where graders differ."""
        return self.header.role == "closing"


def _given(value: dict[str, Any]) -> Given | None:
    seq, at, kind, data = value.get("seq"), value.get("at"), value.get("kind"), value.get("data")
    if not isinstance(seq, int) or not isinstance(at, str) or not isinstance(kind, str) or not isinstance(data, dict):
        raise ValueError("it holds no verdict")
    verdict = verdict_of(kind, data)
    return Given(seq, at, "", verdict) if verdict else None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the log: its number and run, and the verdict, where this version knows its kind."""

    seq: int
    run: int
    given: Given | None


def _line(value: dict[str, Any]) -> _Line:
    run = value.get("run")
    given = _given(value)
    if not isinstance(run, int):
        raise ValueError("it holds no verdict")
    return _Line(int(value["seq"]), run, given)


VERDICTS = LogForm(
    "verdicts",
    FORMAT,
    VerdictHeader,
    _line,
    "log of verdicts",
    "It is the file named *.verdicts.jsonl beside a session.",
    "these verdicts are being written in another window",
)


def grader_name(text: str) -> str:
    """A grader's name as it stands in file names. Raises BadInput where it cannot."""
    name = text.strip().lower()
    if re.fullmatch(_NAME, name):
        return name
    raise BadInput(
        "a grader's name is made of letters, digits, - and _, at most 32 of them",
        where=repr(text[:40]),
        next_step="Choose another with --grader.",
    )


def verdicts_path(session: Path, grader: str) -> Path:
    """Where this grader's verdicts on a session are kept."""
    return session.with_name(f"{_stem(session)}.{grader}{SUFFIX}")


def verdict_paths(session: Path) -> list[Path]:
    """The logs of all graders beside a session, in the order of their names."""
    start = _stem(session) + "."
    try:
        names = sorted(p.name for p in session.parent.iterdir())
    except OSError:
        return []
    graders = (n[len(start) : -len(SUFFIX)] for n in names if n.startswith(start) and n.endswith(SUFFIX))
    return [verdicts_path(session, grader) for grader in graders if grader and "." not in grader]


def _stem(session: Path) -> str:
    suffix = next((s for s in _SESSION_SUFFIXES if session.name.endswith(s)), "")
    return session.name.removesuffix(suffix)


def read_verdicts(path: Path, session: SessionLog) -> VerdictLog:
    """A grader's log on this session. Raises BadSession where it is none, or is about another session."""
    log = read_form(path, VERDICTS)
    header = cast(VerdictHeader, log.header)
    _check_types(path, header)
    if header.session != session.header.session or header.packet != session.header.packet:
        raise BadSession(
            "these verdicts are about another session",
            where=str(path),
            next_step="Move the file away from this session, beside its own.",
        )
    if not _was_graded(session, header):
        raise BadSession(
            "these verdicts were given on this session's log as it no longer is: it was shortened or edited since",
            where=str(path),
            next_step="Use the log as it was handed in.",
        )
    lines = cast("tuple[_Line, ...]", log.records)
    given = tuple(
        Given(line.given.seq, line.given.at, header.grader, line.given.verdict) for line in lines if line.given
    )
    return VerdictLog(path, header, given, log.damage)


def _check_types(path: Path, header: VerdictHeader) -> None:
    texts = (header.grader, header.role, header.session, header.packet, header.chain)
    good = all(isinstance(text, str) for text in texts) and isinstance(header.seq, int)
    if not good or header.role not in ROLES or not re.fullmatch(_NAME, header.grader):
        raise BadSession("its first line is not as it should be", where=str(path), next_step=VERDICTS.hint)
    if not path.name.endswith(f".{header.grader}{SUFFIX}"):
        raise BadSession(
            f"the file was renamed: it holds the verdicts of {header.grader}",
            where=str(path),
            next_step="Give it its own name back; one grader has one file.",
        )


def _was_graded(session: SessionLog, header: VerdictHeader) -> bool:
    last = session.records[-1].seq if session.records else 0
    if header.seq == last:
        return header.chain == session.chain
    return header.seq < last and header.chain == chain_after(session.path, header.seq)


class VerdictWriter:
    """A grader's log that is open for writing."""

    def __init__(self, log: EventLog, grader: str, given: tuple[Given, ...]) -> None:
        self._log, self.grader = log, grader
        self.given = list(given)

    @classmethod
    def open(cls, session: SessionLog, grader: str, clock: Clock, program: str, role: str = "grader") -> VerdictWriter:
        """Go on with this grader's log, or start it.

        Raises CannotRun while another program writes to it or where the folder cannot be written, BadSession where
        the log is damaged or about another session.
        """
        path = verdicts_path(session.path, grader_name(grader))
        if path.exists():
            if read_verdicts(path, session).header.role != role:
                raise BadInput(
                    f"{grader} has a log of another role on this session",
                    where=str(path),
                    next_step="Settle differences under another name: --grader.",
                )
        else:
            last = session.records[-1].seq if session.records else 0
            header = VerdictHeader(
                FORMAT, grader_name(grader), role, session.header.session, session.header.packet, last, session.chain,
                program, clock.now(),
            )  # fmt: skip
            EventLog.create(path, header, clock, VERDICTS).close()
        log = EventLog.open(path, clock, VERDICTS)
        try:
            return cls(log, grader_name(grader), read_verdicts(path, session).given)
        except BaseException:
            log.close()
            raise

    @property
    def path(self) -> Path:
        """Where the log is."""
        return self._log.path

    @property
    def status(self) -> Status:
        """Whether everything is safe."""
        return self._log.status

    def give(self, verdict: Verdict) -> Given:
        """Write a verdict down. It is with the operating system when this returns."""
        value = self._log.append_data(verdict.kind, payload_of(verdict))
        given = Given(value["seq"], value["at"], self.grader, verdict)
        self.given.append(given)
        return given

    def close(self) -> None:
        """Make everything durable and let go of the log."""
        self._log.close()
