"""The packet of a seed, packed and read again: what an author looks at is what a candidate gets."""

from __future__ import annotations

from harness.adapters.packets import read_packet
from harness.domain.packet import Packet
from harness.steps.interview.present import packet_of


def packet_for_author(fixture: str, seed: str) -> Packet:
    """The packet that a candidate with this seed would receive. Raises FixtureFaulty, CannotRun."""
    return read_packet(packet_of(fixture, seed, None))
