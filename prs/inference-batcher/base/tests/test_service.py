import json

import pytest
from stand_ins import FakeModel, post, run

from serving.messages import Request
from serving.metrics import Metrics
from serving.model import ModelFailed
from serving.service import Service
from serving.tokens import MOST_TOKENS, tokens_of


class House:
    """The service with a fake GPU process behind it."""

    def __init__(self, seconds=0.0):
        self.model, self.metrics = FakeModel(seconds), Metrics()
        self.service = Service(self.model, self.metrics)

    def handle(self, request):
        async def main():
            await self.service.start()
            response = await self.service.handle(request)
            await self.service.stop()
            return response

        return run(main())


@pytest.fixture
def house():
    return House()


def vector(text):
    return [float(tokens_of(text)[0])]


def test_one_vector_for_each_text(house):
    response = house.handle(post("shoes", "boots"))
    assert response.status == 200
    assert json.loads(response.body) == {"vectors": [vector("shoes"), vector("boots")]}


@pytest.mark.parametrize("body", ["", "[]", '{"texts": "shoes"}', '{"texts": []}', '{"texts": [1]}'])
def test_a_body_that_is_not_as_it_should_be(house, body):
    assert house.handle(Request("POST", "/embed", body)).status == 400


def test_a_failing_model_becomes_a_503(house):
    house.model.fault = ModelFailed("out of memory")
    response = house.handle(post("shoes"))
    assert (response.status, json.loads(response.body)) == (503, {"error": "out of memory"})
    assert house.metrics.count("embed.failed") == 1


def test_only_one_path(house):
    assert house.handle(Request("GET", "/embed")).status == 404


def test_long_texts_are_cut():
    assert len(tokens_of("shoe " * 600)) == MOST_TOKENS
