"""The endpoint."""

from __future__ import annotations

import json

from serving.messages import Request, Response, answer
from serving.metrics import Metrics
from serving.model import Model, ModelFailed
from serving.tokens import Tokens, tokens_of

MOST_TEXTS = 64


class Embed:
    """Answers `POST /embed` with one vector for each text, in the order of the texts."""

    def __init__(self, model: Model, metrics: Metrics) -> None:
        self._model = model
        self._metrics = metrics

    async def __call__(self, request: Request) -> Response:
        """Answer one call."""
        texts = _texts_of(request.body)
        if texts is None:
            return answer(400, error=f"send 1 to {MOST_TEXTS} texts")
        try:
            vectors = [(await self._model.embed([text]))[0] for text in texts]
        except ModelFailed as failure:
            self._metrics.increment("embed.failed")
            return answer(503, error=str(failure))
        self._metrics.increment("embed.answered")
        return answer(200, vectors=vectors)


def _texts_of(body: str) -> list[Tokens] | None:
    """The token numbers of the texts in a body; None where the body is not as it should be."""
    try:
        texts = json.loads(body)["texts"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(texts, list) or not 1 <= len(texts) <= MOST_TEXTS:
        return None
    return [tokens_of(text) for text in texts] if all(isinstance(text, str) for text in texts) else None
