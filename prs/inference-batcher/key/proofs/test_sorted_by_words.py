"""Titles and a few long descriptions in one batch: how many tokens the model gets, padding included."""

import asyncio

import pytest
from harness.proofs.virtual_time import run

from serving.padding import Padded

TITLE, DESCRIPTION = 6, 300


class Model:
    """Counts the tokens of each call, in which every text is as long as the longest one."""

    def __init__(self):
        self.tokens = 0

    async def embed(self, texts):
        await asyncio.sleep(0)
        self.tokens += len(texts) * max(map(len, texts))
        return [[float(text[0])] for text in texts]


def batch(step):
    """32 texts, one in eight of them long; `step` chooses the words that they begin with."""
    return [
        tuple((number * step + 11 * word) % 97 for word in range(TITLE if number % 8 else DESCRIPTION))
        for number in range(32)
    ]


@pytest.mark.parametrize("step", [1, 7, 40, 96])
def test_long_texts_do_not_pad_the_short_ones(step):
    texts = batch(step)
    model = Model()
    assert len(run(Padded(model).embed(texts))) == len(texts)
    most = 3 * sum(map(len, texts))
    assert model.tokens <= most, (
        f"sorted-by-words: texts of different length share a call, {model.tokens} tokens with padding "
        f"for {sum(map(len, texts))} without"
    )
