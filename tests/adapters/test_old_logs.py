"""Session logs of earlier versions stay readable. The files in tests/golden were written by those versions."""

from __future__ import annotations

from pathlib import Path

from harness.adapters.event_log import read_log
from harness.domain import event as ev
from harness.domain.comment import Anchor, Comment, Conclusion
from harness.domain.diff import Side
from harness.domain.review_session import Draft, ReviewSession
from harness.domain.timeline import working_times

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
BEFORE_LABELS = GOLDEN / "session-0.1.jsonl"
LINE = Anchor("src/a.py", Side.RIGHT, 12, 10)


def test_a_log_from_before_labels_and_replies_is_read_whole() -> None:
    """Every kind of event of 0.1, each with the meaning it had."""
    log = read_log(BEFORE_LABELS)
    session = ReviewSession.replay(log.records)
    assert log.damage is None
    assert not [r for r in log.records if isinstance(r.event, ev.Unknown)]
    assert session.comments == {
        "c1": Comment("c1", LINE, "who empties this? \u2028\U0001f600"),
        "c2": Comment("c2", Anchor("src/a.py"), "nit: names"),
    }
    assert session.withdrawn == {"c3": Comment("c3", Anchor(), "overall")}
    assert session.drafts == {"d5": Draft("d5", LINE, "half a")}
    assert (session.answers, session.conclusion) == ({"memory": "7 MB"}, Conclusion.REQUEST_CHANGES)
    assert session.submitted
    assert session.viewed == {"src/a.py"}


def test_its_events_survive_being_written_today() -> None:
    """Fields that were added since have defaults that mean what the old log meant."""
    for record in read_log(BEFORE_LABELS).records:
        payload = ev.payload_of(record.event)
        assert ev.event_of(record.event.kind, payload) == record.event


def test_the_pause_of_an_old_log_is_no_work() -> None:
    """The clock of the golden log goes on by one and a half seconds for each event."""
    log = read_log(BEFORE_LABELS)
    assert working_times(log.records)[-1] == (len(log.records) - 2) * 1.5
