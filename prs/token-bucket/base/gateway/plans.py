"""What a tenant has booked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

OUTAGE_PAUSE = 10.0
"""Seconds for which the accounts service is left alone after it did not answer."""


class PlansUnavailable(Exception):
    """The accounts service could not be reached."""


@dataclass(frozen=True)
class Plan:
    """The part of a contract that the gateway has to know."""

    name: str
    rate: float
    """Requests per second, for each client of the tenant."""
    burst: int
    """How many requests may come at once."""

    def __post_init__(self) -> None:
        if self.rate <= 0 or self.burst < 1:
            raise ValueError(f"plan {self.name!r} lets nothing through")


class PlanDirectory:
    """Plans by tenant: asked for over the network, then remembered for a while.

    `fetch` takes a tenant and may need up to its own time-out of two seconds. It raises OSError when the accounts
    service does not answer, and LookupError for a tenant whose plan is not on record.
    """

    def __init__(self, fetch: Callable[[str], Plan], ttl: float, clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._ttl = ttl
        self._clock = clock
        self._known: dict[str, tuple[float, Plan]] = {}
        self._left_alone_until = float("-inf")
        self._lock = threading.Lock()

    def plan_of(self, tenant: str) -> Plan:
        """The tenant's plan, at most `ttl` seconds old; raises PlansUnavailable when it cannot be had."""
        with self._lock:
            fetched, plan = self._known.get(tenant, (0.0, None))
        if plan is not None and self._clock() - fetched < self._ttl:
            return plan
        if self._clock() < self._left_alone_until:
            raise PlansUnavailable(tenant)
        try:
            plan = self._fetch(tenant)
        except OSError as fault:
            self._left_alone_until = self._clock() + OUTAGE_PAUSE
            raise PlansUnavailable(tenant) from fault
        with self._lock:
            self._known[tenant] = (self._clock(), plan)
        return plan
