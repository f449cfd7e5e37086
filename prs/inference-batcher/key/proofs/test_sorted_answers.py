"""The same texts in every order: each text must get the same vector."""

import asyncio

from harness.proofs.metamorphic import permuted
from harness.proofs.virtual_time import run
from stand_ins import FakeModel

from serving.batcher import Batcher
from serving.padding import Padded

TEXTS = [(9, 1, 1, 1), (4,), (7, 1), (2, 1, 1)]


def vectors_of(texts):
    async def main():
        batcher = Batcher(Padded(FakeModel()), max_batch=len(texts))
        work = asyncio.create_task(batcher.run())
        vectors = await asyncio.gather(*(batcher.embed(text) for text in texts))
        work.cancel()
        return dict(zip(texts, vectors, strict=True))

    return run(main())


def test_the_order_of_arrival_does_not_matter():
    found = permuted(vectors_of, TEXTS)
    assert not found, f"sorted-answers: a text gets the vector of another one; {found}"
