"""What the tests put in place of the world."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from nightwatch.night import Night, run
from nightwatch.pager import PagerFailed
from nightwatch.samples import Samples
from nightwatch.score_log import ScoreLog


class FakePager:
    """Remembers whom it would have called, and for what; calls nobody while `broken`."""

    def __init__(self):
        self.pages = []
        self.broken = False

    def page(self, text):
        if self.broken:
            raise PagerFailed("no connection")
        self.pages.append(text)


def at(text):
    """Seconds since 1970 of a time such as 2026-11-20 12:00, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


class House:
    """A folder with a log, samples and states, and somebody on duty."""

    def __init__(self, folder):
        self.folder, self.pager, self.lines = folder, FakePager(), []
        for name in ("samples", "states"):
            (folder / name).mkdir()

    def train(self, model, **features):
        """Put `model` into production."""
        (self.folder / "samples" / f"{model}.json").write_text(json.dumps(features))

    def ask(self, time, model, segment="web", **features):
        """One request of `model` at `time`, such as 2026-11-20 12:00."""
        seconds = at(time) if isinstance(time, str) else time
        entry = {"time": seconds, "model": model, "segment": segment, "features": features}
        self.lines.append(json.dumps(entry) + "\n")

    def night(self, time):
        """Run the checks at `time` and return their exit code."""
        samples, score_log = Samples(self.folder / "samples"), ScoreLog(self.folder / "scores.jsonl")
        score_log.path.write_text("".join(self.lines))
        return run(Night(score_log, samples, self.folder / "states", self.pager, at(time)))
