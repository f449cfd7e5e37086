"""Where a candidate looked: dwell, first sight, order, coverage and idle time."""

from __future__ import annotations

from builders import a_pull_request

from harness.domain import event as ev
from harness.domain.attention import attention
from harness.domain.comment import Anchor
from harness.domain.diff import LineRange, Side
from harness.domain.issue import Place
from harness.domain.timeline import working_times

PULL = a_pull_request(
    {"a.py": ("x\n" * 40, "x\n" * 10 + "new\n" * 3 + "x\n" * 30), "b.py": ("", "only\n"), "c.py": ("", "never\n")}
)
PLACES = (("early", (Place("a.py", LineRange(11, 12)),)), ("other", (Place("b.py", LineRange(1, 1)),)),
          ("unopened", (Place("c.py", LineRange(1, 1)),)), ("below", (Place("a.py", LineRange(35, 36)),)))  # fmt: skip


def records(*steps: tuple[float, ev.Event]) -> list[ev.Record]:
    return [ev.Record(n, "", mono, 1, event) for n, (mono, event) in enumerate(steps, 1)]


def shown(path: str, start: int, end: int) -> ev.LinesShown:
    return ev.LinesShown(path, None, LineRange(start, end))


def looked(*steps: tuple[float, ev.Event]):  # type: ignore[no-untyped-def]
    log = records(*steps)
    return attention(PULL, PLACES, log, working_times(log))


def test_time_counts_while_the_lines_stand_on_the_screen() -> None:
    result = looked(
        (0, ev.Started()),
        (5, shown("a.py", 1, 20)),
        (25, shown("a.py", 15, 34)),
        (30, shown("b.py", 1, 1)),
        (40, shown("a.py", 1, 20)),
        (60, ev.Submitted()),
    )
    early = result.issue("early")
    assert (early.dwell.seconds, early.dwell.visits, early.dwell.first) == (40, 2, 5)
    assert early.words == "on the screen 40 s, never commented there"
    assert result.issue("unopened").words == "its file was never opened"
    assert result.issue("below").words == "never on the screen"
    assert [(v.path, v.start, v.seconds) for v in result.visits] == [
        ("a.py", 5, 25),
        ("b.py", 30, 10),
        ("a.py", 40, 20),
    ]
    assert result.by_path == (("a.py", 45), ("b.py", 10))
    assert result.coverage.never_opened == ("c.py",)
    assert (result.coverage.lines_seen, result.coverage.lines) == (4, 5)


def test_a_comment_near_the_place_counts_also_when_it_was_withdrawn() -> None:
    result = looked(
        (0, shown("a.py", 1, 20)),
        (4, ev.CommentAdded("c1", Anchor("a.py", Side.RIGHT, 15), "hm")),
        (5, ev.CommentWithdrawn("c1")),
        (6, ev.CommentAdded("c2", Anchor("a.py", Side.RIGHT, 16), "far")),
        (9, ev.CommentAdded("c3", Anchor("a.py", Side.LEFT, 11), "old side")),
    )
    assert result.issue("early").comments == ("c1",)
    assert result.issue("early").words == "on the screen 9 s, commented by c1"
    assert result.hunks[0].comments == ("c1", "c2")


def test_silence_beyond_a_minute_is_idle_and_no_reading() -> None:
    result = looked((0, shown("a.py", 1, 20)), (300, shown("b.py", 1, 1)), (310, ev.Submitted()))
    assert result.issue("early").dwell.seconds == 60
    assert [(i.index, i.start, i.seconds) for i in result.idle] == [(1, 60, 240)]


def test_a_pause_is_neither() -> None:
    result = looked((0, shown("a.py", 1, 20)), (10, ev.Paused()), (900, ev.Resumed()), (905, ev.Submitted()))
    assert result.issue("early").dwell.seconds == 15
    assert result.idle == ()


def test_a_hunk_is_seen_through_its_old_lines_too() -> None:
    pull = a_pull_request({"a.py": ("gone\n" + "x\n" * 9, "x\n" * 9)})
    log = records((0, ev.LinesShown("a.py", LineRange(1, 4), LineRange(1, 3))), (7, ev.Submitted()))
    result = attention(pull, (), log, working_times(log))
    assert [(h.path, h.number, h.base, h.head, h.dwell.seconds) for h in result.hunks] == [
        ("a.py", 1, LineRange(1, 1), None, 7)
    ]
