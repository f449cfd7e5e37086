"""Laws of the fold: every prefix replays, and replaying equals living."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain import event as ev
from harness.domain.comment import Anchor, Comment, Decoration, Label
from harness.domain.diff import LineRange
from harness.domain.pieces import Pieces
from harness.domain.review_session import ReviewSession, in_threads
from harness.domain.timeline import working_times

IDS = st.sampled_from(["c1", "c2", "d1", "d2"])
TEXT = st.text(max_size=8)
NUMBERS = st.integers(0, 9)
LABELS = st.none() | st.sampled_from(Label)
EVENTS = st.one_of(
    st.builds(ev.DraftOpened, IDS, st.just(Anchor("a.py")), TEXT),
    st.builds(ev.DraftChanged, IDS, NUMBERS, NUMBERS, TEXT),
    st.builds(ev.DraftDiscarded, IDS),
    st.builds(ev.DraftLeft, IDS),
    st.builds(ev.DraftTakenUp, IDS),
    st.builds(ev.CommentAdded, IDS, st.just(Anchor("a.py")), TEXT, st.none() | IDS),
    st.builds(ev.CommentAdded, IDS, st.just(Anchor("a.py")), TEXT, label=LABELS, reply_to=st.none() | IDS),
    st.builds(ev.CommentEdited, IDS, TEXT, st.none() | IDS, LABELS),
    st.builds(ev.DraftLabelled, IDS, LABELS, st.none() | st.sampled_from(Decoration)),
    st.builds(ev.CommentWithdrawn, IDS),
    st.builds(ev.CommentRestored, IDS),
    st.builds(ev.FileMarked, IDS, st.booleans()),
    st.builds(ev.FileViewed, IDS),
    st.builds(ev.AnswerGiven, IDS, TEXT, st.none() | IDS),
    st.builds(ev.SummaryWritten, TEXT),
    st.builds(ev.LinesShown, IDS, st.none(), st.just(LineRange(1, 5))),
    st.sampled_from([ev.Opened("1", 80, 24), ev.Started(), ev.Paused(), ev.Resumed(), ev.Submitted()]),
    st.builds(ev.Unknown, st.just("of tomorrow"), st.just({})),
)


@st.composite
def histories(draw: st.DrawFn) -> list[ev.Record]:
    """Any events in any order, in one or more runs of the program."""
    records, run, mono = [], 1, 0.0
    for seq, event in enumerate(draw(st.lists(EVENTS, max_size=40)), 1):
        if seq > 1 and draw(st.integers(0, 9)) == 0:
            run, mono = run + 1, draw(st.floats(0, 1000))
        mono += draw(st.floats(0, 60))
        records.append(ev.Record(seq, "2026-01-01T00:00:00.000Z", mono, run, event))
    return records


@given(histories())
def test_every_prefix_replays_and_replaying_equals_living(records: list[ev.Record]) -> None:
    """The state after n events is the same whether lived through or replayed from the log."""
    living = ReviewSession()
    for count, record in enumerate(records, 1):
        living.apply(record)
        assert ReviewSession.replay(records[:count]) == living


@given(TEXT, st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.text(max_size=30)), max_size=12))
def test_a_text_in_pieces_is_edited_as_a_whole_one(text: str, edits: list[tuple[int, int, str]]) -> None:
    """However small the pieces are, and also where a forged log points outside the text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("harness.domain.pieces._MOST", 4)
        pieces = Pieces(text)
        for at, removed, inserted in edits:
            pieces.splice(at, removed, inserted)
            text = text[:at] + inserted + text[at + removed :]
            assert pieces.text() == text


@given(histories(), histories())
def test_replaying_does_not_depend_on_what_was_replayed_before(first: list[ev.Record], second: list[ev.Record]) -> None:
    """No state is shared between sessions."""
    alone = deepcopy(ReviewSession.replay(second))
    ReviewSession.replay(first)
    assert ReviewSession.replay(second) == alone


