"""The model is parked while ever more texts arrive; those that wait are counted."""

import asyncio
import sys

sys.path.insert(0, "tests")
from stand_ins import FakeModel, run

from serving.batcher import Batcher

TEXTS = 5_000
BOUND = 2_000


def test_not_everybody_may_wait():
    async def main():
        batcher = Batcher(FakeModel(seconds=1.0))
        work = asyncio.create_task(batcher.run())
        calls = [asyncio.create_task(batcher.embed((number,))) for number in range(TEXTS)]
        await asyncio.sleep(0.01)
        waiting = sum(not call.done() for call in calls)
        for call in (*calls, work):
            call.cancel()
        await asyncio.gather(*calls, work, return_exceptions=True)
        return waiting

    waiting = run(main())
    assert waiting <= BOUND, f"unbounded-waiting: any number of texts may wait for the model, {waiting} of {TEXTS} do"
