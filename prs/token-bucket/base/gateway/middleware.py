"""What happens to every request on its way to a service."""

from __future__ import annotations

from collections.abc import Callable

from gateway.keys import KeyDirectory
from gateway.messages import Handler, Request, Response
from gateway.metrics import Metrics


class Authenticate:
    """Lets through whoever shows a key of ours."""

    def __init__(self, inner: Handler, keys: KeyDirectory, metrics: Metrics) -> None:
        self._inner = inner
        self._keys = keys
        self._metrics = metrics

    def __call__(self, request: Request) -> Response:
        """Pass the request on with its tenant, or answer 401."""
        tenant = self._keys.tenant_of(request.headers.get("x-api-key", ""))
        if tenant is None:
            self._metrics.increment("auth.refused")
            return Response(401, "unknown key")
        return self._inner(request.of_tenant(tenant))


class AccessLog:
    """Writes a line for each request, and turns what a service raises into a 500."""

    def __init__(self, inner: Handler, now: Callable[[], float], write: Callable[[str], None]) -> None:
        self._inner = inner
        self._now = now
        self._write = write

    def __call__(self, request: Request) -> Response:
        """Answer as the inner handler does; its failure becomes a 500 with a line that says what it was."""
        try:
            response = self._inner(request)
        except Exception as fault:  # the outermost place: whatever got here must not end the server's thread
            self._write(f"{self._now():.3f} {request.method} {request.path} 500 {fault!r}")
            return Response(500, "internal error")
        self._write(f"{self._now():.3f} {request.method} {request.path} {response.status}")
        return response
