"""The accounts service answers, but what it says is a fault of ours: that must not pass for an outage."""

import pytest

from gateway.keys import KeyDirectory, digest
from gateway.messages import Request, Response
from gateway.metrics import Metrics
from gateway.plans import Plan
from gateway.wiring import build_gateway


def plan_not_on_record(tenant):
    raise LookupError(f"no plan on record for {tenant}")


def plan_that_lets_nothing_through(tenant):
    return Plan("zero", 0.0, 0)


def plan_of_the_wrong_kind(tenant):
    return {"rate": 5, "burst": 10}


@pytest.mark.parametrize("fetch", [plan_not_on_record, plan_that_lets_nothing_through, plan_of_the_wrong_kind])
def test_only_an_outage_opens_the_door(fetch):
    handle = build_gateway(
        KeyDirectory({digest("k-1"): "acme"}),
        {"/": lambda request: Response(200)},
        fetch,
        Metrics(),
        now=lambda: 0.0,
        clock=lambda: 0.0,
        write=lambda line: None,
    )
    answers = {handle(Request("GET", "/x", {"x-api-key": "k-1"})).status for _ in range(20)}
    assert 200 not in answers, (
        f"open-on-any-fault: every exception counts as an outage and switches the limit off ({fetch.__name__})"
    )
