"""The same texts in two orders: each text must get the same vector."""

import asyncio
import sys

sys.path.insert(0, "tests")
from stand_ins import FakeModel, run

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
    one, other = vectors_of(TEXTS), vectors_of(TEXTS[::-1])
    wrong = [text for text in TEXTS if one[text] != other[text] or one[text] != [float(text[0])]]
    assert not wrong, f"sorted-answers: a text gets the vector of another one, {len(wrong)} of {len(TEXTS)} did"
