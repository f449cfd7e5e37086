"""Puts the gateway together."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from gateway.keys import KeyDirectory
from gateway.messages import Handler
from gateway.metrics import Metrics
from gateway.middleware import AccessLog, Authenticate
from gateway.pages import PlanPage
from gateway.plans import Plan, PlanDirectory
from gateway.routing import Router

PLAN_TTL = 300.0
"""Seconds for which an answer of the accounts service is good."""


def build_gateway(
    keys: KeyDirectory,
    services: Mapping[str, Handler],
    fetch_plan: Callable[[str], Plan],
    metrics: Metrics,
    *,
    now: Callable[[], float] = time.time,
    clock: Callable[[], float] = time.monotonic,
    write: Callable[[str], None] = print,
) -> Handler:
    """The whole chain; a request meets the last handler first."""
    plans = PlanDirectory(fetch_plan, PLAN_TTL, clock)
    handler: Handler = Router({"/-/plan": PlanPage(plans), **services})
    handler = Authenticate(handler, keys, metrics)
    return AccessLog(handler, now, write)
