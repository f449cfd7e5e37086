"""The model accepts a call and never answers, for a virtual hour."""

import asyncio

from harness.proofs.gates import Gate
from harness.proofs.virtual_time import ends, run

from serving.batcher import Batcher


class Silent:
    """A model that is there and says nothing."""

    def __init__(self):
        self.gate = Gate()

    async def embed(self, texts):
        await self.gate.passing()


def test_a_silent_model_is_given_up():
    async def main():
        batcher = Batcher(Silent(), max_batch=1)
        work = asyncio.ensure_future(batcher.run())
        told = await ends(batcher.embed((7,)))
        work.cancel()
        return told

    assert run(main()), "endless-call: a model that never answers is waited for without end, an hour already"
