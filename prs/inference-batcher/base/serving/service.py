"""Puts the service together, starts and stops it."""

from __future__ import annotations

from serving.app import Embed
from serving.messages import Request, Response, answer
from serving.metrics import Metrics
from serving.model import Model


class Service:
    """The whole service; the server calls `start` once, `handle` for each request and `stop` at the end."""

    def __init__(self, model: Model, metrics: Metrics) -> None:
        self._embed = Embed(model, metrics)

    async def start(self) -> None:
        """Get ready for requests."""

    async def stop(self) -> None:
        """Let go of everything."""

    async def handle(self, request: Request) -> Response:
        """Answer one request."""
        if (request.method, request.path) == ("POST", "/embed"):
            return await self._embed(request)
        return answer(404, error="there is only POST /embed")
