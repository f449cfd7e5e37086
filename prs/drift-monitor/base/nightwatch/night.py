"""All checks of one night."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from nightwatch.pager import Pager
from nightwatch.samples import Samples
from nightwatch.score_log import ScoreLog
from nightwatch.states import StateFile
from nightwatch.volume import silent_models

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Night:
    """What the checks of a night work with."""

    log: ScoreLog
    samples: Samples
    states: Path
    """The folder of what the checks remember."""
    pager: Pager
    now: float
    """Seconds since 1970."""


def volume(night: Night) -> None:
    """Call for the models that have fallen silent, once until they are heard again."""
    state = StateFile(night.states / "volume.json")
    known = state.load().get("silent", [])
    silent = silent_models(night.log.read(), night.samples.models(), night.now)
    fresh = [model for model in silent if model not in known]
    if fresh:
        night.pager.page("No requests since yesterday: " + ", ".join(fresh))
    state.save({"silent": silent})


CHECKS = (volume,)


def run(night: Night) -> int:
    """Do all checks. 1 says that one could not be done, and asks the scheduler for another run."""
    code = 0
    for check in CHECKS:
        try:
            check(night)
        except Exception:
            log.exception("%s could not be done", check.__name__)
            code = 1
    return code
