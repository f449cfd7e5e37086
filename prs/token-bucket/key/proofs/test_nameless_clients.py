"""Clients at different addresses whose `X-Client-Id` is there and has no value: each is held to the plan by itself."""

import pytest
from stand_ins import FakeAccounts, FakeClock, hello

from gateway.limiter import RateLimiter
from gateway.messages import Request
from gateway.metrics import Metrics
from gateway.middleware import RateLimit
from gateway.plans import Plan, PlanDirectory


@pytest.mark.parametrize("burst", [1, 5])
def test_clients_without_a_value_do_not_share_a_bucket(burst):
    clock = FakeClock()
    plans = PlanDirectory(FakeAccounts(Plan("basic", rate=0.5, burst=burst)), 300.0, clock)
    handle = RateLimit(hello, RateLimiter(plans, clock), Metrics())

    def answers(address):
        return [
            handle(Request("GET", "/hello", {"x-client-id": ""}, address, tenant="acme")).status
            for _ in range(burst + 1)
        ]

    assert answers("198.51.100.7") == [200] * burst + [429], "one client is not held to its plan"
    assert answers("198.51.100.8") == [200] * burst + [429], (
        "nameless-clients: all clients that send an empty X-Client-Id share one bucket, the second one was refused at once"
    )
