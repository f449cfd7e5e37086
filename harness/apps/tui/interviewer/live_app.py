"""The replay of a review that is still being written: it stays at the end until the interviewer looks back."""

from __future__ import annotations

from dataclasses import replace

from textual import work

from harness.apps.tui.interviewer.app import ReplayApp
from harness.domain.assessment import Assessment
from harness.domain.errors import HarnessError
from harness.domain.timeline import working_times
from harness.steps.interview.follow import Follower

_EVERY = 0.5


class LiveApp(ReplayApp):
    """Follow one session."""

    def __init__(self, follower: Follower) -> None:
        super().__init__(follower.first)
        self.follower = follower

    def on_mount(self) -> None:
        """Look for news twice a second."""
        super().on_mount()
        self.set_interval(_EVERY, self.look)

    def look(self) -> None:
        """Take in what was written since; matching it takes place off the loop."""
        new = self.follower.more()
        if not new:
            return
        stay = self.player.at_end and not self.playing
        self.film.extend(new)
        self.take(self._as_far_as_read(self.assessment))
        if self.follower.changes_matches(new):
            self._match_anew()
        if stay:
            self.go_to_record(len(self.records) - 1)
        else:
            self._draw_event()

    def _as_far_as_read(self, assessment: Assessment) -> Assessment:
        records = tuple(self.film.records)
        session = self.film.state_after(len(records))
        return replace(assessment, records=records, times=tuple(working_times(records)), session=session)

    @work(thread=True, exclusive=True, group="matching", exit_on_error=False)
    def _match_anew(self) -> None:
        try:
            assessment = self.follower.assess()
        except HarnessError:
            return  # the file is being repaired; the next comment asks again
        self.call_from_thread(self._matched, assessment)

    def _matched(self, assessment: Assessment) -> None:
        self.take(self._as_far_as_read(assessment))
        self._draw()

    def _live(self) -> str:
        return " · handed in" if self.follower.finished else " · LIVE"
