"""The model is parked while ever more texts arrive; those that wait are counted."""

import asyncio

from harness.proofs.counting import high_water_async
from harness.proofs.virtual_time import run
from stand_ins import FakeModel

from serving.batcher import Batcher

TEXTS = 5_000
BOUND = 2_000


def test_not_everybody_may_wait():
    async def main():
        batcher = Batcher(FakeModel(seconds=1.0))
        work = asyncio.ensure_future(batcher.run())
        waiting = await high_water_async(lambda number: batcher.embed((number,)), TEXTS)
        work.cancel()
        return waiting

    waiting = run(main())
    assert waiting <= BOUND, f"unbounded-waiting: any number of texts may wait for the model, {waiting} of {TEXTS} do"
