"""Folds, wrapping and sideways scroll: the candidate's program notes them, and the replay shows them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from builders import fixture_files, patch, write_fixture
from hypothesis import given
from hypothesis import strategies as st
from sessions import write_session
from textual.pilot import Pilot

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes, read_packet
from harness.apps.tui.candidate.app import CandidateApp
from harness.apps.tui.candidate.moments import moments
from harness.apps.tui.interviewer.app import ReplayApp
from harness.apps.tui.widgets.document_base import DocumentBase
from harness.apps.tui.widgets.laid_out import LaidOut, opened_in, windows_by_gap
from harness.domain import event as ev
from harness.domain.diff import LineRange, Side
from harness.domain.review_session import ReviewSession
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.assess import assess
from harness.steps.interview.record import open_session

LONG = [f"line_{n} = {'x' * 150!r}\n" if n % 10 == 0 else f"line_{n} = {n}\n" for n in range(200)]
CHANGED = [*LONG[:60], "changed = 1\n", *LONG[61:150], "changed = 2\n", *LONG[151:]]


@pytest.fixture
def fixture(tmp_path: Path) -> Path:
    old, new = "".join(LONG), "".join(CHANGED)
    change = fixture_files()["change.patch"] + patch(old, new, "long.py")
    return write_fixture(tmp_path / "words", base__long_DOT_py=old, change_DOT_patch=change)


async def reviewed(fixture: Path, read: Callable[[CandidateApp, Pilot[object]], Awaitable[None]]) -> Path:
    """A session in which `long.py` was read like that."""
    packet = fixture.parent / "p.packet"
    packet.write_bytes(packet_bytes(pull_request_of(compose(load_fixture(fixture), "1")), "words", "1")[0])
    recorder = open_session(read_packet(packet), fixture.parent / "sessions", Clock(), "test", fixture.parent)
    app = CandidateApp(read_packet(packet), recorder)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("enter")
        while app.current != "long.py":
            await pilot.press("right_curly_bracket")
        await pilot.pause()
        await read(app, pilot)
        app.settle()
    recorder.close()
    return recorder.path


def rows_of(view: DocumentBase) -> list[str]:
    return [f"{row.kind} {row.base} {row.head}" for row in view.table.between(0, len(view.table)) if not row.comment]


async def test_the_replay_lays_the_document_out_as_the_candidate_did(fixture: Path) -> None:
    """A fold opened step by step, sideways scroll, wrapping, the whole file: each at its moment."""
    seen: list[tuple[list[str], LaidOut]] = []
    noted: list[object] = []
    """The event of the layout after each step; between two keys of a step there may be one more, where they are slow."""

    async def read(app: CandidateApp, pilot: Pilot[object]) -> None:
        fold = next(n for n, row in enumerate(app.view.table.between(0, 200)) if row.fold > 0)
        for keys in (("enter",), ("l", "l"), ("0", "w"), ("x",), ("x", "w")):
            app.view.move_to(fold)
            await pilot.press(*keys)
            app.settle()
            seen.append((rows_of(app.view), app.view.laid_out))
            noted.append(app.recorder.session.laid_out)
        assert len({tuple(rows) for rows, _ in seen}) == 3

    session = await reviewed(fixture, read)
    app = ReplayApp(assess(session, str(fixture)))
    events = [record.event for record in app.records]
    laid = [events.index(event) for event in noted]
    assert laid == sorted(set(laid))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for order in (range(5), reversed(range(5))):  # and seeking backwards shows the same
            for number in order:
                app.go_to_record(laid[number])
                await pilot.pause()
                rows, wanted = seen[number]
                assert (app.view.whole, app.view.shift, app.view.wrap) == (
                    wanted.whole,
                    wanted.shift,
                    bool(wanted.wrap),
                )
                assert rows_of(app.view) == rows
        app.go_to_record(laid[1])
        await pilot.pause()
        assert "from column 17, folds opened" in str(app.query_one("#place").content)  # type: ignore[attr-defined]


async def test_only_what_is_new_is_written_down(fixture: Path) -> None:
    """A fold opened twice writes two small events, and moving about none."""

    async def read(app: CandidateApp, pilot: Pilot[object]) -> None:
        for _ in range(2):
            app.view.move_to(next(n for n, row in enumerate(app.view.table.between(0, 400)) if row.fold > 0))
            await pilot.press("enter")
            app.settle()
        await pilot.press("j", "j", "k")
        app.settle()

    session = await reviewed(fixture, read)
    records = read_log(session).records
    events = [r.event for r in records if isinstance(r.event, ev.DocumentLaidOut)]
    assert [bool(e.opened) and not e.closed for e in events] == [True, True]
    assert all(len(str(ev.payload_of(e))) < 200 for e in events)
    state = ReviewSession.replay(records)
    assert state.laid_out == events[-1] and len(state.windows) >= 2


async def test_a_log_of_an_older_version_shows_the_document_as_at_first(fixture: Path) -> None:
    steps = [
        (0.0, ev.Started()),
        (1.0, ev.FileViewed("long.py")),
        (1.0, ev.LinesShown("long.py", None, LineRange(55, 80), Side.RIGHT, 61)),
    ]
    session = write_session(fixture.parent / "old.session.jsonl", fixture, steps)
    app = ReplayApp(assess(session, str(fixture)))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.view.laid_out == LaidOut()
        assert app.view.line_at_cursor() == (Side.RIGHT, 61)


async def test_a_forged_layout_harms_nothing(fixture: Path) -> None:
    """Gaps that do not exist, ends before beginnings, a shift without end, a file that is not there."""
    far = 10**18
    forged = ev.Windows(((99, 0, 5), (-1, -5, far), (1, 9, 3), (0, -far, far)))
    steps = [
        (0.0, ev.Started()),
        (1.0, ev.FileViewed("long.py")),
        (1.0, ev.DocumentLaidOut("long.py", True, far, False, True, False, forged)),
        (0.1, ev.LinesShown("long.py", None, LineRange(55, 80), Side.RIGHT, 61)),
        (1.0, ev.DocumentLaidOut("no/such", None, -far)),
        (0.1, ev.LinesShown("no/such", None, LineRange(1, 2), Side.RIGHT, 1)),
    ]
    session = write_session(fixture.parent / "forged.session.jsonl", fixture, steps)
    app = ReplayApp(assess(session, str(fixture)))
    async with app.run_test(size=(120, 40)) as pilot:
        for index in range(len(app.records)):
            app.go_to_record(index)
            await pilot.pause()
    assert app.return_value is None and app.return_code in (0, None)


def test_a_log_full_of_windows_keeps_a_bounded_number() -> None:
    parts = ev.Windows(tuple((0, n, n + 1) for n in range(600)))
    records = [ev.Record(n, "", float(n), 1, ev.DocumentLaidOut("a", opened=parts)) for n in range(1, 6)]
    assert len(ReviewSession.replay(records).windows) == 1000


def test_looking_back_steps_to_the_lines_that_came_with_a_file() -> None:
    """Also where the layout was noted between them."""
    events = [ev.FileViewed("a"), ev.DocumentLaidOut("a", True), ev.LinesShown("a", None, LineRange(1, 9)), ev.Paused()]
    steps = moments([ev.Record(n, "", float(n), 1, event) for n, event in enumerate(events, 1)])
    assert [step.count for step in steps] == [3, 4]


@given(st.dictionaries(st.integers(0, 3), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), min_size=1)))
def test_opened_parts_that_touch_become_one_and_nothing_is_lost(spans: dict[int, list[tuple[int, int]]]) -> None:
    gaps = {gap: [(start, start + long) for start, long in parts] for gap, parts in spans.items()}
    joined = opened_in(gaps)
    lines = {(gap, n) for gap, parts in gaps.items() for a, b in parts for n in range(a, b)}
    assert {(gap, n) for gap, a, b in joined for n in range(a, b)} == lines
    assert opened_in(windows_by_gap(joined)) == joined
