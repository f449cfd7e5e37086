"""Put a pull request before a candidate: compose, pack, and start the candidate's program in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from harness.adapters.event_log import read_log, write_atomically
from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.locations import sessions_dir
from harness.adapters.packets import packet_bytes, read_packet
from harness.domain.errors import BadSession, CannotRun
from harness.domain.event import Submitted
from harness.planting.compose import compose
from harness.planting.present import pull_request_of


def chosen_issues(text: str | None) -> tuple[str, ...] | None:
    """The issues named on the command line: None leaves the choice to the seed, `none` plants nothing."""
    if text is None:
        return None
    return () if text.strip() in ("none", "") else tuple(part.strip() for part in text.split(",") if part.strip())


def build_packet(fixture: str, seed: str, issues: str | None) -> tuple[bytes, str, str]:
    """The content of a packet, its digest, and the fixture's slug."""
    loaded = load_fixture(find_fixture(fixture))
    pull_request = pull_request_of(compose(loaded, seed, chosen_issues(issues)))
    content, digest = packet_bytes(pull_request, loaded.slug, seed)
    return content, digest, loaded.slug


def packet_of(fixture: str, seed: str, issues: str | None) -> Path:
    """A packet of the variant in the data folder; the same variant is always the same file."""
    content, digest, slug = build_packet(fixture, seed, issues)
    path = sessions_dir().parent / "packets" / f"{slug}-{digest[:12]}.packet"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, content)
    except OSError as error:
        raise CannotRun(
            f"the packet cannot be written: {error.strerror}",
            where=str(path),
            next_step="Make room, or set HARNESS_DATA to a folder that can be written.",
        ) from None
    return path


def become_candidate(packet: Path, options: Sequence[str] = ()) -> NoReturn:
    """Go on as the candidate's program, so that no process is left that knows the key or names issues on its command line."""
    command = _command(packet, options)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


def _command(packet: Path, options: Sequence[str]) -> list[str]:
    read_packet(packet)
    # -P: a folder that is called harness where the command is given is not taken for the program.
    command = [sys.executable, "-P", "-m", "harness.apps.tui.candidate", str(packet), "--sessions", str(sessions_dir())]
    return [*command, *options]


def run_candidate(packet: Path, options: Sequence[str] = ()) -> int:
    """Start the candidate's program on a packet and wait for it; its exit code.

    It is handed the packet alone; `options` are words of its own command line, such as --plain.
    """
    process = subprocess.Popen(_command(packet, options))
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the candidate's program asks about leaving; this one only waits


def latest_submission(packet: Path) -> Path | None:
    """The log of the latest review of this packet, if it was handed in."""
    digest = read_packet(packet).digest
    for path in sorted(sessions_dir().glob("*.log"), key=lambda p: p.stat().st_mtime, reverse=True):
        try:
            log = read_log(path)
        except BadSession:
            continue
        if log.header.packet == digest:
            return path if any(isinstance(r.event, Submitted) for r in log.records) else None
    return None
