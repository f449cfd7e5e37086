"""The model accepts a call and never answers, for a virtual hour."""

import asyncio
import sys

sys.path.insert(0, "tests")
from stand_ins import run

from serving.batcher import Batcher

HOUR = 3600.0


class Silent:
    """A model that is there and says nothing."""

    async def embed(self, texts):
        await asyncio.Event().wait()


def test_a_silent_model_is_given_up():
    async def main():
        batcher = Batcher(Silent(), max_batch=1)
        work = asyncio.create_task(batcher.run())
        call = asyncio.create_task(batcher.embed((7,)))
        await asyncio.wait([call], timeout=HOUR)
        told = call.done()
        for task in (call, work):
            task.cancel()
        await asyncio.gather(call, work, return_exceptions=True)
        return told

    assert run(main()), "endless-call: a model that never answers is waited for without end, an hour already"
