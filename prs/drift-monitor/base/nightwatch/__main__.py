"""`python -m nightwatch`: the checks of tonight."""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path

from nightwatch.night import Night, run
from nightwatch.pager import WebhookPager
from nightwatch.samples import Samples
from nightwatch.score_log import ScoreLog


def main() -> int:
    """Run all checks with what the environment says."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    return run(
        Night(
            log=ScoreLog(Path(os.environ["NIGHTWATCH_LOG"])),
            samples=Samples(Path(os.environ["NIGHTWATCH_SAMPLES"])),
            states=Path(os.environ["NIGHTWATCH_STATES"]),
            pager=WebhookPager(os.environ["NIGHTWATCH_PAGER"]),
            now=time.time(),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
