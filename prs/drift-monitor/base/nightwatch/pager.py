"""Calls whoever is on duty."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Protocol


class PagerFailed(Exception):
    """Nobody was called."""


class Pager(Protocol):
    """Somebody who can be woken."""

    def page(self, text: str) -> None:
        """Call whoever is on duty and show `text`. Raises PagerFailed."""


@dataclass(frozen=True)
class WebhookPager:
    """The pager service of the company."""

    url: str

    def page(self, text: str) -> None:
        """See `Pager.page`."""
        body = json.dumps({"service": "nightwatch", "text": text}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except OSError as fault:
            raise PagerFailed(str(fault)) from fault
