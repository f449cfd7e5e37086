"""One text and nobody else, for a virtual hour."""

import asyncio

from harness.proofs.virtual_time import ends, run

from stand_ins import FakeModel

from serving.batcher import Batcher


def test_a_single_text_is_answered():
    async def main():
        batcher = Batcher(FakeModel())
        work = asyncio.ensure_future(batcher.run())
        answered = await ends(batcher.embed((7,)))
        work.cancel()
        return answered

    assert run(main()), "lone-text: a text without company is not answered, not even after an hour"
