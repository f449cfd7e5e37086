"""A recording of the screen: what a terminal shows while it is played, and nothing in it that acts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from builders import write_fixture
from reports.test_reports import NASTY, hostile
from sessions import WORDS_REVIEW, fixed_assessment, write_session

from harness.domain import event as ev
from harness.domain.assessment import Assessment
from harness.domain.comment import Anchor
from harness.domain.diff import LineRange, Side
from harness.domain.event import Record
from harness.reports.screencast import asciicast, cut
from harness.steps.interview.assess import assess

ALLOWED = re.compile(r"\x1b\[(?:2J|\d+;1H|2K|0m|7m|1m|3[1236]m)")


class Screen:
    """As much of a terminal as a recording needs; anything else in the output is an error."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height, self.row = width, height, 0
        self.lines = [""] * height

    def feed(self, data: str) -> None:
        """Take output: only the sequences that place and colour lines may stand in it."""
        assert not re.search("[\x00-\x1a\x1c-\x1f\x7f-\x9f\u202e]", data)
        assert "\x1b" not in ALLOWED.sub("", data)
        for part in re.split(f"({ALLOWED.pattern})", data):
            if part.startswith("\x1b") and part.endswith("2J"):
                self.lines = [""] * self.height
            elif found := re.fullmatch(r"\x1b\[(\d+);1H", part):
                self.row = int(found[1]) - 1
            elif part.endswith("2K"):
                self.lines[self.row] = ""
            elif not part.startswith("\x1b"):
                self.lines[self.row] += part


def played(text: str, until: float = 1e9) -> Screen:
    """The screen after playing a recording up to a moment."""
    header, *events = (json.loads(line) for line in text.split("\n") if line)
    size = header["term"] if header["version"] == 3 else {"cols": header["width"], "rows": header["height"]}
    screen, now = Screen(size["cols"], size["rows"]), 0.0
    for at, kind, data in events:
        now = now + at if header["version"] == 3 else at
        if now > until:
            break
        if kind == "r":
            screen = Screen(*map(int, data.split("x")))
        else:
            screen.feed(data)
    return screen


@pytest.fixture
def graded(tmp_path: Path) -> Assessment:
    return fixed_assessment(tmp_path / "fixed")


@pytest.mark.parametrize("version", [2, 3])
def test_the_screen_is_that_of_the_candidate(graded: Assessment, version: int) -> None:
    """First the description; then the file, the draft while it is written, the comment under its line; at last handed in."""
    text = asciicast(graded.pull_request, graded.records, graded.times, version)
    assert json.loads(text.split("\n")[0])["version"] == version
    first = "\n".join(played(text, 1).lines)
    assert "Counts words with **bounded** memory." in first
    writing = "\n".join(played(text, 59.5).lines)
    assert "writing on words.py:17" in writing and "who ever deletes from this dict?" in writing
    last = played(text)
    shown = "\n".join(last.lines)
    assert "class Counter:" in shown and "╭ c1" in shown and "│ who ever deletes" in shown
    assert "handed in · 3 comments · comment" in last.lines[-1]
    assert len(last.lines) == 40 and max(map(len, last.lines)) <= 120


def test_both_versions_show_the_same_at_every_moment(graded: Assessment) -> None:
    two, three = (asciicast(graded.pull_request, graded.records, graded.times, v) for v in (2, 3))
    for moment in (0.5, 13, 18, 61, 70, 500):
        assert played(two, moment).lines == played(three, moment).lines


def test_nothing_hostile_reaches_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARNESS_GRADER", "ada")
    a = hostile(tmp_path, write_fixture(tmp_path / "words"))
    screen = played(asciicast(a.pull_request, a.records, a.times))
    assert "␛" in "\n".join(screen.lines)


def test_it_follows_the_window_and_drops_what_is_too_fast_to_see(graded: Assessment) -> None:
    events: list[ev.Event] = [ev.Opened("t", 80, 24), ev.LinesShown("words.py", None, LineRange(1, 20), Side.RIGHT, 3)]
    events += [ev.DraftOpened("d1", Anchor("words.py"))]
    events += [ev.DraftChanged("d1", n, 0, "x") for n in range(200)]
    events += [ev.ScreenResized(500, 5), ev.ScreenResized(100, 30)]
    records = [Record(n, "", n * 0.01, 1, e) for n, e in enumerate(events, 1)]
    text = asciicast(graded.pull_request, records, [r.mono for r in records])
    assert text.count("\n") < 30
    last = played(text)
    assert (last.width, last.height) == (100, 30)
    assert "x" * 90 in "\n".join(last.lines)


def test_nothing_of_the_key_is_in_it(graded: Assessment) -> None:
    text = asciicast(graded.pull_request, graded.records, graded.times)
    assert "never-forgets" not in text and "planted" not in text


def test_wide_characters_take_two_cells() -> None:
    assert cut("日本語", 5) == "日本" and cut("abc", 2) == "ab" and cut("é", 1) == "é"


def test_an_empty_log_is_an_empty_recording(graded: Assessment) -> None:
    assert asciicast(graded.pull_request, (), ()).count("\n") == 1


def test_the_hostile_text_is_hostile() -> None:
    assert "\x1b]52" in NASTY and "\u202e" in NASTY


def test_a_session_on_a_real_fixture_is_recorded(tmp_path: Path) -> None:
    fixture = write_fixture(tmp_path / "words")
    a = assess(write_session(tmp_path / "s.session.jsonl", fixture, WORDS_REVIEW), str(fixture))
    assert "╭ c1" in "\n".join(played(asciicast(a.pull_request, a.records, a.times)).lines)
