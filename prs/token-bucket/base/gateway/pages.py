"""Pages that the gateway answers itself."""

from __future__ import annotations

from gateway.messages import Request, Response
from gateway.plans import PlanDirectory, PlansUnavailable


class PlanPage:
    """Tells callers what they have booked; the client libraries ask for it at start-up."""

    def __init__(self, plans: PlanDirectory) -> None:
        self._plans = plans

    def __call__(self, request: Request) -> Response:
        """The plan of the calling tenant, or 503 while it cannot be had."""
        try:
            plan = self._plans.plan_of(request.tenant)
        except PlansUnavailable:
            return Response(503, "plans cannot be looked up right now")
        return Response(200, f"{plan.name}: {plan.rate:g} requests per second, bursts of {plan.burst}")
