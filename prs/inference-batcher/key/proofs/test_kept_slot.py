"""Callers leave, or the model fails for them. In the end nobody waits any more, and there must be room."""

import asyncio

from harness.proofs.virtual_time import run
from stand_ins import FakeModel

from serving.batcher import Batcher
from serving.model import ModelFailed

ROUNDS, CALLERS = 80, 64


async def is_refused(batcher):
    """Whether one more caller is turned away."""
    call = asyncio.create_task(batcher.embed((7,)))
    await asyncio.sleep(1.0)
    refused = call.done() and call.exception() is not None
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    return refused


def refused_after(trouble):
    """Whether a caller is refused when `trouble(model, calls)` has come over a few thousand before it."""

    async def main():
        model = FakeModel()
        batcher = Batcher(model)
        work = asyncio.create_task(batcher.run())
        for _ in range(ROUNDS):
            calls = [asyncio.create_task(batcher.embed((number,))) for number in range(CALLERS)]
            await asyncio.sleep(0)
            trouble(model, calls)
            await asyncio.gather(*calls, return_exceptions=True)
        model.fault = None
        refused = await is_refused(batcher)
        work.cancel()
        return refused

    return run(main())


def test_those_who_left_give_their_place_back():
    def leave(model, calls):
        for call in calls:
            call.cancel()

    assert not refused_after(leave), (
        "kept-slot: a place is not given back by a caller who left, and everybody after is refused"
    )


def test_those_who_failed_give_their_place_back():
    def fail(model, calls):
        model.fault = ModelFailed("out of memory")

    assert not refused_after(fail), (
        "kept-slot: a place is not given back after a failure, and everybody after is refused"
    )
