"""How long packing takes, and how large a packet is.

    python benchmarks/packing.py [FIXTURE] [MANY]

Packs a fixture for MANY invented candidates into a folder of its own, on a copy of the fixture, and prints packets per second,
sizes, how many variants differ, and the seconds of the first packet, which carries the work on the program.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from harness.adapters.fixtures import find_fixture
from harness.steps.authoring.issue_packets import pack_for, packet_name


def main() -> None:
    """Pack for many candidates and print what it took."""
    name = sys.argv[1] if len(sys.argv) > 1 else "token-bucket"
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / name
        shutil.copytree(find_fixture(name), folder)
        candidates = [f"candidate {number}" for number in range(many)]
        targets = [(c, Path(place) / packet_name(c, False)) for c in candidates]
        began = time.perf_counter()
        packed, times = [], []
        for one in pack_for(folder, targets, unverified=True):
            packed.append(one)
            times.append(time.perf_counter() - began)
        rest = (times[-1] - times[0]) / max(many - 1, 1)
        print(
            f"{name}: {many} packets in {times[-1]:.1f} s; first {times[0]:.2f} s, then {1 / max(rest, 1e-9):.1f} per second"
        )
        sizes = [one.size for one in packed]
        print(
            f"size: {statistics.median(sizes) / 1e6:.2f} MB (median), {max(sizes) - min(sizes)} bytes between the extremes"
        )
        digests, forms = {one.entry.packet for one in packed}, {one.entry.form for one in packed}
        print(f"different packets: {len(digests)}; forms used: {len(forms)}")


if __name__ == "__main__":
    main()
