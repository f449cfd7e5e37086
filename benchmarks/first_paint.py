"""How long until the first screen of a review stands, from the installed program and from a packet that a Python without any
package opens, against a Textual application that shows one line.

    python benchmarks/first_paint.py [RUNS]

Each run is a fresh process in a pseudo-terminal of 120x40; the time ends when the awaited words have been drawn.
Prints the medians and the median of the ratios.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BARE = "from textual.app import App\nfrom textual.widgets import Label\nclass A(App):\n def compose(self): yield Label('ready now')\nA().run()"


def seconds_until(words: bytes, command: list[str], data: str) -> float:
    """Wall seconds from the start of a command until `words` come out of its terminal."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.environ.update(TERM="xterm-256color", HARNESS_DATA=data)
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    while words not in seen and time.perf_counter() - start < 30:
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 65536)
    took = time.perf_counter() - start
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return took


def main() -> None:
    """Print the comparison."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    pairs = []
    with tempfile.TemporaryDirectory() as place:
        packet = Path(place) / "packet.pyz"
        pack = [
            sys.executable,
            "-m",
            "harness",
            "pack",
            "forecast-cache",
            "--seed",
            "1",
            "--unverified",
            "-o",
            str(packet),
        ]
        subprocess.run(pack, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        plain = [str(Path(sys.base_prefix) / "bin" / "python3"), "-I", "-S", str(packet)]
        packed = [seconds_until(b"What is recorded", plain, f"{place}/{number}") for number in range(runs)]
        size = packet.stat().st_size
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as data:
            bare = seconds_until(b"ready now", [sys.executable, "-c", BARE], data)
            demo = seconds_until(b"What is recorded", [sys.executable, "-m", "harness", "demo"], data)
        pairs.append((bare, demo))
    bare, demo = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(d / b for b, d in pairs)
    print(f"bare Textual application  {bare:.2f} s")
    print(f"harness demo              {demo:.2f} s   {ratio:.1f} times as long   (medians of {runs} pairs)")
    print(
        f"a packet of {size / 1e6:.2f} MB      {statistics.median(packed):.2f} s   python3 -I -S, first {packed[0]:.2f} s"
    )


if __name__ == "__main__":
    main()
