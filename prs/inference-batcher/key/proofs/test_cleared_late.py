"""A text arrives while the model works on a batch that was not full."""

import asyncio

from harness.proofs.gates import Gate
from harness.proofs.virtual_time import run

from serving.batcher import Batcher


class Gated:
    """A model whose calls wait until they are let go."""

    def __init__(self):
        self.gate = Gate()

    async def embed(self, texts):
        await self.gate.passing()
        return [[float(text[0])] for text in texts]


def test_who_comes_during_a_call_is_answered_by_the_next():
    async def main():
        model = Gated()
        batcher = Batcher(model, max_batch=8)
        calls = [asyncio.create_task(batcher.run())]

        async def arrive(number, after):
            calls.append(asyncio.create_task(batcher.embed((number,))))
            await asyncio.sleep(after)

        # Whatever ends the wait of the first batch, its time or the next arrival, it goes out with a few texts only.
        for number, after in enumerate([0.0, 0.0, 0.01, 0.01]):
            await arrive(number, after)
        await model.gate.reached()
        await arrive(4, 0.01)
        during = calls[-1]
        model.gate.open()
        # Traffic goes on, so that nobody is kept by a batch that does not fill.
        for number in range(5, 45):
            await arrive(number, 0.01)
        return during.done()

    assert run(main()), "cleared-late: a text that arrives during a call is lost, nobody ever answers it"
