"""A process beside the screen that puts the terminal right when the screen's process dies without doing so.

Killed outright, a full-screen program leaves the other screen, the mouse and raw input behind. Nothing inside it can help
then. So before the screen starts, a small process is forked that waits at a pipe: a byte means that all is well, the end
of the pipe without one means that the terminal has to be restored.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import termios
from collections.abc import Callable, Iterator

RESTORE = (
    b"\x1b[?2026l"  # no half-drawn frame is waited for
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    b"\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[<u"  # focus, bracketed paste, resize reports, keyboard protocol
    b"\x1b[?1049l\x1b[?25h\x1b[0m\r\n"  # the screen as it was, the cursor, plain colours
)
_IGNORED = (
    signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTOU, signal.SIGTTIN,
)  # fmt: skip


@contextlib.contextmanager
def guarded_terminal() -> Iterator[None]:
    """Inside, the terminal is put right however this process ends. Call it before threads and event loops are made."""
    stand_down = _post()
    try:
        yield
    finally:
        stand_down()


def _post() -> Callable[[], None]:
    terminal = sys.__stdin__.fileno() if sys.__stdin__ else -1
    try:
        before = termios.tcgetattr(terminal)
        heard, said = os.pipe()
    except (OSError, termios.error):
        return lambda: None
    guardian = os.fork()
    if guardian == 0:
        with contextlib.suppress(BaseException):
            os.close(said)
            _wait(heard, terminal, before)
        os._exit(0)
    os.close(heard)

    def stand_down() -> None:
        with contextlib.suppress(OSError):
            os.write(said, b".")
            os.close(said)
            os.waitpid(guardian, 0)

    return stand_down


def _wait(heard: int, terminal: int, before: list[object]) -> None:
    for number in _IGNORED:
        signal.signal(number, signal.SIG_IGN)
    if os.read(heard, 1):
        return
    os.write(2, RESTORE)
    # A shell with job control is in front again by now and has set its own modes; nobody else does.
    if os.tcgetpgrp(terminal) == os.getpgrp():
        termios.tcsetattr(terminal, termios.TCSANOW, before)  # type: ignore[arg-type]
