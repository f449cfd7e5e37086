"""What goes in and out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    """One call from outside; the body is JSON."""

    method: str
    path: str
    body: str = ""


@dataclass(frozen=True)
class Response:
    """What the caller gets back."""

    status: int
    body: str = ""


def answer(status: int, **content: Any) -> Response:
    """A response with a JSON object as its body."""
    return Response(status, json.dumps(content))
