"""The time of day is set back by an hour while a client has used up its tokens."""

from harness.proofs.clocks import Clocks

from gateway.keys import KeyDirectory, digest
from gateway.messages import Request, Response
from gateway.metrics import Metrics
from gateway.plans import Plan
from gateway.wiring import build_gateway


def test_setting_the_time_of_day_does_not_lock_a_client_out():
    clocks = Clocks()
    handle = build_gateway(
        KeyDirectory({digest("k-1"): "acme"}),
        {"/": lambda request: Response(200)},
        lambda tenant: Plan("basic", 1.0, 2),
        Metrics(),
        now=clocks.wall,
        clock=clocks.monotonic,
        write=lambda line: None,
    )
    request = Request("GET", "/x", {"x-api-key": "k-1"}, remote="198.51.100.7")
    assert [handle(request).status for _ in range(2)] == [200, 200]
    clocks.set_wall(-3600.0)
    handle(request)
    clocks.advance(30.0)
    status = handle(request).status
    assert status == 200, (
        f"wall-clock: after the clock is set back an hour the client is locked out, {status} half a minute later"
    )
