"""What every test starts from."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """A job in the background of a shell hears neither Ctrl-C nor SIGQUIT, and nor would any program that a test starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
