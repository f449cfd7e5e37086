"""Hold a coroutine at a chosen await, see it arrive, and let it go."""

from __future__ import annotations

import asyncio


class Gate:
    """A fake collaborator awaits `passing()`; the proof awaits `reached()`, does what it wants in between, and opens."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._open = asyncio.Event()
        self.passed = 0
        """How many came to the gate so far."""

    async def passing(self) -> None:
        """Come to the gate and wait until it is open."""
        self.passed += 1
        self._reached.set()
        await self._open.wait()

    async def reached(self) -> None:
        """Wait until somebody stands at the gate."""
        await self._reached.wait()

    def open(self) -> None:
        """Let everybody through, those who come later too."""
        self._open.set()


async def settle(turns: int = 50) -> None:
    """Let every task run as far as it gets without time passing."""
    for _ in range(turns):
        await asyncio.sleep(0)
