"""What goes through the gateway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Request:
    """One call from outside. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    remote: str = "0.0.0.0"
    """The address of the peer."""
    tenant: str = ""
    """Who is calling; empty until the key was checked."""

    def of_tenant(self, tenant: str) -> Request:
        """The same request, with its caller known."""
        return replace(self, tenant=tenant)


@dataclass(frozen=True)
class Response:
    """What the caller gets back."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Request], Response]
"""Anything that answers requests: a service, the router, a middleware."""
