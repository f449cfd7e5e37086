"""Sessions as a candidate's program leaves them, the same bytes every time: clocks turned by hand, fixed ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from builders import a_match, write_fixture

from harness.adapters.clock import Clock
from harness.adapters.event_log import EventLog, Header, read_log
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_digest
from harness.domain import event as ev
from harness.domain.assessment import Assessment
from harness.domain.comment import Anchor, Conclusion
from harness.domain.diff import LineRange, Side
from harness.domain.match import Evidence, Matching
from harness.domain.remark import Kind, Remark
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.assess import Ground, assessment_of, review_of
from harness.steps.interview.graders import Basis

Step = tuple[float, ev.Event]


class Hand(Clock):
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> str:
        whole = int(self.seconds)
        return f"2026-01-05T{9 + whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.000Z"

    def monotonic(self) -> float:
        return self.seconds

    def local(self) -> str:
        return "09:00"


def write_session(
    path: Path,
    fixture: Path,
    steps: Iterable[Step],
    seed: str = "1",
    issues: tuple[str, ...] | None = None,
    session: str = "0123456789abcdef",
) -> Path:
    """A log with these events, each after so many seconds."""
    loaded = load_fixture(fixture)
    digest = packet_digest(pull_request_of(compose(loaded, seed, issues)), loaded.slug, seed)
    clock = Hand()
    header = Header(1, session, loaded.slug, seed, digest, "test", clock.now(), "3.11")
    path.parent.mkdir(parents=True, exist_ok=True)
    log = EventLog.create(path, header, clock)
    for seconds, event in steps:
        clock.seconds += seconds
        log.append(event)
    log.close()
    return path


def shows(path: str, start: int, end: int, seconds: float = 5.0) -> list[Step]:
    """A file came on the screen."""
    lines = LineRange(start, end)
    return [(seconds, ev.FileViewed(path)), (0.2, ev.LinesShown(path, None, lines, Side.RIGHT, start))]


def says(name: str, path: str | None, line: int | None, body: str, seconds: float = 40.0) -> list[Step]:
    """A comment was typed and kept."""
    anchor = Anchor(path, Side.RIGHT, line) if line else Anchor(path)
    draft = f"d{name[1:]}"
    return [
        (2.0, ev.DraftOpened(draft, anchor)),
        (seconds, ev.DraftChanged(draft, 0, 0, body)),
        (1.0, ev.CommentAdded(name, anchor, body, draft)),
    ]


def begins() -> list[Step]:
    return [(0.0, ev.Opened("test", 120, 40)), (12.0, ev.Started())]


def ends(conclusion: Conclusion = Conclusion.COMMENT, summary: str = "") -> list[Step]:
    written: list[Step] = [(20.0, ev.SummaryWritten(summary))] if summary else []
    return [*written, (3.0, ev.ConclusionChosen(conclusion)), (4.0, ev.Submitted())]


WORDS_REVIEW = [
    *begins(),
    *shows("words.py", 1, 26),
    *says(
        "c1",
        "words.py",
        17,
        "who ever deletes from this dict? every new word stays, so it grows until the process dies",
    ),
    *says("c2", "words.py", 10, "nit: rename `found`", 6),
    *says("c3", "words.py", 18, "What if limit is zero? Then nothing is kept at all.", 15),
    (30.0, ev.AnswerGiven("memory", "100 words of 100 bytes = 0.01 MB, say 0.005 to 0.1 MB")),
    *ends(summary="Good start, but see c1."),
]


def fixed_matching() -> Matching:
    """What a matcher might say of WORDS_REVIEW, so that golden reports do not hang on the model."""
    found = a_match(
        "c1", "never-forgets", level=3, probability=0.97, runner_up="unstable-ties", margin=0.96,
        evidence=(
            Evidence("on the planted line words.py:16", facet="place"),
            Evidence("says “every new word stays” ≈ key, mechanism (0.71)", (36, 56), "mechanism"),
            Evidence("level 3: place or worry, mechanism, consequence; missing for 4: remedy", facet="level"),
        ),
    )  # fmt: skip
    return Matching(
        (found, a_match("c2", kind=Kind.STYLE), a_match("c3")),
        (),
        (Remark("c3", 0, (0, 23), "What if limit is zero?"),),
    )


def fixed_assessment(folder: Path) -> Assessment:
    """WORDS_REVIEW graded on the small fixture with `fixed_matching`."""
    fixture = write_fixture(folder / "words")
    log = read_log(write_session(folder / "s.session.jsonl", fixture, WORDS_REVIEW))
    ground = Ground.of(fixture, "backend")
    review = replace(review_of(log, ground), matching=fixed_matching())
    return assessment_of(review, Basis(review.judged(), "the matcher alone"))
