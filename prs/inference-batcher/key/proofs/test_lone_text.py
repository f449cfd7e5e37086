"""One text and nobody else, for a virtual hour."""

import asyncio
import sys

sys.path.insert(0, "tests")
from stand_ins import FakeModel, run

from serving.batcher import Batcher

HOUR = 3600.0


def test_a_single_text_is_answered():
    async def main():
        batcher = Batcher(FakeModel())
        work = asyncio.create_task(batcher.run())
        call = asyncio.create_task(batcher.embed((7,)))
        await asyncio.wait([call], timeout=HOUR)
        answered = call.done()
        for task in (call, work):
            task.cancel()
        await asyncio.gather(call, work, return_exceptions=True)
        return answered

    assert run(main()), "lone-text: a text without company is not answered, not even after an hour"
