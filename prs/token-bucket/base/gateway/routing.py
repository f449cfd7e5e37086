"""Which service answers which path."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.messages import Handler, Request, Response


class Router:
    """Hands a request to the service with the longest matching prefix."""

    def __init__(self, services: Mapping[str, Handler]) -> None:
        self._services = sorted(services.items(), key=lambda item: len(item[0]), reverse=True)

    def __call__(self, request: Request) -> Response:
        """Answer from the service, or 404."""
        for prefix, service in self._services:
            if request.path == prefix or request.path.startswith(prefix.rstrip("/") + "/"):
                return service(request)
        return Response(404, "no such service")
