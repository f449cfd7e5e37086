import pytest
from stand_ins import FakeAccounts, FakeClock

from gateway.plans import Plan, PlanDirectory, PlansUnavailable

BASIC = Plan("basic", rate=1.0, burst=5)


def test_asks_once_until_the_answer_is_old():
    clock, accounts = FakeClock(), FakeAccounts(BASIC)
    plans = PlanDirectory(accounts, 300.0, clock)
    assert plans.plan_of("acme") == plans.plan_of("acme") == BASIC
    assert accounts.asked == ["acme"]
    clock.advance(300.0)
    plans.plan_of("acme")
    assert accounts.asked == ["acme", "acme"]


def test_says_so_when_the_service_does_not_answer():
    accounts = FakeAccounts(BASIC)
    accounts.fault = TimeoutError("accounts did not answer")
    with pytest.raises(PlansUnavailable):
        PlanDirectory(accounts, 300.0, FakeClock()).plan_of("acme")


def test_a_service_that_did_not_answer_is_left_alone_for_a_while():
    clock, accounts = FakeClock(), FakeAccounts(BASIC)
    plans = PlanDirectory(accounts, 300.0, clock)
    accounts.fault = TimeoutError("accounts did not answer")
    for _ in range(3):
        with pytest.raises(PlansUnavailable):
            plans.plan_of("acme")
    assert accounts.asked == ["acme"]
    accounts.fault = None
    clock.advance(10.0)
    assert plans.plan_of("acme") == BASIC


def test_a_plan_lets_something_through():
    with pytest.raises(ValueError, match="lets nothing through"):
        Plan("broken", rate=0.0, burst=5)
