"""Packets for candidates: each gets another variant, and the ledger remembers which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log, write_atomically
from harness.adapters.fixtures import load_fixture
from harness.adapters.ledger import Entry, append_entry, fixture_secret, read_ledger
from harness.adapters.packets import packet_bytes, read_packet
from harness.adapters.plain_files import read_plain
from harness.adapters.single_file import single_file
from harness.domain.errors import BadInput, BadPacket, CannotRun, HarnessError
from harness.planting.issuing import candidate_name, issued_variant
from harness.planting.present import pull_request_of
from harness.steps.authoring.evidence import require_evidence


@dataclass(frozen=True, slots=True)
class Packed:
    """A packet on the disk, and what the ledger says of it."""

    path: Path
    size: int
    entry: Entry


def packet_name(candidate: str, bare: bool) -> str:
    """A file name for a candidate's packet: letters, digits and dashes of the name."""
    slug = "-".join(re.findall(r"\w+", candidate.lower())) or "candidate"
    return f"{slug}.{'packet' if bare else 'pyz'}"


def read_names(path: Path) -> list[str]:
    """Names of candidates, one to a line. Raises BadInput for two that are one, or that would get one file."""
    lines = read_plain(path, "the names").split("\n")
    names = [candidate_name(line) for line in lines if line.strip() and not line.startswith("#")]
    seen: dict[str, str] = {}
    for name in names:
        file = packet_name(name, False)
        if file in seen:
            raise BadInput(
                f"{seen[file]!r} and {name!r} would get the same file", where=str(path), next_step="Rename one."
            )
        seen[file] = name
    return names


def pack_for(
    folder: Path, targets: Sequence[tuple[str, Path]], *, bare: bool = False, unverified: bool = False
) -> Iterator[Packed]:
    """Write a packet for each candidate, and a line of the ledger before its file appears. Raises NotProven, CannotRun."""
    fixture = load_fixture(folder)
    if not unverified:
        require_evidence(fixture)
    secret, clock = fixture_secret(folder), Clock()
    for candidate, path in targets:
        issued = issued_variant(fixture, secret, candidate)
        content, digest = packet_bytes(pull_request_of(issued.variant), fixture.slug, issued.seed)
        entry = Entry(issued.candidate, clock.now(), issued.seed, issued.number, issued.form.issues, digest)
        append_entry(folder, entry)
        whole = content if bare else single_file(content)
        try:
            write_atomically(path, whole, mode=0o644 if bare else 0o755)
        except OSError as error:
            raise CannotRun(
                f"the file cannot be written: {error.strerror}", where=str(path), next_step="Choose another place."
            ) from None
        yield Packed(path, len(whole), entry)


def whose(folder: Path, file: Path) -> tuple[tuple[Entry, ...], str]:
    """The ledger's entries that a packet, a single file or a session log belongs to, by its canary; and, where there is none,
    what can be said of the file all the same. Raises BadInput."""
    slug, seed = _origin(file)
    entries = tuple(entry for entry in read_ledger(folder) if entry.seed == seed)
    if entries:
        return entries, ""
    if slug != folder.resolve().name:
        return (), f"this is of the fixture {slug}, so ask `harness variants {slug} --whose`"
    return (), (
        f"its seed is {seed!r}, and the ledger of this fixture has no such canary. `pack --seed` and `review` keep no ledger: "
        "whoever chose the seed knows for whom it was"
    )


def _origin(file: Path) -> tuple[str, str]:
    """The fixture and the seed of a packet or a session."""
    if not file.exists():
        raise BadInput("there is no such file", where=str(file), next_step="Name the file that turned up.")
    try:
        packet = read_packet(file)
        return packet.fixture, packet.seed
    except BadPacket:
        try:
            header = read_log(file).header
            return header.fixture, header.seed
        except HarnessError:
            raise BadInput(
                "this is neither a packet nor a session", where=str(file), next_step="Name the file that turned up."
            ) from None
