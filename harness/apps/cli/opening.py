"""Opening a long session: how far it is, and the collector kept from looking at what stays anyway."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_LONG = 10_000_000
"""Bytes from which on reading takes long enough that somebody wonders."""


@contextmanager
def opening(session: Path) -> Iterator[Callable[[float], None]]:
    """Gives what hears which share of a long session is read, and says it on a terminal.

    What is read stays as long as the program runs. A collector that looks at a million values again and again
    takes a fifth of the time to open a log of 100 MB.
    """
    if not session.is_file() or session.stat().st_size < _LONG:
        yield lambda share: None
        return
    live = sys.stderr.isatty()
    gc.disable()
    try:
        yield _say if live else lambda share: None
        gc.freeze()
    finally:
        gc.enable()
        if live:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)


def _say(share: float) -> None:
    click.echo(f"\rreading the session, {share:4.0%} ", nl=False, err=True)
