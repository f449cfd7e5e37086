"""What stands between a fixture's code and the machine it runs on.

A sandbox is believed in only after something has run in it: an installed program says little, since kernels and containers
may forbid what it needs.
"""

from __future__ import annotations

import functools
import os
import shutil
import site
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/lib32", "/sbin", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/localtime")
_PATIENCE = 20.0
_ROOM = str(16 * 1024**2)
LIMITS = "time, memory, number of processes and what it writes are limited"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A way to run a command. `sealed` means: no network, no home, no key, no process that outlives it."""

    name: str
    sealed: bool
    sentence: str
    """What protection is in force, for people."""

    def command(self, argv: Sequence[str], scratch: Path, readable: Path, hidden: Sequence[Path]) -> list[str]:
        """The command that runs `argv` with `scratch` to write to, `readable` to read, and nothing of `hidden`."""
        if not self.sealed:
            return list(argv)
        shown = _shown()
        command = [
            "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox",
            "--proc", "/proc", "--dev", "/dev", "--size", _ROOM, "--tmpfs", "/dev/shm", "--size", _ROOM, "--tmpfs", "/tmp",
        ]  # fmt: skip
        for path in shown:
            command += ["--ro-bind-try", path, path]
        for secret in hidden:
            real = str(secret.resolve())
            if any(Path(real).is_relative_to(os.path.realpath(root)) for root in shown):
                command += ["--tmpfs", real]
        command += ["--ro-bind", str(readable), str(readable), "--bind", str(scratch), str(scratch)]
        return [*command, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(scratch), "--", *argv]


BARE = Sandbox(
    "limits",
    False,
    f"Proofs run as you, in processes of their own: {LIMITS}. They could reach the network and your files. "
    "Install bubblewrap to shut them in.",
)
_BUBBLEWRAP = Sandbox(
    "bubblewrap",
    True,
    f"Proofs run in bubblewrap: no network, nothing of your home folder or of the key, {LIMITS}.",
)


def _shown() -> list[str]:
    """What a Python with its packages needs to see of the machine, parents before what is in them."""
    packages = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()]
    interpreter = os.path.dirname(os.path.realpath(sys.executable))
    found = {*_SYSTEM, sys.prefix, sys.base_prefix, interpreter, *packages}
    return sorted(path for path in found if os.path.exists(path) and path != "/")


@functools.lru_cache(maxsize=1)
def best_sandbox() -> Sandbox:
    """The strongest sandbox that works here, found out by running something in it."""
    return _BUBBLEWRAP if shutil.which("bwrap") and _works(_BUBBLEWRAP) else BARE


def _works(sandbox: Sandbox) -> bool:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="harness-probe-") as name:
        folder = Path(name)
        (folder / "scratch").mkdir()
        (folder / "readable").mkdir()
        code = "import os, socket, pytest; print(len([n for n in os.listdir('/proc') if n.isdigit()]))"
        command = sandbox.command([sys.executable, "-I", "-c", code], folder / "scratch", folder / "readable", ())
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0 and done.stdout.strip().isdigit() and int(done.stdout) < 10
