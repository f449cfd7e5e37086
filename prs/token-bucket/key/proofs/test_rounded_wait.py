"""The wait that a refused client is told, for plans from one request in ten seconds to fifty a second."""

import pytest

from gateway.limiter import RateLimiter
from gateway.messages import Request, Response
from gateway.metrics import Metrics
from gateway.middleware import RateLimit
from gateway.plans import Plan, PlanDirectory


@pytest.mark.parametrize("rate", [0.1, 0.4, 0.7, 0.9, 1.0, 1.5, 2.0, 4.0, 50.0])
def test_who_waits_as_told_has_waited_long_enough(rate):
    limiter = RateLimiter(PlanDirectory(lambda tenant: Plan("basic", rate, 1), 300.0, lambda: 0.0), lambda: 0.0)
    handle = RateLimit(lambda request: Response(200), limiter, Metrics())
    request = Request("GET", "/", remote="198.51.100.7", tenant="acme")
    assert handle(request).status == 200
    told = float(handle(request).headers["Retry-After"])
    assert told >= 1.0 / rate - 1e-6, (
        f"rounded-wait: Retry-After is shorter than the wait, {told:g} s instead of {1.0 / rate:.2f} s"
    )
