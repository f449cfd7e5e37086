"""What the tests put in place of the world."""

from __future__ import annotations

from gateway.messages import Request, Response
from gateway.plans import Plan


class FakeClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, start: float = 0.0) -> None:
        self.time = start

    def __call__(self) -> float:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += seconds


class FakeAccounts:
    """The accounts service: answers with a plan, or raises `fault` while there is one."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.fault: Exception | None = None
        self.asked: list[str] = []

    def __call__(self, tenant: str) -> Plan:
        self.asked.append(tenant)
        if self.fault is not None:
            raise self.fault
        return self.plan


def hello(request: Request) -> Response:
    """A service that knows who is calling."""
    return Response(200, f"hello {request.tenant}")
