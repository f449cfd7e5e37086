"""The fixture's secret and the ledger of what was issued: two files in its key folder, neither part of its content.

The secret is made once and never leaves its place. The ledger is append-only JSON Lines: one line for each packet. For a fixture
that comes with the harness both are kept in the user's data folder: the installed files may be read-only, are replaced by the next
version, and in a clone would end up in whatever is built from it.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from harness.adapters.fixtures import LEDGER, SECRET
from harness.adapters.locations import fixtures_dir, sessions_dir
from harness.domain.errors import BadInput, CannotRun

_LEAST = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One packet that was made for somebody: when, with which canary, and its digest."""

    candidate: str
    at: str
    seed: str
    form: int
    issues: tuple[str, ...]
    packet: str


def _kept(folder: Path, name: str) -> Path:
    """Where one of the two files of a fixture lies."""
    if not folder.resolve().is_relative_to(fixtures_dir().resolve()):
        return folder / name
    path = sessions_dir().parent / "issued" / folder.resolve().name / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def fixture_secret(folder: Path) -> bytes:
    """The secret of a fixture; made at the first call, readable by its owner alone."""
    try:
        path = _kept(folder, SECRET)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        return _secret(path)
    except OSError as error:
        raise CannotRun(
            f"the secret of the fixture cannot be written: {error.strerror}",
            where=str(folder),
            next_step="Copy the fixture to a folder of yours, and use that.",
        ) from None
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_hex(32) + "\n")
        stream.flush()
        os.fsync(descriptor)
    return _secret(path)


def _secret(path: Path) -> bytes:
    text = path.read_text("ascii", "replace").strip()
    if len(text) < _LEAST:
        raise BadInput(
            f"the secret is shorter than {_LEAST} characters",
            where=str(path),
            next_step="Put it back as it was: with another one nobody's variant can be made again.",
        )
    return text.encode("ascii", "replace")


def append_entry(folder: Path, entry: Entry) -> None:
    """Add a line to the ledger, unless the same packet of the same candidate is in it. Raises CannotRun."""
    path = _kept(folder, LEDGER)
    line = json.dumps(asdict(entry), ensure_ascii=True).encode("ascii") + b"\n"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as stream:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            content = stream.read()
            if any((e.candidate, e.packet) == (entry.candidate, entry.packet) for e in _entries(content)):
                return
            if content and not content.endswith(b"\n"):
                line = b"\n" + line  # a line that was cut off stays what it is, and harms no other
            stream.write(line)
            os.fsync(descriptor)
    except OSError as error:
        raise CannotRun(f"the ledger cannot be written: {error.strerror}", where=str(path)) from None


def read_ledger(folder: Path) -> tuple[Entry, ...]:
    """All that was issued, oldest first; nothing where there is no ledger."""
    try:
        return tuple(_entries(_kept(folder, LEDGER).read_bytes()))
    except FileNotFoundError:
        return ()


def _entries(content: bytes) -> Iterator[Entry]:
    names = {field.name for field in fields(Entry)}
    for line in content.split(b"\n"):
        try:
            value: dict[str, Any] = json.loads(line)
            given = {name: value[name] for name in names}
            yield Entry(**(given | {"issues": tuple(value["issues"])}))
        except (ValueError, TypeError, KeyError):
            continue  # a line that was cut off by a full disk
