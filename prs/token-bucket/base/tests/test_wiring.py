import pytest
from stand_ins import FakeAccounts, FakeClock, hello

from gateway.keys import KeyDirectory, digest
from gateway.messages import Request
from gateway.metrics import Metrics
from gateway.plans import Plan
from gateway.wiring import build_gateway


class House:
    """A whole gateway with one tenant and one service."""

    def __init__(self):
        self.lines = []
        self.metrics = Metrics()
        self.now, self.clock = FakeClock(1_700_000_000.0), FakeClock()
        self.accounts = FakeAccounts(Plan("basic", rate=0.5, burst=2))
        keys = KeyDirectory({digest("k-1"): "acme"})
        self.handle = build_gateway(
            keys,
            {"/hello": hello},
            self.accounts,
            self.metrics,
            now=self.now,
            clock=self.clock,
            write=self.lines.append,
        )

    def get(self, path, key="k-1", **headers):
        return self.handle(Request("GET", path, {"x-api-key": key, **headers}, remote="198.51.100.7"))


@pytest.fixture
def house():
    return House()


def test_a_known_key_reaches_its_service(house):
    assert house.get("/hello").body == "hello acme"
    assert house.lines == ["1700000000.000 GET /hello 200"]


def test_an_unknown_key_does_not(house):
    assert house.get("/hello", key="guess").status == 401
    assert house.metrics.count("auth.refused") == 1


def test_an_unknown_path_is_a_404(house):
    assert house.get("/helloween").status == 404


def test_the_plan_page_says_what_is_booked(house):
    assert house.get("/-/plan").body == "basic: 0.5 requests per second, bursts of 2"


def test_a_failing_service_becomes_a_500():
    def broken(request):
        raise KeyError("row")

    lines = []
    keys = KeyDirectory({digest("k-1"): "acme"})
    handle = build_gateway(
        keys,
        {"/": broken},
        FakeAccounts(Plan("basic", rate=1.0, burst=5)),
        Metrics(),
        now=FakeClock(12.0),
        write=lines.append,
    )
    assert handle(Request("GET", "/x", {"x-api-key": "k-1"})).status == 500
    assert lines == ["12.000 GET /x 500 KeyError('row')"]
