"""The model fails for one text of a request and answers the others."""

import asyncio
import json

from harness.proofs.virtual_time import run
from stand_ins import post

from serving.app import Embed
from serving.metrics import Metrics
from serving.model import ModelFailed


class Batcher:
    """Has no vector for the last text."""

    def __init__(self, count):
        self.left = count

    async def embed(self, text):
        await asyncio.sleep(0)
        self.left -= 1
        if self.left == 0:
            raise ModelFailed("out of memory")
        return [1.0]


def test_a_request_that_failed_in_part_is_no_success():
    texts = ["red shoes", "blue shoes", "boots"]

    async def main():
        return await Embed(Batcher(len(texts)), Metrics())(post(*texts))

    response = run(main())
    vectors = json.loads(response.body).get("vectors", [])
    assert response.status != 200, (
        f"partial-answer: a failed text is left out and the answer is a 200, {len(vectors)} vectors for {len(texts)} texts"
    )