@given(histories())
def test_no_comment_stands_and_is_withdrawn(records: list[ev.Record]) -> None:
    """Withdrawing moves a comment; unless its id was given out again, it is never in both places."""
    made = [r.event.comment for r in records if isinstance(r.event, ev.CommentAdded)]
    session = ReviewSession.replay(records)
    if len(made) == len(set(made)):
        assert not set(session.comments) & set(session.withdrawn)
        assert set(session.comments) | set(session.withdrawn) == set(made)


@given(histories())
def test_working_time_never_runs_back(records: list[ev.Record]) -> None:
    """One value for each record, from zero, never less than the one before."""
    times = working_times(records)
    assert len(times) == len(records)
    assert times == sorted(times) and all(time >= 0 for time in times)


def test_neither_pauses_nor_the_time_between_runs_count() -> None:
    """Ten seconds of work, a pause, a restart long after, five seconds more."""
    rows = [(1, 100.0, ev.Started()), (1, 110.0, ev.Paused()), (1, 200.0, ev.Resumed()), (2, 5000.0, ev.Started()),
            (2, 5005.0, ev.Submitted())]  # fmt: skip
    records = [ev.Record(n, "", mono, run, event) for n, (run, mono, event) in enumerate(rows, 1)]
    assert working_times(records) == [0.0, 10.0, 10.0, 10.0, 15.0]


@given(st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=10))
def test_threads_keep_every_comment_and_put_replies_after_what_they_answer(drawn: list[tuple[int, int | None]]) -> None:
    """Also where a log was forged so that replies answer each other in a ring."""
    to = dict(drawn)
    comments = [Comment(f"c{n}", Anchor(), "", reply_to=None if a is None else f"c{a}") for n, a in to.items()]
    ordered = in_threads(comments)
    assert sorted(c.id for c in ordered) == sorted(c.id for c in comments)
    places = {c.id: index for index, c in enumerate(ordered)}
    for comment in comments:
        if comment.reply_to in places and not _in_a_ring(comment, {c.id: c for c in comments}):
            assert places[comment.reply_to] < places[comment.id]


def _in_a_ring(comment: Comment, by_id: dict[str, Comment]) -> bool:
    seen: set[str] = set()
    here: Comment | None = comment
    while here is not None and here.id not in seen:
        seen.add(here.id)
        here = by_id.get(here.reply_to or "")
    return here is not None


def test_a_comment_and_its_draft_carry_label_and_decoration() -> None:
    """What was chosen in the editor is the draft's, then the comment's; editing replaces both."""
    session, seq = ReviewSession(), iter(range(1, 99))

    def then(event: ev.Event) -> None:
        session.apply(ev.Record(next(seq), "2026-01-01T00:00:00.000Z", 0.0, 1, event))

    then(ev.DraftOpened("d1", Anchor(), "x", reply_to="c9"))
    then(ev.DraftLabelled("d1", Label.QUESTION, Decoration.BLOCKING))
    assert session.drafts["d1"].as_comment() == Comment(
        "d1", Anchor(), "x", Label.QUESTION, Decoration.BLOCKING, "c9", draft=True
    )
    then(ev.CommentAdded("c1", Anchor(), "x", "d1", Label.QUESTION, Decoration.BLOCKING))
    assert session.comments["c1"].heading == "c1 · question (blocking)"
    then(ev.CommentEdited("c1", "y", None, Label.NITPICK))
    assert session.comments["c1"].heading == "c1 · nitpick"


def test_a_change_of_less_than_nothing_doubles_no_text() -> None:
    """A forged log may count below zero; what stood in the draft must not be put in again each time."""
    changes = [ev.DraftOpened("d1", Anchor()), *[ev.DraftChanged("d1", n, -n, "x") for n in range(60)]]
    records = tuple(ev.Record(n, "", 0.0, 1, change) for n, change in enumerate(changes, 1))
    assert ReviewSession.replay(records).drafts["d1"].text == "x" * 60
