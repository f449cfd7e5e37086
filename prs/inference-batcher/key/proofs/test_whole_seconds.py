"""Times that are set in milliseconds, below and above a second."""

import pytest

from serving.settings import Settings


@pytest.mark.parametrize("milliseconds", [1, 5, 250, 999, 1500, 2001])
def test_every_millisecond_counts(milliseconds):
    waits = Settings.of({"EMBED_MAX_WAIT_MS": str(milliseconds)}).max_wait
    assert waits == pytest.approx(milliseconds / 1000), (
        f"whole-seconds: milliseconds are cut to whole seconds, {milliseconds} ms became {waits} s"
    )
