"""What every screen does about a hostile environment and a terminal that goes away.

`quieten` must run before Textual is imported: Textual reads its debugging variables at import.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from harness.domain.errors import NoTerminal

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT = {"TEXTUAL_COLOR_SYSTEM"}


def quieten() -> None:
    """Take the toolkit's debugging, recording and scripting variables out of the environment."""
    for name in list(os.environ):
        if (name == "TEXTUAL" or name.startswith("TEXTUAL_")) and name not in _KEPT:
            del os.environ[name]


def no_core_file() -> None:
    """Let no crash write what the program holds in memory to a file."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def need_terminal(otherwise: str = "") -> None:
    """Raise NoTerminal unless input, output and standard error are a terminal. `otherwise` is what works without one."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)  # Textual draws on standard error
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise NoTerminal(
            "this needs a terminal to draw on, and there is none",
            next_step="Start it from a terminal, without redirecting its input or output"
            + (f"; {otherwise}." if otherwise else "."),
        )


def take_any_bytes() -> None:
    """Let bytes from the keyboard that are no UTF-8 become marks.

    Textual's reader ends with a traceback at the first of them, as a paste of Latin-1 or a broken line may bring.
    """
    from codecs import getincrementaldecoder
    from functools import partial

    from textual.drivers import linux_driver

    linux_driver.getincrementaldecoder = lambda name: partial(getincrementaldecoder(name), errors="replace")  # type: ignore[attr-defined]


def terminal_is_gone() -> bool:
    """Whether the terminal has vanished under the program, as after a lost connection with hang-ups ignored."""
    import termios

    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (termios.error, OSError, ValueError):
        return True
    return False


def on_hang_up(act: Callable[[int], None]) -> None:
    """Call `act` with the signal's number when the terminal hangs up or the process is asked to end."""
    import asyncio
    import signal

    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, act, number)
