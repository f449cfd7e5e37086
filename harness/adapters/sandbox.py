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
        secrets = [
            real
            for real in (str(secret.resolve()) for secret in hidden)
            if any(Path(real).is_relative_to(os.path.realpath(root)) for root in shown)
        ]
        inside = _in_bubblewrap if self == BUBBLEWRAP else _in_namespaces
        return inside(argv, str(scratch), str(readable), shown, secrets)


def _in_bubblewrap(argv: Sequence[str], scratch: str, readable: str, shown: list[str], secrets: list[str]) -> list[str]:
    command = [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox",
        "--proc", "/proc", "--dev", "/dev", "--size", _ROOM, "--tmpfs", "/dev/shm", "--size", _ROOM, "--tmpfs", "/tmp",
    ]  # fmt: skip
    for path in shown:
        command += ["--ro-bind-try", path, path]
    for secret in secrets:
        command += ["--tmpfs", secret]
    command += ["--ro-bind", readable, readable, "--bind", scratch, scratch]
    return [*command, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", scratch, "--", *argv]


def _in_namespaces(argv: Sequence[str], scratch: str, readable: str, shown: list[str], secrets: list[str]) -> list[str]:
    """The same room, built with the tools that come with Linux; the command itself is its first process."""
    command = [
        "unshare", "--user", "--map-root-user", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child", "--mount",
        "--", "sh", "-c", _ROOM_OF_OUR_OWN, "sh", scratch, readable,
    ]  # fmt: skip
    return [*command, *shown, ":", *secrets, ":", *argv]


_ROOM_OF_OUR_OWN = """
set -eu
scratch=$1 readable=$2; shift 2
room() { mount -t tmpfs -o "mode=755,size=$2" tmpfs "$1"; }
show() {
  if [ -d "$1" ]; then mkdir -p ".$1"; else mkdir -p ".${1%/*}"; [ -e ".$1" ] || : > ".$1"; fi
  mount --rbind "$1" ".$1"
}
room /sys 1m
cd /sys
mkdir tmp
room tmp 16m
while [ "$1" != : ]; do show "$1"; mount -o remount,bind,ro ".$1"; shift; done; shift
while [ "$1" != : ]; do room ".$1" 1m; shift; done; shift
mkdir proc dev dev/shm
mount -t proc proc proc
for name in null zero full random urandom; do show "/dev/$name"; done
room dev/shm 16m
show "$readable"
mount -o remount,bind,ro ".$readable"
show "$scratch"
mount -o remount,bind,ro .
pivot_root . .
umount -l .
cd "$scratch"
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- "$@"
"""
"""A file system of its own in place of /sys, with the whitelist in it; it becomes the root, and all rights to change it go."""


BARE = Sandbox(
    "limits",
    False,
    f"Proofs run as you, in processes of their own: {LIMITS}. They could reach the network and your files. "
    "Install bubblewrap to shut them in.",
)
BUBBLEWRAP = Sandbox(
    "bubblewrap",
    True,
    f"Proofs run in bubblewrap: no network, nothing of your home folder or of the key, {LIMITS}.",
)
NAMESPACES = Sandbox(
    "namespaces",
    True,
    f"Proofs run in namespaces of their own: no network, nothing of your home folder or of the key, {LIMITS}.",
)
"""For machines without bubblewrap whose kernel lets everybody make namespaces."""


def _shown() -> list[str]:
    """What a Python with its packages needs to see of the machine, parents before what is in them."""
    packages = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()]
    interpreter = os.path.dirname(os.path.realpath(sys.executable))
    found = {*_SYSTEM, sys.prefix, sys.base_prefix, interpreter, *packages}
    return sorted(path for path in found if os.path.exists(path) and path != "/")


@functools.lru_cache(maxsize=1)
def best_sandbox() -> Sandbox:
    """The strongest sandbox that works here, found out by running something in it."""
    needs = {BUBBLEWRAP: ("bwrap",), NAMESPACES: ("unshare", "mount", "umount", "pivot_root", "setpriv")}
    for sandbox, tools in needs.items():
        if all(map(shutil.which, tools)) and works(sandbox):
            return sandbox
    return BARE


_PROBE = """
import os, socket, pytest
def writes(folder):
    try:
        name = os.path.join(folder, "harness-probe")
        open(name, "w").close()
        os.unlink(name)
    except OSError:
        return False
    return True
assert writes({scratch!r}) and not any(map(writes, ("/", {prefix!r}, "/etc", {home!r})))
assert not os.path.exists("/sys/kernel")
print(len([n for n in os.listdir("/proc") if n.isdigit()]))
"""


def works(sandbox: Sandbox) -> bool:
    """Whether something can be run in it, which then sees few processes, no home folder, and can write nothing but its scratch."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="harness-probe-") as name:
        folder = Path(name)
        (folder / "scratch").mkdir()
        (folder / "readable").mkdir()
        code = _PROBE.format(prefix=sys.prefix, home=str(Path.home()), scratch=str(folder / "scratch"))
        command = sandbox.command([sys.executable, "-I", "-c", code], folder / "scratch", folder / "readable", ())
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0 and done.stdout.strip().isdigit() and int(done.stdout) < 10
